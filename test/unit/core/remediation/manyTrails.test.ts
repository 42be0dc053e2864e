import assert from 'node:assert/strict';
import { retryRules } from '../../../../src/core/remediation/index.ts';
import { leaseLifetime } from '../../../../src/core/remediation/leases.ts';
import { planFor, planNewKey } from './plans.ts';
import { isAws, isWrite, run, undo } from './runs.ts';
import { account, keyArn, problem, trailArn, trailNamed, World } from './world.ts';

const names = Array.from({ length: 17 }, (_, index) => `trail-${index}`);

function withTrails(): World {
  const world = new World();
  world.trails.clear();
  for (const name of names) {
    const arn = trailArn.replace('audit', name);
    world.trails.set(arn, trailNamed(arn));
  }
  return world;
}

describe('many trails in one plan', () => {
  it('write two lines for a step, and lease all their names in one', async () => {
    const world = withTrails();
    const plan = planNewKey(world);
    const result = await run(world, plan);
    assert.equal(result.ended, 'done');
    const count = (call: string) => world.calls.filter(one => one === call).length;
    assert.equal(count('append'), 2 + 2 * plan.steps.length);
    assert.equal(count('lease'), 1);
    assert.equal(count('release'), 1);
  });

  it('have their leases renewed when half of their time is over, and not before', async () => {
    const world = withTrails();
    world.hook = (call, phase) => {
      if (call === 'GetTrail' && phase === 'before') {
        world.time += leaseLifetime / 8;
      }
    };
    assert.equal((await run(world, planFor(world))).ended, 'done');
    const leases = world.calls.filter(call => call === 'lease').length;
    // The 17 trails are read before the first step. Then each of 34 readings takes an eighth: leases are renewed before a
    // reading, behind the fourth at the latest.
    assert.ok(leases >= 34 / 5 && leases <= 34 / 4 + 2, `${leases}`);
  });

  it('are updated no faster than one a second', async () => {
    const world = withTrails();
    const times = updatesOf(world);
    await run(world, planFor(world));
    assert.equal(times.length, 17);
    assertPaced(times);
  });

  it('are tried no faster than that, before a key is made for trails of another account', async () => {
    const world = withTrails();
    for (const [arn, trail] of [...world.trails]) {
      world.trails.delete(arn);
      const foreign = arn.replace(account, '999900001111');
      world.trails.set(foreign, { ...trail, arn: foreign, organization: true });
    }
    const times = updatesOf(world);
    await run(world, planNewKey(world));
    assert.equal(times.length, 2 * 17);
    assertPaced(times);
  });

  it('are all left alone once the network is gone', async () => {
    for (const [what, state] of [
      [{ kind: 'network', detail: 'ENOTFOUND', effect: 'none' }, 'failed'],
      [{ kind: 'network', detail: 'ECONNRESET' }, 'uncertain'],
    ] as const) {
      const world = withTrails();
      let updates = 0;
      world.hook = (call, phase) => {
        if (call === 'UpdateTrail' && phase === 'before' && ++updates > 2) {
          problem(what);
        }
      };
      const result = await run(world, planFor(world));
      assert.deepEqual(
        result.trails.map(one => one.state),
        [...['changed', 'changed', state], ...names.slice(3).map(() => 'not-reached')],
      );
    }
  });
});

/** When each UpdateTrail is sent, in milliseconds. */
function updatesOf(world: World): readonly number[] {
  const times: number[] = [];
  world.hook = (call, phase) => {
    if (call === 'UpdateTrail' && phase === 'before') {
      times.push(world.time);
    }
  };
  return times;
}

function assertPaced(times: readonly number[]): void {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.ok(
    gaps.every(gap => gap >= 1000),
    `${gaps}`,
  );
}

describe('between the last reading and the write', () => {
  it('nothing happens: no line of the journal, no lease', async () => {
    for (const planOf of [planNewKey, planFor]) {
      const world = new World();
      await run(world, planOf(world));
      await undo(world);
      for (const [index, call] of world.calls.entries()) {
        if (isWrite(call) && call !== 'EnableKeyRotation') {
          const before = world.calls[index - 1] ?? '';
          assert.ok(isAws(before) && !isWrite(before), `${before}, ${call}`);
        }
      }
    }
  });

  it('reading that takes longer than the leases is repeated', async () => {
    const world = new World();
    let slow = 2;
    world.hook = (call, phase) => {
      if (call === 'GetKeyPolicy' && phase === 'after' && slow-- > 0) {
        world.time += leaseLifetime;
      }
    };
    const result = await run(world, planFor(world));
    assert.equal(result.ended, 'done');
    const calls = world.calls.slice(0, world.calls.indexOf('PutKeyPolicy'));
    const reading = ['DescribeKey', 'GetKeyPolicy'];
    assert.deepEqual(calls.slice(-8), [...reading, 'lease', ...reading, 'lease', ...reading]);
  });

  it('leases last longer than any wait for another attempt', () => {
    for (const { within } of retryRules) {
      assert.ok(within < leaseLifetime / 2);
    }
  });

  it('a lease that another window took meanwhile ends the run before the next write', async () => {
    const world = new World();
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' || (call === 'PutKeyPolicy' && phase === 'after')) {
        for (const name of [...world.leases.keys()]) {
          world.leases.set(name, { holder: 'other', until: world.time + leaseLifetime });
        }
      }
    };
    const result = await run(world, planFor(world));
    assert.deepEqual([result.failure?.kind, world.calls.includes('UpdateTrail')], ['leased', false]);
    assert.ok(world.keys.has(keyArn));
  });
});

describe('an alias that is taken', () => {
  it('is noticed before CreateAlias is sent', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'CreateKey' && phase === 'after') {
        world.aliases.set('alias/cloudtrail', keyArn);
      }
    };
    const result = await run(world, plan);
    assert.deepEqual(result.failure, { kind: 'alias-taken', alias: 'alias/cloudtrail' });
    assert.ok(!world.calls.includes('CreateAlias'));
  });
});
