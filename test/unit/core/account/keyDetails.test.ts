import assert from 'node:assert/strict';
import { readKeyDetails } from '../../../../src/core/account/keyDetails.ts';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import { type Problem, ProblemError } from '../../../../src/core/account/problem.ts';
import { trailFactsOf, unreadBucket } from '../../../../src/core/account/trailFacts.ts';
import { absent, known, unknown } from '../../../../src/core/trail/fact.ts';
import { judge } from '../../../../src/core/trail/verdict.ts';
import { rotationInBrief } from '../../../../src/core/wording/keys.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { trailInBrief } from '../../../../src/core/wording/trails.ts';
import { FakeAccount, identity, liveTrail } from './fakeAccount.ts';

const arn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const never = new AbortController().signal;

describe('what is read of a key', () => {
  for (const name of ['alias/good', '11111111-2222-3333-4444-555555555555', 'arn:aws:kms:eu-west-1']) {
    it(`is nothing where a stand-in names it ${name}: no account, no Region, no call`, async () => {
      const account = new FakeAccount({ trails: {} });
      const key = await readKeyDetails(account.keys, name, identity, never);
      const nothing = unknown('not-an-arn');
      assert.deepEqual(account.calls, []);
      assert.deepEqual(key, {
        arn: name,
        metadata: nothing,
        aliases: nothing,
        rotation: nothing,
        policy: nothing,
        problems: [],
      });
      const trail = liveTrail('audit', 'eu-west-1', { kmsKeyId: name });
      const bucket = { region: known('eu-west-1'), bucketKey: known(false) };
      const facts = trailFactsOf(trail, key, bucket, known({ logging: true }), 2);
      const verdict = judge(facts, 0);
      assert.deepEqual(verdict, { state: 'encrypted', reasons: [] });
      const shown = { profile: { name: 'a', kind: 'static' as const }, identity, trail, key, bucket };
      const status = known({ logging: true });
      assert.deepEqual(trailInBrief({ ...shown, status, facts, verdict, problems: [] }).map(inEnglish), [
        'key not named by its ARN',
        name,
      ]);
    });
  }

  it('is of no other account than that of a trail which a stand-in names without one', () => {
    const nothing = unknown('denied');
    const key = {
      arn,
      metadata: nothing,
      aliases: nothing,
      rotation: nothing,
      policy: nothing,
      problems: [],
    };
    const trail = liveTrail('audit', 'eu-west-1', { arn: 'audit', kmsKeyId: arn });
    const facts = trailFactsOf(trail, key, unreadBucket, known({ logging: true }), 0);
    assert.deepEqual(judge(facts, 0), { state: 'encrypted', reasons: [] });
  });

  it('has no rotation where KMS says that such a key does not rotate, and that is no failure', async () => {
    const key = await readRotation({ origin: 'AWS_KMS', spec: 'RSA_2048' }, 'UnsupportedOperationException');
    assert.deepEqual(key.rotation, absent);
    assert.deepEqual(key.problems, []);
  });

  it('has no rotation for imported key material, whatever KMS answers', async () => {
    for (const refusal of ['UnsupportedOperationException', undefined]) {
      const key = await readRotation({ origin: 'EXTERNAL' }, refusal);
      assert.deepEqual(key.rotation, absent);
      assert.deepEqual(key.problems, []);
      assert.equal(
        inEnglish(rotationInBrief(key.rotation, 'EXTERNAL')),
        'rotation not applicable (imported key material)',
      );
    }
  });

  it('has an unknown rotation where reading it fails', async () => {
    const key = await readRotation({ origin: 'AWS_KMS' }, 'KMSInternalException');
    assert.deepEqual(key.rotation, unknown('failed'));
    assert.deepEqual(
      key.problems.map(problem => problem.kind === 'aws-error' && problem.name),
      ['KMSInternalException'],
    );
  });
});

function readRotation(more: Partial<KeyMetadata>, refusal: string | undefined) {
  const account = new FakeAccount({
    trails: {},
    keys: { [arn]: { metadata: { ...metadata, ...more }, policy: '{}', rotation: false } },
  });
  const rotation = async () => {
    if (refusal !== undefined) {
      throw new ProblemError({ ...rotationCall, kind: 'aws-error', name: refusal });
    }
    return false;
  };
  return readKeyDetails({ ...account.keys, rotation }, arn, identity, never);
}

const rotationCall: Pick<Problem, 'service' | 'operation'> = {
  service: 'kms',
  operation: 'GetKeyRotationStatus',
};

const metadata: KeyMetadata = {
  arn,
  id: '11111111-2222-3333-4444-555555555555',
  account: '111122223333',
  region: 'eu-west-1',
  description: '',
  manager: 'CUSTOMER',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
  multiRegion: false,
};
