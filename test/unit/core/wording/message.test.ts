import assert from 'node:assert/strict';
import { environmentProfile } from '../../../../src/core/account/profile.ts';
import { failureInFull } from '../../../../src/core/wording/failures.ts';
import { obstacleInBrief } from '../../../../src/core/wording/keys.ts';
import { inEnglish, message } from '../../../../src/core/wording/message.ts';
import { problemInFull } from '../../../../src/core/wording/problems.ts';
import { profileName } from '../../../../src/core/wording/profiles.ts';

describe('a message', () => {
  it('has facts at its numbers, and keeps a number without a fact', () => {
    assert.equal(inEnglish(message('{1} of {0}, {2}', 3, 'one')), 'one of 3, {2}');
  });

  it('may have messages as facts, each of them translated for itself', () => {
    const opening = message('Opening {0}', profileName(environmentProfile));
    assert.deepEqual(opening.args, [{ text: 'Environment', args: [] }]);
    assert.equal(inEnglish(opening), 'Opening Environment');
    assert.equal(inEnglish(message('Opening {0}', profileName('acme'))), 'Opening acme');
  });

  it('says why a key could not be described', () => {
    const problem = { kind: 'access-denied', action: 'kms:DescribeKey' } as const;
    assert.equal(
      inEnglish(obstacleInBrief({ kind: 'unreadable', problem })),
      'could not be described: kms:DescribeKey not allowed',
    );
  });

  it('holds without knowing which operation was denied', () => {
    assert.equal(
      inEnglish(problemInFull({ kind: 'access-denied' })),
      'This user or role is not allowed to call this operation. Ask an administrator of the account to allow it.',
    );
  });

  it('says which key a trail names after a change that did not last, or that it names none', () => {
    const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
    const sentence = (found?: string) =>
      inEnglish(
        failureInFull(
          { kind: 'not-confirmed', trailArn, ...(found !== undefined && { found }) },
          () => 'alias/old',
        ),
      );
    assert.equal(
      sentence(),
      'AWS accepted the change of audit, but the trail has no KMS key. Refresh, and find out who else is changing it.',
    );
    assert.equal(
      sentence('arn:aws:kms:eu-west-1:111122223333:key/1'),
      'AWS accepted the change of audit, but the trail uses alias/old. Refresh, and find out who else is changing it.',
    );
  });
});
