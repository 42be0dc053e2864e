import assert from 'node:assert/strict';
import { repairsOf } from '../../../../src/core/account/repairs.ts';
import { planRepair, planUndo, restsOnRegions, runPlan } from '../../../../src/core/remediation/index.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { planRepairOf, shownIn } from './plans.ts';
import { portsOf, recorded, run, statesOf, undo, withKey } from './runs.ts';
import {
  account,
  caller,
  keyArn,
  metadataOf,
  never,
  regions,
  secondArn,
  trailArn,
  trailNamed,
  World,
} from './world.ts';

describe('the plan of a repair', () => {
  it('does each key once, whatever number of trails rests on it', () => {
    const world = withKey(new World(), 'Disabled');
    world.trails.set(secondArn, trailNamed(secondArn, keyArn));
    const { steps, purpose } = planRepairOf(world, 'enable-key');
    assert.equal(purpose, 'repair');
    assert.deepEqual(steps, [{ kind: 'enable-key', keyArn, trailArns: [trailArn, secondArn] }]);
  });

  it('enables a key behind its deletion is cancelled, since KMS leaves it disabled', () => {
    const { steps } = planRepairOf(withKey(new World(), 'PendingDeletion'), 'cancel-deletion');
    assert.deepEqual(steps, [
      { kind: 'cancel-deletion', keyArn, trailArns: [trailArn] },
      { kind: 'enable-key', keyArn, trailArns: [trailArn], saved: true },
    ]);
  });

  it('leaves the key of another account alone, and a trail that another account owns alone', () => {
    const foreignKey = keyArn.replace(account, '444455556666');
    const world = new World();
    world.trails.set(trailArn, trailNamed(trailArn, foreignKey));
    world.keys.set(foreignKey, {
      metadata: metadataOf(foreignKey, { state: 'Disabled' }),
      policy: '{}',
      rotation: true,
    });
    const [trail] = world.trails.values();
    assert.ok(trail);
    assert.deepEqual(repairsOf(shownIn(world, trail)), []);
    const foreignTrail = trailNamed(trailArn.replace(account, '444455556666'));
    const stopped = { ...shownIn(world, foreignTrail), status: known({ logging: false }) };
    assert.deepEqual(repairsOf(stopped), []);
    const ofOrganization = { ...stopped, trail: { ...foreignTrail, organization: true } };
    assert.deepEqual(repairsOf(ofOrganization), ['start-logging']);
    const plan = planRepair({
      id: 'plan-1',
      repair: 'start-logging',
      profile: 'prod',
      caller,
      trails: [ofOrganization],
      trailsUnder: () => [],
    });
    assert.deepEqual(plan?.steps, [
      { kind: 'start-logging', trailArn: foreignTrail.arn, foreignOrganizationTrail: true },
    ]);
  });

  it('says what keeps the trail from delivering all the same', () => {
    const world = withKey(new World(), 'Disabled');
    world.stopped.add(trailArn);
    assert.deepEqual(planRepairOf(world, 'enable-key').warnings, [
      { kind: 'still-kept-out', trailArn, reason: 'not-logging' },
      { kind: 'gap-stays', trailArn },
    ]);
  });
});

describe('a key whose deletion was cancelled a moment ago', () => {
  it('is enabled, though KMS still says for a while that it is pending deletion', async () => {
    const world = withKey(new World(), 'PendingDeletion');
    const plan = planRepairOf(world, 'cancel-deletion');
    const { account } = world;
    let stale = 2;
    const describe = async (arn: string, signal: AbortSignal) => {
      const found = await account.keys.describe(arn, signal);
      const isStale = world.calls.includes('CancelKeyDeletion') && stale-- > 0;
      return found && isStale ? { ...found, state: 'PendingDeletion' as const } : found;
    };
    const keys = { ...account.keys, describe };
    const result = await runPlan(
      plan,
      { ...portsOf(world), open: async () => ({ ...account, keys }) },
      { signal: never },
    );
    assert.deepEqual(
      [result.ended, ...statesOf(result)],
      ['done', 'cancel-deletion done', 'enable-key done'],
    );
    assert.equal(world.keys.get(keyArn)?.metadata.state, 'Enabled');
  });
});

describe('the way back from a repair', () => {
  it('disables a key that was enabled, unless another trail has come to deliver under it', async () => {
    const world = withKey(new World(), 'Disabled');
    await run(world, planRepairOf(world, 'enable-key'));
    world.trails.set(secondArn, trailNamed(secondArn, keyArn));
    const kept = await undo(world);
    assert.deepEqual(kept && statesOf(kept), ['disable-key left']);
    assert.equal(world.keys.get(keyArn)?.metadata.state, 'Enabled');
    world.trails.delete(secondArn);
    const again = await undo(world, undefined, 'undo-again');
    assert.deepEqual(again && statesOf(again), ['disable-key done']);
    assert.equal(world.keys.get(keyArn)?.metadata.state, 'Disabled');
  });

  it('rests on every Region of the account, and warns of each trail that delivers no more', async () => {
    const world = withKey(new World(), 'Disabled');
    await run(world, planRepairOf(world, 'enable-key'));
    const runs = await recorded(world);
    const [first] = runs;
    assert.ok(first);
    const plan = planUndo({ id: 'undo', profile: 'prod', run: first, runs, regions });
    assert.ok(plan && restsOnRegions(plan));
    assert.deepEqual(plan.steps, [{ kind: 'disable-key', keyArn, formerUsers: [trailArn], regions }]);
    assert.deepEqual(plan.warnings, [{ kind: 'delivery-ends', trailArn, keyArn }]);
  });

  it('does not schedule a deletion that was cancelled', async () => {
    const world = withKey(new World(), 'PendingDeletion');
    await run(world, planRepairOf(world, 'cancel-deletion'));
    const result = await undo(world);
    assert.deepEqual(result && statesOf(result), ['disable-key done']);
    assert.equal(world.keys.get(keyArn)?.metadata.state, 'Disabled');
  });
});
