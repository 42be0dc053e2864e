import assert from 'node:assert/strict';
import type { BucketPolicy } from '../../../../src/core/account/ports.ts';
import type { KeyAnswer, PlanWarning } from '../../../../src/core/remediation/index.ts';
import { newKey, planFor } from './plans.ts';
import { account, keyArn, region, secondArn, trailArn, trailNamed, World } from './world.ts';

describe('what a plan warns of', () => {
  it('warns of Control Tower, of code, of an owner elsewhere and of an organization', () => {
    const arn = `arn:aws:cloudtrail:${region}:222233334444:trail/aws-controltower-BaselineCloudTrail`;
    const trail = { ...trailNamed(arn), organization: true };
    const { warnings } = planFor(new World(), {
      trails: [{ trail, declaredAt: 'infra/audit.tf:12' }],
      key: { kind: 'new', ...newKey },
    });
    assert.deepEqual(warnings, [
      { kind: 'tries-update-first', trailArn: arn },
      { kind: 'control-tower', trailArn: arn },
      { kind: 'owned-by-other-account', trailArn: arn, owner: '222233334444' },
      { kind: 'declared-in-code', trailArn: arn, where: 'infra/audit.tf:12' },
      { kind: 'key-cost' },
      { kind: 'readers-need-decrypt', organization: true },
      { kind: 'readers-without-kms', account },
    ]);
  });

  describe('tells of the bucket', () => {
    const policyWith = (...statements: readonly object[]) =>
      ({ kind: 'read', text: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }) as const;
    const write = {
      Sid: 'AWSCloudTrailWrite',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::logs/AWSLogs/${account}/*`,
    };
    const guard = {
      Sid: 'OnlyAes256',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::logs/*',
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
    };
    const oneKey = {
      ...guard,
      Sid: 'OneKey',
      Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn } },
    };
    const newOne: KeyAnswer = { kind: 'new', ...newKey };
    const other = keyArn.replace(account, '999999999999');
    const elsewhere = { kind: 'readers-in-bucket-account', bucket: 'logs' } as const;
    const cases: readonly (readonly [string, BucketPolicy, KeyAnswer | undefined, readonly PlanWarning[]])[] =
      [
        ['whose policy takes the files', policyWith(write), undefined, []],
        [
          'whose policy takes AES256 alone',
          policyWith(write, guard),
          undefined,
          [{ kind: 'bucket-policy-denies', trailArn, bucket: 'logs', statement: 'OnlyAes256' }],
        ],
        ['whose policy takes this key alone', policyWith(write, oneKey), undefined, []],
        [
          'whose policy takes a key alone that the new one is not',
          policyWith(write, oneKey),
          newOne,
          [{ kind: 'bucket-policy-denies', trailArn, bucket: 'logs', statement: 'OneKey' }],
        ],
        [
          'whose policy lets CloudTrail in nowhere',
          policyWith(guard),
          undefined,
          [{ kind: 'bucket-policy-denies', trailArn, bucket: 'logs', statement: 'OnlyAes256' }],
        ],
        [
          'without a policy',
          { kind: 'none' },
          undefined,
          [{ kind: 'bucket-policy-does-not-admit', trailArn, bucket: 'logs' }],
        ],
        [
          'whose policy may not be read, so whose owner is not known',
          { kind: 'unread', why: 'denied' },
          undefined,
          [
            { kind: 'bucket-policy-not-checked', bucket: 'logs', why: 'denied' },
            { ...elsewhere, certain: false, admitted: false },
          ],
        ],
        [
          'of another account',
          { kind: 'unread', why: 'other-account' },
          newOne,
          [
            { ...elsewhere, certain: true, admitted: false },
            { kind: 'bucket-policy-not-checked', bucket: 'logs', why: 'other-account' },
          ],
        ],
        [
          'of this account, for a key of another',
          policyWith(write),
          { kind: 'typed', arn: other },
          [{ ...elsewhere, certain: true, admitted: false }],
        ],
        [
          'whose policy is no policy',
          { kind: 'read', text: '<html>' },
          undefined,
          [{ kind: 'bucket-policy-not-checked', bucket: 'logs', why: 'doubt' }],
        ],
      ];
    for (const [name, bucketPolicy, key, expected] of cases) {
      it(name, () => {
        const { warnings } = planFor(new World(), {
          trails: [{ trail: trailNamed(trailArn), bucketPolicy }],
          ...(key && { key }),
        });
        assert.deepEqual(
          warnings.filter(({ kind }) => kind.startsWith('bucket-') || kind === elsewhere.kind),
          expected,
        );
      });
    }
  });

  it("looks for the log files of an organization's trail in the folder of the organization", () => {
    const { warnings } = planFor(new World(), {
      trails: [
        {
          trail: { ...trailNamed(trailArn), organization: true },
          bucketPolicy: {
            kind: 'read',
            text: JSON.stringify({
              Version: '2012-10-17',
              Statement: {
                Effect: 'Allow',
                Principal: '*',
                Action: 's3:PutObject',
                Resource: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg/*',
              },
            }),
          },
        },
      ],
    });
    assert.deepEqual(
      warnings.filter(({ kind }) => kind.startsWith('bucket-')),
      [],
    );
  });

  it('tells once what trails share, and that one does not log', () => {
    const bucketPolicy = { kind: 'unread', why: 'failed' } as const;
    const { warnings } = planFor(new World(), {
      trails: [
        { trail: trailNamed(trailArn), bucketPolicy, logging: false },
        { trail: trailNamed(secondArn), bucketPolicy, logging: true },
      ],
      key: { kind: 'new', ...newKey },
    });
    assert.deepEqual(warnings, [
      { kind: 'trail-not-logging', trailArn },
      { kind: 'bucket-policy-not-checked', bucket: 'logs', why: 'failed' },
      { kind: 'key-cost' },
      { kind: 'readers-need-decrypt', organization: false },
      { kind: 'readers-without-kms', account },
      { kind: 'readers-in-bucket-account', bucket: 'logs', certain: false, admitted: false },
    ]);
  });
});
