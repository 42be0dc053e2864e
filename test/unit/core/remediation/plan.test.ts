import assert from 'node:assert/strict';
import {
  iamNeedsOfPlan,
  isPressing,
  type KeyAnswer,
  type PlanRefusal,
  planEncryption,
} from '../../../../src/core/remediation/index.ts';
import { extendKeyPolicy, judgeKeyPolicy, type Reader } from '../../../../src/core/trail/keyPolicy/index.ts';
import { detailsOf, newKey, planFor, planNewKey, requestFor } from './plans.ts';
import {
  account,
  formerKeyArn,
  keyArn,
  metadataOf,
  region,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

describe('the plan', () => {
  it('for a new key is made of the key, its alias, its rotation, and then the trail', () => {
    const plan = planNewKey(new World());
    const [create, ...rest] = plan.steps;
    assert.ok(create?.kind === 'create-key');
    assert.deepEqual(
      { ...create, policy: JSON.parse(create.policy).Statement.map((one: { Sid: string }) => one.Sid) },
      {
        kind: 'create-key',
        region,
        alias: 'alias/cloudtrail',
        description: 'Log files of CloudTrail: audit (plan-1)',
        multiRegion: false,
        policy: ['AccountAdministersKey', 'CloudTrailEncryptsLogs', 'CloudTrailDescribesAndDecrypts'],
      },
    );
    assert.deepEqual(rest, [
      { kind: 'create-alias', region, alias: 'alias/cloudtrail' },
      { kind: 'enable-rotation', region },
      { kind: 'update-trail', trailArn, to: { kind: 'made' }, bucket: 'logs' },
      { kind: 'confirm', trailArn, to: { kind: 'made' } },
    ]);
    assert.deepEqual(
      { purpose: plan.purpose, account: plan.account, warnings: plan.warnings },
      {
        purpose: 'enable',
        account,
        warnings: [
          { kind: 'key-cost' },
          { kind: 'readers-need-decrypt', organization: false },
          { kind: 'readers-without-kms', account },
        ],
      },
    );
  });

  for (const readers of [[], [{ kind: 'account' }]] as const) {
    it(`for a new key read by ${readers.map(({ kind }) => kind)} allows CloudTrail for every trail of the plan`, () => {
      const world = new World();
      world.trails.set(secondArn, trailNamed(secondArn));
      const [create] = planNewKey(world, { readers, rotation: false, multiRegion: true }).steps;
      assert.ok(create?.kind === 'create-key' && create.multiRegion);
      for (const arn of [trailArn, secondArn]) {
        const verdict = judgeKeyPolicy(create.policy, { trailArn: arn, bucketKey: true });
        assert.deepEqual(verdict, { answer: 'admits', describe: true, open: false });
      }
      assert.equal(create.policy.includes('AccountPrincipalsDecryptLogs'), readers.length > 0);
    });
  }

  it('for a key that lacks statements adds them for all trails, in one write', () => {
    const world = new World();
    world.trails.set(secondArn, trailNamed(secondArn));
    const { steps } = planFor(world);
    assert.deepEqual(
      steps.map(step => step.kind),
      ['add-statements', 'update-trail', 'confirm', 'update-trail', 'confirm'],
    );
    const [add] = steps;
    assert.deepEqual(add?.kind === 'add-statements' && add.added.map(one => one.Sid), [
      'CloudTrailEncryptsLogs',
      'CloudTrailDescribesAndDecrypts',
    ]);
  });

  it('for another key keeps the former in mind, and leaves a trail out that has the key', () => {
    const world = new World();
    world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
    world.trails.set(secondArn, trailNamed(secondArn, keyArn));
    admit(world, secondArn);
    const plan = planFor(world);
    assert.equal(plan.purpose, 'change');
    assert.deepEqual(
      plan.steps.map(step => step.kind),
      ['add-statements', 'update-trail', 'confirm'],
    );
    assert.deepEqual(plan.steps.slice(-2), [
      {
        kind: 'update-trail',
        trailArn,
        from: formerKeyArn,
        to: { kind: 'key', arn: keyArn },
        bucket: 'logs',
      },
      { kind: 'confirm', trailArn, to: { kind: 'key', arn: keyArn } },
    ]);
    assert.ok(plan.warnings.some(one => one.kind === 'former-key-needed' && one.keyArn === formerKeyArn));
  });

  it('for the key that the trail has, and whose policy keeps CloudTrail out, mends the policy and has it tried', () => {
    const world = new World();
    world.trails.set(trailArn, trailNamed(trailArn, keyArn));
    const plan = planFor(world);
    assert.equal(plan.purpose, 'change');
    const [add, ...rest] = plan.steps;
    assert.ok(add?.kind === 'add-statements' && add.keyArn === keyArn);
    const to = { kind: 'key', arn: keyArn } as const;
    assert.deepEqual(rest, [
      { kind: 'update-trail', trailArn, from: keyArn, to, bucket: 'logs' },
      { kind: 'confirm', trailArn, to },
    ]);
    assert.ok(!plan.warnings.some(({ kind }) => kind === 'former-key-needed'));
  });

  it('for a key of another account writes nothing but the trail', () => {
    const arn = keyArn.replace(account, '999999999999');
    const plan = planFor(new World(), { key: { kind: 'typed', arn, metadata: metadataOf(arn) } });
    assert.deepEqual(
      plan.steps.map(step => step.kind),
      ['update-trail', 'confirm'],
    );
    assert.deepEqual(plan.warnings[0], { kind: 'key-of-other-account', keyArn: arn });
  });

  it('marks the update of an organization trail that another account owns, and no other', () => {
    const foreign = trailArn.replace(account, '999900001111');
    const cases = [
      [trailNamed(trailArn), undefined],
      [{ ...trailNamed(trailArn), organization: true }, undefined],
      [trailNamed(foreign), undefined],
      [{ ...trailNamed(foreign), organization: true }, true],
    ] as const;
    for (const [trail, expected] of cases) {
      const { steps } = planFor(new World(), { trails: [{ trail }], key: { kind: 'new', ...newKey } });
      const update = steps.find(step => step.kind === 'update-trail');
      assert.equal(update?.foreignOrganizationTrail, expected);
    }
  });

  it('writes the policy of a new key for many trails without white space, and refuses what KMS would not take', () => {
    const plannedFor = (count: number) =>
      planEncryption(
        requestFor(new World(), {
          trails: Array.from({ length: count }, (_, index) => ({
            trail: trailNamed(`${trailArn}-${index}-${'x'.repeat(100)}`),
          })),
          key: { kind: 'new', ...newKey },
        }),
      );
    const planned = plannedFor(95);
    const [create] = planned.kind === 'plan' ? planned.plan.steps : [];
    assert.ok(create?.kind === 'create-key');
    const written = JSON.stringify(JSON.parse(create.policy));
    assert.ok(create.policy === written);
    assert.ok(written.length < 32_768 && JSON.stringify(JSON.parse(written), undefined, 2).length > 32_768);
    const refused = plannedFor(110);
    const why = refused.kind === 'refused' && refused.why.kind === 'key-unusable' && refused.why.why;
    assert.ok(why && why.kind === 'policy' && why.refusal.kind === 'too-large');
    assert.ok(why.refusal.bytes > why.refusal.limit);
  });

  it('lets readers into a key that is ready as it is, in the step that adds statements', () => {
    const world = new World();
    admit(world, trailArn);
    const readers: readonly Reader[] = [{ kind: 'accounts', ids: ['222233334444'] }];
    const plan = planFor(world, {
      readers,
      trails: [
        {
          trail: trailNamed(trailArn),
          bucketPolicy: { kind: 'unread', why: 'other-account' },
        },
      ],
    });
    const [add, ...rest] = plan.steps;
    assert.deepEqual(add?.kind === 'add-statements' && add.added, [
      {
        Sid: 'OtherAccountsDecryptLogs',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::222233334444:root' },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*`,
          },
        },
      },
    ]);
    assert.deepEqual(
      rest.map(step => step.kind),
      ['update-trail', 'confirm'],
    );
    assert.deepEqual(
      plan.warnings.filter(({ kind }) => kind === 'readers-in-bucket-account'),
      [{ kind: 'readers-in-bucket-account', bucket: 'logs', certain: true, admitted: true }],
    );
    assert.ok(!plan.warnings.some(isPressing));
  });

  it('lists each permission once', () => {
    const world = new World();
    const needs = iamNeedsOfPlan(planFor(world)).map(({ action, resource }) => `${action} ${resource}`);
    assert.deepEqual(needs, [
      `kms:DescribeKey ${keyArn}`,
      `kms:GetKeyPolicy ${keyArn}`,
      `kms:PutKeyPolicy ${keyArn}`,
      `cloudtrail:GetTrail ${trailArn}`,
      `cloudtrail:UpdateTrail ${trailArn}`,
      `cloudtrail:GetTrailStatus ${trailArn}`,
    ]);
    const prefix = `arn:aws:kms:${region}:${account}:`;
    const ofNewKey = iamNeedsOfPlan(planNewKey(world, { multiRegion: true }));
    assert.deepEqual(ofNewKey.map(({ action, resource }) => `${action} ${resource}`).slice(0, 9), [
      'kms:ListAliases *',
      'kms:CreateKey *',
      'kms:ListKeys *',
      `kms:DescribeKey ${prefix}key/*`,
      `kms:GetKeyPolicy ${prefix}key/*`,
      'iam:CreateServiceLinkedRole *',
      `kms:CreateAlias ${prefix}alias/cloudtrail`,
      `kms:CreateAlias ${prefix}key/*`,
      `kms:EnableKeyRotation ${prefix}key/*`,
    ]);
  });

  const refusals: readonly (readonly [string, (world: World) => KeyAnswer, PlanRefusal])[] = [
    [
      'a bad alias',
      () => ({ kind: 'new', ...newKey, alias: 'aws/x' }),
      { kind: 'alias-invalid', why: 'reserved' },
    ],
    [
      'a typed ARN of another Region',
      () => ({ kind: 'typed', arn: keyArn.replace(region, 'us-east-1') }),
      { kind: 'key-arn-invalid', why: { kind: 'other-region', region: 'us-east-1' } },
    ],
    [
      'a typed key that is disabled',
      () => ({ kind: 'typed', arn: keyArn, metadata: metadataOf(keyArn, { state: 'Disabled' }) }),
      { kind: 'key-unusable', why: { kind: 'disabled' } },
    ],
    [
      'a key whose policy denies CloudTrail',
      world => {
        const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' };
        const policy = JSON.stringify({ Version: '2012-10-17', Statement: [deny] });
        world.keys.set(keyArn, { metadata: metadataOf(keyArn), policy, rotation: true });
        return { kind: 'existing', key: detailsOf(world, keyArn) };
      },
      {
        kind: 'key-unusable',
        why: {
          kind: 'policy',
          refusal: { kind: 'denied', statement: 'No', action: 'kms:GenerateDataKey' },
        },
      },
    ],
    [
      'the key that the trail has',
      world => {
        world.trails.set(trailArn, trailNamed(trailArn, keyArn));
        admit(world, trailArn);
        return { kind: 'existing', key: detailsOf(world, keyArn) };
      },
      { kind: 'nothing-to-do' },
    ],
  ];
  for (const [name, answer, why] of refusals) {
    it(`is refused for ${name}`, () => {
      const world = new World();
      const key = answer(world);
      assert.deepEqual(planEncryption(requestFor(world, { key })), { kind: 'refused', why });
    });
  }
});

/** Lets CloudTrail use the key for a trail. */
function admit(world: World, arn: string): void {
  const key = world.keys.get(keyArn);
  assert.ok(key);
  const extension = extendKeyPolicy(key.policy, { trailArns: [arn], bucketKey: true, keyArn });
  assert.ok(extension.kind === 'extended');
  key.policy = extension.text;
}
