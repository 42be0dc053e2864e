import assert from 'node:assert/strict';
import type { RunResult } from '../../../../src/core/remediation/index.ts';
import { detailsOf, planFor, planNewKey } from './plans.ts';
import { made, recorded, run, undo, ways } from './runs.ts';
import { refuse, trailArn, World } from './world.ts';

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
          result.ended === 'done' || result.failure?.kind === 'leased',
          JSON.stringify(result.failure),
        );
      }
      assert.ok(world.calls.filter(call => call === 'UpdateTrail').length <= 1);
      assert.deepEqual([...world.leases.keys()], []);
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
    assert.ok(results.some(one => one.failure?.kind === 'leased'));
    // The one that came too late has nothing to say about the end of the run.
    assert.deepEqual(
      world.journal.filter(line => line.includes('"run-ended"')).map(line => JSON.parse(line).ended),
      ['failed', 'done'],
    );
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });

  it('do not take back a run that another goes on with', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, plan);
    const [resume] = await recorded(world);
    assert.ok(resume);
    // The other window has read that no trail delivers under the key when this one gives it to the trail.
    let finishing: Promise<RunResult> | undefined;
    world.hook = (call, phase) => {
      if (call === 'DescribeTrails' && phase === 'after') {
        finishing ??= run(world, plan, { resume }, 'one');
      }
    };
    const undone = await undo(world);
    const finished = await finishing;
    assert.equal(undone?.ended, 'done');
    assert.equal(finished?.failure?.kind, 'leased');
    assert.deepEqual(world.state().trails, { [trailArn]: 'SSE-S3' });
    assert.equal(world.keys.get(made)?.metadata.state, 'PendingDeletion');
  });

  it('do not take a key away while another gives it to a trail', async () => {
    const world = new World();
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, planNewKey(world));
    const again = planFor(world, { id: 'plan-2', key: { kind: 'existing', key: detailsOf(world, made) } });
    let enabling: Promise<RunResult> | undefined;
    world.hook = (call, phase) => {
      if (call === 'DescribeTrails' && phase === 'after') {
        enabling ??= run(world, again, {}, 'one');
      }
    };
    const undone = await undo(world, undefined, 'undo', 'plan-1');
    const enabled = await enabling;
    assert.equal(undone?.ended, 'done');
    assert.equal(enabled?.failure?.kind, 'leased');
    assert.deepEqual(world.state().trails, { [trailArn]: 'SSE-S3' });
  });
});
