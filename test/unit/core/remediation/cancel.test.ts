import assert from 'node:assert/strict';
import { type Progress, restorable, unfinishedRuns } from '../../../../src/core/remediation/index.ts';
import { planFor } from './plans.ts';
import {
  assertTrue,
  assertUndone,
  callsOf,
  copyOf,
  finalState,
  isWrite,
  recorded,
  run,
  ways,
} from './runs.ts';
import { broken, keyArn, trailArn, World } from './world.ts';

describe('cancelling at any call', () => {
  for (const [name, planOf] of ways) {
    it(`keeps ${name} from all later writes, and can be gone on with`, async () => {
      const calls = await callsOf(planOf);
      const wanted = await finalState(planOf);
      for (const index of calls.keys()) {
        const where = `cancelled at call ${index}, ${calls[index]}`;
        const world = new World();
        const plan = planOf(world);
        const initial = world.state();
        const cancel = new AbortController();
        let writes = 0;
        let at = -1;
        world.hook = (call, phase) => {
          at += phase === 'before' ? 1 : 0;
          writes += phase === 'before' && cancel.signal.aborted && isWrite(call) ? 1 : 0;
          if (at === index && phase === 'after') {
            cancel.abort();
          }
        };
        const result = await run(world, plan, { signal: cancel.signal });
        world.hook = () => {};
        assert.equal(writes, 0, where);
        assertTrue(result, world, where);
        const [left] = await recorded(world);
        if (!left || result.ended === 'done') {
          assert.ok(result.ended === 'done' || result.ended === 'cancelled', where);
          continue;
        }
        assert.equal(result.ended, 'cancelled', where);
        const copy = copyOf(world);
        const finished = await run(world, plan);
        assert.equal(finished.ended, 'done', where);
        assert.deepEqual(world.state(), wanted, where);
        await assertUndone(world, initial, where);
        await assertUndone(copy, initial, where);
      }
    });
  }
});

describe('cancelling', () => {
  it('before the first step leaves nothing to be asked about', async () => {
    const world = new World();
    const initial = world.state();
    const plan = planFor(world);
    const cancel = new AbortController();
    world.hook = (call, phase) => {
      if (call === 'append' && phase === 'after') {
        cancel.abort();
      }
    };
    const result = await run(world, plan, { signal: cancel.signal });
    assert.equal(result.ended, 'cancelled');
    assert.deepEqual(world.state(), initial);
    assert.deepEqual(
      (await recorded(world)).map(({ ended }) => ended),
      ['cancelled'],
    );
    assert.deepEqual(await unfinishedRuns(world.storage, world.clock), []);
  });

  it('behind the last write leaves nothing to be asked about either', async () => {
    const world = new World();
    const cancel = new AbortController();
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'after') {
        cancel.abort();
      }
    };
    const result = await run(world, planFor(world), { signal: cancel.signal });
    assert.deepEqual([result.ended, ...result.trails.map(({ state }) => state)], ['cancelled', 'changed']);
    assert.deepEqual(await unfinishedRuns(world.storage, world.clock), []);
    assert.equal(restorable(await recorded(world)).length, 1);
  });

  it('does not turn a doubt into a certainty', async () => {
    const world = new World();
    const plan = planFor(world);
    const cancel = new AbortController();
    let answersAreLost = false;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'after') {
        answersAreLost = true;
        broken();
      }
      if (answersAreLost && call === 'GetTrail') {
        broken();
      }
    };
    const onProgress = ({ kind }: Progress) => kind === 'waiting' && cancel.abort();
    const result = await run(world, plan, { signal: cancel.signal, onProgress });
    world.hook = () => {};
    assert.deepEqual([result.ended, ...result.trails.map(({ state }) => state)], ['cancelled', 'uncertain']);
    const [left] = await unfinishedRuns(world.storage, world.clock);
    assert.equal(left?.uncertain[0]?.step.kind, 'update-trail');
    const finished = await run(world, plan);
    assert.deepEqual([finished.ended, world.trails.get(trailArn)?.kmsKeyId], ['done', keyArn]);
  });
});
