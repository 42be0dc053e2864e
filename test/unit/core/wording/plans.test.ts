import assert from 'node:assert/strict';
import type { PlanWarning } from '../../../../src/core/remediation/index.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { warningInFull } from '../../../../src/core/wording/plans.ts';

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const bucket = 'logs';

describe('what a plan says before the change', () => {
  const sentences: readonly (readonly [PlanWarning, string])[] = [
    [
      { kind: 'trail-not-logging', trailArn },
      'The trail audit is not logging: no log files are delivered until logging is started.',
    ],
    [
      { kind: 'bucket-policy-denies', trailArn, bucket, statement: 'OnlyAes256' },
      'Statement OnlyAes256 of the policy of bucket logs will block log files of the trail audit that are encrypted with this key. Change the statement first.',
    ],
    [
      { kind: 'bucket-policy-does-not-admit', trailArn, bucket },
      'No statement of the policy of bucket logs allows CloudTrail to deliver log files of the trail audit that are encrypted with this key.',
    ],
    [
      { kind: 'bucket-policy-not-checked', bucket, why: 'other-account' },
      'Policy of bucket logs not checked: the bucket belongs to another account. Make sure that it accepts log files encrypted with this key.',
    ],
    [
      { kind: 'bucket-policy-not-checked', bucket, why: 'denied' },
      'Policy of bucket logs not checked: s3:GetBucketPolicy is not allowed. Make sure that it accepts log files encrypted with this key.',
    ],
    [
      { kind: 'bucket-policy-not-checked', bucket, why: 'failed' },
      'Policy of bucket logs not checked: it could not be read. Make sure that it accepts log files encrypted with this key.',
    ],
    [
      { kind: 'bucket-policy-not-checked', bucket, why: 'doubt' },
      'Policy of bucket logs not checked: it could not be evaluated. Make sure that it accepts log files encrypted with this key.',
    ],
    [
      { kind: 'readers-need-decrypt', organization: false },
      'From now on, anyone who reads new log files (SIEM, Athena, Lambda) needs kms:Decrypt on this key.',
    ],
    [
      { kind: 'readers-need-decrypt', organization: true },
      'From now on, anyone who reads new log files (SIEM, Athena, Lambda) needs kms:Decrypt on this key; readers in member accounts need it in the key policy and in their own IAM policies.',
    ],
    [
      { kind: 'readers-without-kms', account: '111122223333' },
      'Principals of account 111122223333 that have only S3 permissions will no longer be able to read new log files.',
    ],
    [
      { kind: 'readers-in-bucket-account', bucket, certain: true, admitted: false },
      'The log bucket logs belongs to another account than the key: its readers cannot read new log files until the key policy and their own IAM policies allow kms:Decrypt.',
    ],
    [
      { kind: 'readers-in-bucket-account', bucket, certain: false, admitted: false },
      'If the log bucket logs belongs to another account than the key, its readers cannot read new log files until the key policy and their own IAM policies allow kms:Decrypt.',
    ],
    [
      { kind: 'readers-in-bucket-account', bucket, certain: true, admitted: true },
      'The log bucket logs belongs to another account than the key: its readers also need kms:Decrypt in their own IAM policies.',
    ],
    [
      { kind: 'readers-in-bucket-account', bucket, certain: false, admitted: true },
      'If the log bucket logs belongs to another account than the key, its readers also need kms:Decrypt in their own IAM policies.',
    ],
  ];
  for (const [warning, expected] of sentences) {
    it(expected, () => {
      assert.equal(inEnglish(warningInFull(warning, arn => arn)), expected);
    });
  }
});
