import assert from 'node:assert/strict';
import {
  closeRun,
  type RunResult,
  restorable,
  unfinishedRuns,
} from '../../../../src/core/remediation/index.ts';
import { detailsOf, newKey, planFor, planNewKey } from './plans.ts';
import { made, portsOf, recorded, run, undo, ways } from './runs.ts';
import { refuse, secondArn, trailArn, trailNamed, World } from './world.ts';

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

  it('at once create no two keys for one alias, of which one would be left without a name', async () => {
    const world = new World();
    const planOf = (arn: string, id: string) => {
      const trails = [{ trail: trailNamed(arn) }];
      return planFor(world, { id, trails, key: { kind: 'new', ...newKey } });
    };
    world.trails.set(secondArn, trailNamed(secondArn));
    const plans = [planOf(trailArn, 'plan-1'), planOf(secondArn, 'plan-2')];
    const results = await Promise.all(plans.map((plan, index) => run(world, plan, {}, `window ${index}`)));
    assert.deepEqual(results.map(({ ended, failure }) => failure?.kind ?? ended).sort(), ['done', 'leased']);
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });

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
    const results = await Promise.all([run(world, plan, {}, 'one'), run(world, plan, {}, 'other')]);
    assert.ok(results.some(one => one.failure?.kind === 'leased'));
    // The one that came too late has nothing to say about the end of the run.
    assert.deepEqual(
      world.journal.filter(line => line.includes('"run-ended"')).map(line => JSON.parse(line).ended),
      ['failed', 'done'],
    );
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });

  it('nor does one window, where a button is pressed twice', async () => {
    const world = new World();
    const plan = planNewKey(world);
    const results = await Promise.all([run(world, plan, {}, 'one'), run(world, plan, {}, 'one')]);
    assert.deepEqual(results.map(({ ended, failure }) => failure?.kind ?? ended).sort(), ['done', 'leased']);
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
  });

  it('finish what the other has left of a run, though it was read before', async () => {
    const world = new World();
    const plan = planNewKey(world);
    const refusing = (operation: string) => {
      world.hook = (call, phase) => {
        if (call === operation && phase === 'before') {
          refuse('SomethingException');
        }
      };
    };
    refusing('CreateKey');
    await run(world, plan, {}, 'one');
    refusing('CreateAlias');
    await run(world, plan, {}, 'other');
    world.hook = () => {};
    // This window has read the run when it had no key yet.
    const finished = await run(world, plan, {}, 'one');
    assert.equal(finished.ended, 'done');
    assert.equal(world.calls.filter(call => call === 'CreateKey').length, 1);
    const again = await run(world, plan, {}, 'other');
    assert.deepEqual(
      again.trails.map(({ state }) => state),
      ['changed'],
    );
    assert.deepEqual(
      restorable(await recorded(world)).map(({ trailArn }) => trailArn),
      [trailArn],
    );
  });

  it('do not go on with a run that the other has taken back meanwhile', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, plan);
    world.hook = () => {};
    await undo(world);
    const before = world.state();
    const result = await run(world, plan, {}, 'one');
    assert.deepEqual(result.failure, { kind: 'taken-back' });
    assert.deepEqual(world.state(), before);
  });

  it('do not close a run that the other works on, nor one that it has finished', async () => {
    const world = new World();
    const plan = planNewKey(world);
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        refuse('SomethingException');
      }
    };
    await run(world, plan);
    const [left] = await unfinishedRuns(world.storage, world.clock);
    assert.ok(left);
    let closing: Promise<void> | undefined;
    world.hook = (call, phase) => {
      if (call === 'UpdateTrail' && phase === 'before') {
        closing ??= closeRun(left.run, portsOf(world, 'one'));
      }
    };
    const finished = await run(world, plan, {}, 'other');
    await closing;
    assert.equal(finished.ended, 'done');
    await closeRun(left.run, portsOf(world, 'one'));
    assert.deepEqual(
      world.journal.filter(line => line.includes('"run-ended"')).map(line => JSON.parse(line).ended),
      ['failed', 'done'],
    );
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
    // The other window has read that no trail delivers under the key when this one gives it to the trail.
    let finishing: Promise<RunResult> | undefined;
    world.hook = (call, phase) => {
      if (call === 'DescribeTrails' && phase === 'after') {
        finishing ??= run(world, plan, {}, 'one');
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
