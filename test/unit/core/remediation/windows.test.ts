import assert from 'node:assert/strict';
import { planNewKey } from './plans.ts';
import { recorded, run, ways } from './runs.ts';
import { refuse, World } from './world.ts';

describe('two windows', () => {
  for (const [name, planOf] of ways) {
    it(`at once make ${name} only once`, async () => {
      const world = new World();
      const results = await Promise.all([
        run(world, planOf(world), {}, 'one'),
        run(world, { ...planOf(world), id: 'plan-2' }, {}, 'other'),
      ]);
      const ended = results.map(one => one.ended);
      assert.ok(!ended.every(one => one === 'done'), `${ended}`);
      for (const result of results) {
        assert.ok(
          result.ended === 'done' || result.failure?.kind === 'claimed',
          JSON.stringify(result.failure),
        );
      }
      assert.ok(world.calls.filter(call => call === 'UpdateTrail').length <= 1);
      assert.deepEqual([...world.claims.keys()], []);
    });
  }

  it('do not finish the same broken run twice', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'EnableKeyRotation' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, plan);
    world.hook = () => {};
    const [resume] = await recorded(world);
    assert.ok(resume);
    const results = await Promise.all([
      run(world, plan, { resume }, 'one'),
      run(world, plan, { resume }, 'other'),
    ]);
    assert.ok(results.some(one => one.failure?.kind === 'claimed'));
    // The one that came too late has nothing to say about the end of the run.
    assert.deepEqual(
      world.journal.filter(line => line.includes('"run-ended"')).map(line => JSON.parse(line).ended),
      ['failed', 'done'],
    );
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });
});
