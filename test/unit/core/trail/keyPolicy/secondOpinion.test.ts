// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the policy variables of IAM look like template strings.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeKeyPolicy } from '../../../../../src/core/trail/keyPolicy/index.ts';
import { contextOf } from '../../../../emulator/policy/condition.ts';
import { readPolicy } from '../../../../emulator/policy/document.ts';
import { judge } from '../../../../emulator/policy/judge.ts';
import { anyPolicy, keyArn, owner, trailArn } from './policies.ts';

/** What the emulated account, which evaluates IAM on its own, lets CloudTrail do. */
function emulated(policy: string, action: string): string {
  const described = action === 'kms:DescribeKey';
  const context = contextOf({
    'aws:SourceArn': trailArn,
    'aws:SourceAccount': owner,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com',
    'aws:PrincipalServiceNamesList': ['cloudtrail.amazonaws.com', 'cloudtrail.eu-west-1.amazonaws.com'],
    'aws:SecureTransport': 'true',
    ...(!described && {
      'kms:EncryptionContext:aws:cloudtrail:arn': trailArn,
      'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::logs',
      'kms:EncryptionContextKeys': ['aws:cloudtrail:arn', 'aws:s3:arn'],
    }),
  });
  const who = { kind: 'service', name: 'cloudtrail.amazonaws.com' } as const;
  return judge(readPolicy(policy), { who, action, resource: keyArn, context });
}

describe('the judge of key policies and the emulated account', () => {
  it('agree wherever the judge is certain', () => {
    const certain = { admits: 0, denies: 0, 'does-not-admit': 0, 'cannot-tell': 0 };
    fc.assert(
      fc.property(anyPolicy, fc.boolean(), ({ text }, bucketKey) => {
        // The emulated account fills in policy variables in every version; AWS does so from 2012-10-17 on.
        fc.pre(!text.includes('${') || text.includes('2012-10-17'));
        const verdict = judgeKeyPolicy(text, { trailArn, account: owner, bucketKey, keyArn });
        certain[verdict.answer]++;
        const required = bucketKey ? ['kms:GenerateDataKey', 'kms:Decrypt'] : ['kms:GenerateDataKey'];
        const answers = required.map(action => emulated(text, action));
        switch (verdict.answer) {
          case 'admits':
            assert.ok(answers.every(one => one === 'allowed'));
            // In doubt, nothing is held against the policy.
            assert.ok(verdict.describe || emulated(text, 'kms:DescribeKey') !== 'allowed');
            break;
          case 'denies':
            assert.ok(answers.includes('denied'));
            break;
          case 'does-not-admit':
            assert.ok(answers.some(one => one !== 'allowed'));
            assert.ok(verdict.missing.every(action => emulated(text, action) !== 'allowed'));
            break;
          case 'cannot-tell':
            break;
        }
      }),
      { numRuns: 3000 },
    );
    assert.ok(
      Object.values(certain).every(count => count > 20),
      JSON.stringify(certain),
    );
  });
});
