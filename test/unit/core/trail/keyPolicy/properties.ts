// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the policy variables of IAM look like template strings.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ExtendRequest,
  extendKeyPolicy,
  judgeKeyPolicy,
  type PolicyVerdict,
  type Reader,
} from '../../../../../src/core/trail/keyPolicy/index.ts';
import { contextOf } from '../../../../emulator/policy/condition.ts';
import { readPolicy } from '../../../../emulator/policy/document.ts';
import { judge } from '../../../../emulator/policy/judge.ts';
import { anyPolicy, keyArn, owner, trailArn } from './policies.ts';

/** Any policy, extended for several trails and readers, keeps what it had, admits every trail, and lacks nothing more. */
export function extensions() {
  const asked = { account: undefined, keyArn };
  const bucketKey = fc.constantFrom(true, false, undefined);
  const trails = fc.uniqueArray(
    fc.constantFrom(
      trailArn,
      `arn:aws:cloudtrail:eu-west-1:${owner}:trail/other`,
      'arn:aws:cloudtrail:us-east-1:222233334444:trail/org',
    ),
    { minLength: 1 },
  );
  const readers = fc.subarray<Reader>([
    { kind: 'account' },
    { kind: 'accounts', ids: ['333344445555'] },
    { kind: 'organization', id: 'o-a1b2c3d4e5' },
  ]);
  const wish = fc
    .record({ trailArns: trails, bucketKey, readers })
    .map(wish => ({ ...wish, keyArn }) satisfies ExtendRequest);

  return fc.property(anyPolicy, wish, ({ text, statements }, wish) => {
    const extension = extendKeyPolicy(text, wish);
    fc.pre(extension.kind === 'extended');
    const { Statement } = JSON.parse(extension.text);
    assert.deepEqual(Statement, JSON.parse(JSON.stringify([...statements, ...extension.added])));
    assert.ok(isSubsequence(text, extension.text), 'bytes of the former text are gone');
    const sids = new Set(extension.added.map(one => one.Sid));
    assert.equal(sids.size, extension.added.length);
    for (const arn of wish.trailArns) {
      const { answer } = judgeKeyPolicy(extension.text, {
        ...asked,
        trailArn: arn,
        bucketKey: wish.bucketKey ?? false,
      });
      assert.ok(answer === 'admits' || answer === 'cannot-tell', answer);
    }
    assert.equal(extendKeyPolicy(extension.text, wish).kind, 'nothing-missing');
  });
}

/** The judge of the product and the emulated account, which evaluates IAM on its own, agree wherever the judge is certain. */
export function secondOpinions(told: (answer: PolicyVerdict['answer']) => void = () => {}) {
  return fc.property(anyPolicy, fc.boolean(), ({ text }, bucketKey) => {
    // The emulated account fills in policy variables in every version; AWS does so from 2012-10-17 on.
    fc.pre(!text.includes('${') || text.includes('2012-10-17'));
    const verdict = judgeKeyPolicy(text, { trailArn, bucketKey, keyArn });
    told(verdict.answer);
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
  });
}

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

/** Whether one text can be had from the other by leaving out characters. */
export function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) {
    at += char === part.charAt(at) ? 1 : 0;
  }
  return at >= part.length;
}
