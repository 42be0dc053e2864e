import assert from 'node:assert/strict';
import { type Problem, ProblemError } from '../../../../src/core/account/problem.ts';
import type { FailureCause } from '../../../../src/core/remediation/failure.ts';
import {
  cliOf,
  iamNeedsOfPlan,
  type KeyAnswer,
  planEncryption,
} from '../../../../src/core/remediation/index.ts';
import { leaseLifetime } from '../../../../src/core/remediation/leases.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { warningInFull } from '../../../../src/core/wording/plans.ts';
import { newKey, planFor, requestFor } from './plans.ts';
import { run, statesOf } from './runs.ts';
import { formerKeyArn, keyArn, metadataOf, refuse, trailNamed, World } from './world.ts';

const organizationArn = 'arn:aws:cloudtrail:eu-west-1:999900001111:trail/org';
const anotherKey: KeyAnswer = { kind: 'new', ...newKey };

/** An account that sees the trail of its organization, which another account owns. */
function memberWorld(kmsKeyId?: string): World {
  const world = new World();
  world.trails.clear();
  world.trails.set(organizationArn, { ...trailNamed(organizationArn, kmsKeyId), organization: true });
  return world;
}

/** UpdateTrail fails like this, the first time. */
function refusing(world: World, fail: () => never): World {
  let asked = false;
  world.hook = (call, phase) => {
    if (call === 'UpdateTrail' && phase === 'before' && !asked) {
      asked = true;
      fail();
    }
  };
  return world;
}

function failing(problem: Problem): () => never {
  return () => {
    throw new ProblemError(problem);
  };
}

