import assert from 'node:assert/strict';
import type { KeyDetails } from '../../../../src/core/account/state.ts';
import { judgeKey, type Unchecked } from '../../../../src/core/remediation/index.ts';
import { known, unknown } from '../../../../src/core/trail/fact.ts';
import type { TrailParts } from '../../../../src/core/trail/keyPolicy/index.ts';
import { account, keyArn, metadataOf, region } from './world.ts';

const whole: TrailParts = { partition: 'aws', region, account, name: 'audit' };

/** The policy of a key that lets CloudTrail in under a condition; the account's own statement comes first. */
function policyWith(condition: object, more: readonly object[] = []): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: ['kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:Decrypt'],
        Resource: '*',
        Condition: condition,
      },
      ...more,
    ],
  });
}

function judged(policy: KeyDetails['policy'], ...trails: readonly TrailParts[]) {
  const key: KeyDetails = {
    arn: keyArn,
    metadata: known(metadataOf(keyArn)),
    aliases: known([]),
    rotation: known(true),
    policy,
    problems: [],
  };
  return judgeKey(key, { trails, bucketRegion: region, bucketKey: true });
}

const source = (arn: string) => ({ StringLike: { 'aws:SourceArn': arn } });

describe('the group in which a key is offered', () => {
  const anyName = source(`arn:aws:cloudtrail:${region}:${account}:trail/*`);
  const audit = source(`arn:aws:cloudtrail:*:${account}:trail/audit`);
  const exact = source(`arn:aws:cloudtrail:${region}:${account}:trail/audit`);
  const unchecked = (missing: Extract<Unchecked, { kind: 'trail-unknown' }>['missing']) =>
    ({ kind: 'trail-unknown', missing }) as const;
  const without = (...parts: readonly (keyof TrailParts)[]) =>
    Object.fromEntries(Object.entries(whole).filter(([part]) => !parts.some(one => one === part)));

  const examples: readonly (readonly [string, object, TrailParts, string, Unchecked?])[] = [
    ['all is known', exact, whole, 'ready'],
    ['any name is admitted, and it is not known', anyName, without('name'), 'ready'],
    ['another name is admitted', audit, { ...whole, name: 'other' }, 'after-policy-change'],
    ['another name is admitted, account and Region unknown', audit, { name: 'other' }, 'after-policy-change'],
    ['the name is admitted in every Region', audit, without('region'), 'ready'],
    [
      'one name is admitted, and it is not known',
      audit,
      without('name'),
      'policy-not-checked',
      unchecked(['name']),
    ],
    ['one Region is admitted', exact, without('region'), 'policy-not-checked', unchecked(['region'])],
    ['one account is admitted', exact, without('account'), 'policy-not-checked', unchecked(['account'])],
    [
      'nothing of the trail is known',
      exact,
      {},
      'policy-not-checked',
      unchecked(['name', 'account', 'region']),
    ],
    ['another partition is meant', exact, { ...whole, partition: 'aws-cn' }, 'after-policy-change'],
  ];
  for (const [where, condition, trail, group, why] of examples) {
    it(`is "${group}" where ${where}`, () => {
      const choice = judged(known(policyWith(condition)), trail);
      assert.deepEqual([choice.group, choice.unchecked], [group, why], JSON.stringify(choice));
      assert.equal(choice.isExact, Object.keys(trail).length === 4);
    });
  }

  it('is never "ready" where the policy cannot be read', () => {
    const { group, unchecked: why } = judged(unknown('denied'), whole);
    assert.deepEqual([group, why?.kind], ['policy-not-checked', 'policy-unreadable']);
  });

  it('is that of the trail for which least is certain', () => {
    const policy = known(policyWith(anyName));
    assert.equal(judged(policy, whole, { ...whole, name: 'other' }).group, 'ready');
    assert.equal(judged(policy, whole, without('region')).group, 'policy-not-checked');
    assert.equal(judged(policy, whole, { ...whole, region: 'us-east-1' }).group, 'after-policy-change');
  });

  it('is not checked where a Deny may hold, whatever is added', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: { Bool: { 'aws:ViaAWSService': 'true' } },
    };
    const { group, unchecked: why } = judged(known(policyWith(exact, [deny])), whole);
    assert.deepEqual(
      [group, why],
      [
        'policy-not-checked',
        { kind: 'policy-doubt', why: { kind: 'unknown-key', key: 'aws:ViaAWSService' } },
      ],
    );
  });

  it('is "unusable" where a Deny is sure to keep the trail out, whatever is not known of it', () => {
    const deny = {
      Sid: 'Out',
      Effect: 'Deny',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:*',
      Resource: '*',
    };
    assert.equal(judged(known(policyWith(anyName, [deny])), { name: 'audit' }).group, 'unusable');
  });
});
