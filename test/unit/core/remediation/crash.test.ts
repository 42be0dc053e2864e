import assert from 'node:assert/strict';
import { type Plan, unfinishedRuns } from '../../../../src/core/remediation/index.ts';
import { assertUndone, callsOf, finalState, initialState, recorded, run, ways } from './runs.ts';
import { World } from './world.ts';

describe('a crash at any call', () => {
  for (const [name, planOf] of ways) {
    it(`leaves ${name} to be finished, exactly once, and undone afterwards`, async () => {
      const calls = await callsOf(planOf);
      const wanted = await finalState(planOf);
      for (const [world, where] of await crashes(planOf, calls)) {
        const [left] = await unfinishedRuns(world.storage, world.clock);
        if (!left) {
          const ended = (await recorded(world)).at(-1)?.ended;
          assert.ok(ended === 'done' || world.journal.length === 0, where);
          continue;
        }
        assert.ok(left.offers.includes('finish'), where);
        const result = await run(world, left.run.plan, {}, 'after the restart');
        assert.equal(result.ended, 'done', `${where}: ${JSON.stringify(result.failure)}`);
        assert.deepEqual(world.state(), wanted, where);
        assert.deepEqual(await unfinishedRuns(world.storage, world.clock), [], where);
        await assertUndone(world, initialState(planOf), where);
      }
    });

    it(`leaves ${name} to be undone`, async () => {
      const calls = await callsOf(planOf);
      const initial = initialState(planOf);
      for (const [world, where] of await crashes(planOf, calls)) {
        await assertUndone(world, initial, where);
      }
    });
  }

  async function crashes(planOf: (world: World) => Plan, calls: readonly string[]) {
    const left: [World, string][] = [];
    for (const index of calls.keys()) {
      for (const phase of ['before', 'after'] as const) {
        const world = new World();
        const plan = planOf(world);
        let at = -1;
        let dead = false;
        world.hook = (_call, now) => {
          at += now === 'before' ? 1 : 0;
          dead ||= at === index && now === phase;
          if (dead) {
            throw new Error('the window is gone');
          }
        };
        await run(world, plan, {}, 'before the crash');
        world.hook = () => {};
        // The leases of the window that is gone run out.
        assert.deepEqual(await unfinishedRuns(world.storage, { ...world.clock, now: () => 0 }), []);
        world.time += 10 * 60_000;
        left.push([world, `crash ${phase} call ${index}, ${calls[index]}`]);
      }
    }
    return left;
  }
});