describe('an organization trail that another account owns', () => {
  it('is asked for with what it has, before a key is made, and changes nothing by that', async () => {
    for (const key of [undefined, formerKeyArn]) {
      const world = memberWorld(key);
      world.keys.set(formerKeyArn, {
        metadata: metadataOf(formerKeyArn),
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
        }),
        rotation: true,
      });
      const plan = planFor(world, { key: anotherKey });
      assert.deepEqual(plan.steps[0], {
        kind: 'try-update',
        trailArn: organizationArn,
        ...(key !== undefined && { keyArn: key }),
        bucket: 'logs',
      });
      assert.deepEqual(
        iamNeedsOfPlan(plan)
          .slice(0, 2)
          .map(({ action }) => action),
        ['cloudtrail:GetTrail', 'cloudtrail:UpdateTrail'],
      );
      const before = world.trails.get(organizationArn);
      world.hook = (call, phase) => {
        if (call === 'CreateKey' && phase === 'before') {
          assert.deepEqual(world.trails.get(organizationArn), before);
          assert.deepEqual(world.calls.filter(one => one === 'UpdateTrail').length, 1);
        }
      };
      const result = await run(world, plan);
      assert.equal(result.ended, 'done', JSON.stringify(result.failure));
      assert.equal(statesOf(result)[0], 'try-update done');
    }
  });

  it('is not asked for where nothing would be made, nor is a trail of its own account or of no organization', () => {
    const member = memberWorld();
    const typed = keyArn.replace('111122223333', '999900001111');
    assert.deepEqual(kindsOf(planFor(member, { key: { kind: 'typed', arn: typed } })), [
      'update-trail',
      'confirm',
    ]);
    assert.ok(kindsOf(planFor(member)).includes('try-update'), 'a policy is extended');
    assert.ok(!kindsOf(planFor(new World(), { key: anotherKey })).includes('try-update'));
    const owner = requestFor(member, { key: anotherKey });
    const result = planEncryption({ ...owner, caller: { ...owner.caller, account: '999900001111' } });
    assert.ok(result.kind === 'plan' && !kindsOf(result.plan).includes('try-update'));
  });

  it('says before the confirmation that the call is logged and counted', () => {
    const world = memberWorld();
    const warnings = planFor(world, { key: anotherKey }).warnings.map(one =>
      inEnglish(warningInFull(one, arn => arn)),
    );
    assert.ok(
      warnings.some(text => /without changing anything.*logs that call as UpdateTrail.*CIS/.test(text)),
      warnings.join('\n'),
    );
  });

  const refusals: readonly (readonly [string, () => never])[] = [
    ['NotOrganizationMasterAccountException', () => refuse('NotOrganizationMasterAccountException')],
    ['CloudTrailARNInvalidException', () => refuse('CloudTrailARNInvalidException')],
    ['TrailNotFoundException', () => refuse('TrailNotFoundException')],
    [
      'AccessDenied by a service control policy',
      failing({ kind: 'access-denied', explicitDeny: 'service-control-policy' }),
    ],
  ];
  for (const [name, refusal] of refusals) {
    it(`may not be changed from here where it answers ${name}: nothing is made`, async () => {
      const world = refusing(memberWorld(), refusal);
      const before = world.state();
      const result = await run(world, planFor(world, { key: anotherKey }));
      assert.equal(result.ended, 'failed');
      const expected: FailureCause = 'not-organization-administrator';
      assert.ok(result.failure?.kind === 'aws' && result.failure.cause === expected);
      assert.deepEqual(result.nextActions, ['use-another-profile']);
      assert.deepEqual(world.state(), before);
      assert.deepEqual(
        world.calls.filter(call => /Update|Create|Put|Enable/.test(call)),
        [],
      );
    });
  }

  const doubts: readonly (readonly [string, () => never])[] = [
    ['no answer', failing({ kind: 'timeout' })],
    ['a fault of AWS', () => refuse('InternalFailure')],
    ['a throttled call', failing({ kind: 'throttled' })],
    ['another denial', failing({ kind: 'access-denied' })],
  ];
  for (const [name, doubt] of doubts) {
    it(`is asked once: ${name} ends the run, with nothing made`, async () => {
      const world = refusing(memberWorld(), doubt);
      const before = world.state();
      const result = await run(world, planFor(world, { key: anotherKey }));
      assert.deepEqual([result.ended, result.steps[0]?.state], ['failed', 'failed']);
      assert.ok(result.nextActions.includes('retry'), result.nextActions.join());
      assert.ok(!result.nextActions.includes('undo'));
      assert.deepEqual(world.state(), before);
    });
  }

  for (const name of [
    'InsufficientEncryptionPolicyException',
    'KmsKeyNotFoundException',
    'KmsException',
    'KmsKeyDisabledException',
  ]) {
    it(`may be changed where only its present key is refused (${name})`, async () => {
      const world = refusing(memberWorld(formerKeyArn), () => refuse(name));
      const result = await run(world, planFor(world, { key: anotherKey }));
      assert.equal(result.ended, 'done');
      assert.notEqual(world.trails.get(organizationArn)?.kmsKeyId, formerKeyArn);
    });
  }

  it('is not given its former key back where somebody changed it since the plan was made', async () => {
    const world = memberWorld();
    const plan = planFor(world, { key: anotherKey });
    world.trails.set(organizationArn, { ...trailNamed(organizationArn, keyArn), organization: true });
    const result = await run(world, plan);
    assert.equal(result.failure?.kind, 'trail-changed');
    assert.equal(world.trails.get(organizationArn)?.kmsKeyId, keyArn);
    assert.ok(!world.calls.includes('UpdateTrail'));
  });

  it('is not asked for behind a reading that took longer than the leases', async () => {
    const world = memberWorld();
    const plan = planFor(world, { key: anotherKey });
    let slow = true;
    world.hook = (call, phase) => {
      if (call === 'GetTrail' && phase === 'after' && slow) {
        slow = false;
        world.time += leaseLifetime;
      }
    };
    assert.equal((await run(world, plan)).ended, 'done');
    const calls = world.calls.slice(0, world.calls.indexOf('UpdateTrail'));
    assert.deepEqual(calls.slice(-3), ['GetTrail', 'lease', 'GetTrail']);
  });

  it('is asked for in the script, too, before anything is made', () => {
    const script = cliOf(planFor(memberWorld(), { key: anotherKey }));
    const first = script.indexOf('cloudtrail update-trail');
    assert.ok(first > 0 && first < script.indexOf('kms create-key'), script);
    assert.match(script.slice(first).split('\n')[0] ?? '', /--kms-key-id ''/);
  });
});

function kindsOf({ steps }: { readonly steps: readonly { readonly kind: string }[] }): readonly string[] {
  return steps.map(({ kind }) => kind);
}
