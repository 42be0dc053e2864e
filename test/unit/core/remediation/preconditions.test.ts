import assert from 'node:assert/strict';
import type { Problem } from '../../../../src/core/account/problem.ts';
import { type Plan, type Progress, unfinishedRuns } from '../../../../src/core/remediation/index.ts';
import { preconditionsOf } from '../../../../src/core/remediation/preconditions.ts';
import { planFor, planNewKey, planRepairOf } from './plans.ts';
import { isAws, isWrite, recorded, run, statesOf, undo, ways, withKey } from './runs.ts';
import {
  formerKeyArn,
  keyArn,
  metadataOf,
  problem,
  refuse,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

/** What is read before the first step, and for which step. */
function readFor({ steps }: Plan): string[] {
  return preconditionsOf(steps.map(step => ({ step, state: 'not-begun', requestIds: [] }))).map(
    ({ index, guard }) => {
      const what = 'trailArn' in guard ? guard.trailArn : 'keyArn' in guard ? guard.keyArn : '';
      return `${steps[index]?.kind}: ${guard.kind} ${what.slice(what.lastIndexOf('/') + 1)}`.trim();
    },
  );
}

function withTwoTrails(): World {
  const world = new World();
  world.trails.set(secondArn, trailNamed(secondArn));
  return world;
}

describe('what a plan rests on, before its first step', () => {
  it('is the trails for which a key is created', () => {
    assert.deepEqual(readFor(planNewKey(withTwoTrails())), [
      'update-trail: trail-key audit',
      'update-trail: trail-key second',
    ]);
  });

  it('is the trails for which a policy is extended', () => {
    assert.deepEqual(readFor(planFor(withTwoTrails())), [
      'update-trail: trail-key audit',
      'update-trail: trail-key second',
    ]);
  });

  it('is the alias and the other trails, where CloudTrail is asked first whether a trail may be changed', () => {
    const world = new World();
    world.trails.clear();
    for (const name of ['one', 'other']) {
      const arn = `arn:aws:cloudtrail:eu-west-1:999900001111:trail/${name}`;
      world.trails.set(arn, { ...trailNamed(arn), organization: true });
    }
    assert.deepEqual(readFor(planNewKey(world)), ['try-update: trail-key other', 'create-key: alias-free']);
    assert.deepEqual(readFor(planFor(world)), [
      'try-update: trail-key other',
      'add-statements: key-state 11111111-0000-0000-0000-000000000000',
      'add-statements: key-policy',
    ]);
  });

  it('is nothing more for trails that rest on no other step, each of which ends by itself', () => {
    const world = withTwoTrails();
    world.stopped.add(trailArn);
    world.stopped.add(secondArn);
    assert.deepEqual(readFor(planRepairOf(world, 'start-logging')), []);
  });

  it('is not the state that an earlier step gives a key', () => {
    const plan = planRepairOf(withKey(new World(), 'PendingDeletion'), 'cancel-deletion');
    assert.deepEqual(
      plan.steps.map(({ kind }) => kind),
      ['cancel-deletion', 'enable-key'],
    );
    assert.deepEqual(readFor(plan), []);
  });

  it('is the other key, where two are enabled', () => {
    const world = withKey(new World(), 'Disabled');
    world.keys.set(formerKeyArn, {
      metadata: metadataOf(formerKeyArn, { state: 'Disabled' }),
      policy: world.keys.get(keyArn)?.policy ?? '',
      rotation: true,
    });
    world.trails.set(secondArn, trailNamed(secondArn, formerKeyArn));
    assert.deepEqual(readFor(planRepairOf(world, 'enable-key')), [
      'enable-key: key-state 22222222-0000-0000-0000-000000000000',
    ]);
  });
});

describe('before the first step', () => {
  it('one reading is made for each thing that only a later step would read', async () => {
    const calls = async (world: World, plan: Plan) => {
      assert.equal((await run(world, plan)).ended, 'done');
      return world.calls.filter(isAws);
    };
    const fresh = withTwoTrails();
    assert.deepEqual(await calls(fresh, planNewKey(fresh)), [
      'GetCallerIdentity',
      'GetTrail',
      'GetTrail',
      'ListAliases',
      'CreateKey',
      'ListAliases',
      'CreateAlias',
      'EnableKeyRotation',
      ...['GetTrail', 'UpdateTrail', 'GetTrail', 'GetTrailStatus'],
      ...['GetTrail', 'UpdateTrail', 'GetTrail', 'GetTrailStatus'],
    ]);
    const extended = new World();
    assert.deepEqual(await calls(extended, planFor(extended)), [
      'GetCallerIdentity',
      'GetTrail',
      ...['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'GetKeyPolicy'],
      ...['GetTrail', 'UpdateTrail', 'GetTrail', 'GetTrailStatus'],
    ]);
    const ready = new World();
    await run(ready, planFor(ready));
    ready.trails.set(secondArn, trailNamed(secondArn));
    ready.calls.length = 0;
    const policy = ready.keys.get(keyArn);
    assert.ok(policy);
    policy.policy = policy.policy.replaceAll(`"${trailArn}"`, `["${trailArn}", "${secondArn}"]`);
    const plan = planFor(ready, { id: 'plan-2' });
    assert.deepEqual(await calls(ready, plan), [
      'GetCallerIdentity',
      ...['GetTrail', 'UpdateTrail', 'GetTrail', 'GetTrailStatus'],
    ]);
  });

  for (const [name, planOf] of ways) {
    it(`nothing is read twice in a row: ${name}`, async () => {
      const world = new World();
      await run(world, planOf(world));
      const calls = world.calls.filter(isAws);
      const first = calls.findIndex(isWrite);
      const before = calls.slice(0, first);
      assert.equal(new Set(before).size, before.length, `${before}`);
    });
  }

  const unread: readonly Problem[] = [
    { kind: 'access-denied', effect: 'none' },
    { kind: 'timeout' },
    { kind: 'not-aws' },
    { kind: 'throttled', effect: 'none' },
    { kind: 'aws-error', name: 'SomethingNewException', effect: 'none' },
  ];
  for (const what of unread) {
    it(`what cannot be read is not taken for unchanged: ${what.kind}`, async () => {
      const world = withTwoTrails();
      let read = 0;
      world.hook = (call, phase) => {
        if (call === 'GetTrail' && phase === 'before' && ++read === 2) {
          problem(what);
        }
      };
      const result = await run(world, planNewKey(world));
      assert.deepEqual(
        world.calls.filter(call => isWrite(call)),
        [],
      );
      assert.equal(result.failure?.kind, 'aws');
      assert.deepEqual(statesOf(result), [
        'create-key not-begun',
        'create-alias not-begun',
        'enable-rotation not-begun',
        'update-trail not-begun',
        'confirm not-begun',
        'update-trail failed',
        'confirm not-begun',
      ]);
      assert.deepEqual(
        result.trails.map(({ state }) => state),
        ['not-reached', 'failed'],
      );
    });
  }

  it('what was changed is recorded with the step that it stops, and can be started again', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
    const said: Progress['kind'][] = [];
    const result = await run(world, plan, { onProgress: ({ kind }) => said.push(kind) });
    const failure = { kind: 'trail-changed', trailArn, found: formerKeyArn };
    assert.deepEqual(result.failure, failure);
    assert.deepEqual(result.nextActions, ['start-again', 'refresh']);
    assert.deepEqual(said, ['checking', 'step-ended']);
    const [recordedRun] = await recorded(world);
    assert.deepEqual(
      [recordedRun?.ended, recordedRun?.steps[3]?.state, recordedRun?.steps[3]?.failure],
      ['failed', 'failed', failure],
    );
    assert.deepEqual(await unfinishedRuns(world.storage, world.clock), []);
    // Nothing was written, so nothing is taken back.
    assert.equal(await undo(world), undefined);
    world.trails.set(trailArn, trailNamed(trailArn));
    assert.ok(recordedRun);
    assert.equal((await run(world, plan)).ended, 'done');
  });

  it('cancelling while it is checked leaves everything as it is', async () => {
    const world = new World();
    const plan = planNewKey(world);
    const initial = world.state();
    const cancel = new AbortController();
    world.hook = (call, phase) => {
      if (call === 'GetTrail' && phase === 'before') {
        cancel.abort();
      }
    };
    const result = await run(world, plan, { signal: cancel.signal });
    assert.deepEqual([result.ended, result.failure], ['cancelled', undefined]);
    assert.ok(result.steps.every(({ state }) => state === 'not-begun'));
    assert.deepEqual(world.state(), initial);
  });

  it('what a run did already is not asked about when it is finished', async () => {
    const world = withTwoTrails();
    const plan = planNewKey(world);
    let updates = 0;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before' && ++updates === 2) {
        refuse('SomethingException');
      }
    };
    await run(world, plan);
    world.hook = () => {};
    const [resume] = await recorded(world);
    assert.ok(resume);
    // The first trail has the key of the plan by now, and its alias is taken by that key.
    assert.deepEqual(preconditionsOf(resume.steps), []);
    assert.equal((await run(world, plan)).ended, 'done');
  });

  it('a trail that was changed keeps the rest of a broken run from being written', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'CreateAlias' && phase === 'before') {
        refuse('LimitExceededException');
      }
    };
    await run(world, plan);
    world.hook = () => {};
    world.trails.set(trailArn, trailNamed(trailArn, formerKeyArn));
    const writes = world.calls.filter(isWrite).length;
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'trail-changed', trailArn, found: formerKeyArn });
    assert.equal(world.calls.filter(isWrite).length, writes);
    // Not without the alias, which failed before.
    assert.deepEqual(result.nextActions, ['start-again', 'refresh', 'undo', 'delete-made-key']);
  });
});
