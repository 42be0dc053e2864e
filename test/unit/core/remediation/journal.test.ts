import assert from 'node:assert/strict';
import { closeRun, unfinishedRuns } from '../../../../src/core/remediation/index.ts';
import { planFor, planNewKey } from './plans.ts';
import { portsOf, recorded, run, withoutTrailsOnceAKeyIsMade } from './runs.ts';
import { World } from './world.ts';

describe('the journal', () => {
  it('passes over lines that a crash cut short, and lines of a later version', async () => {
    const world = new World();
    await run(world, planFor(world));
    const whole = await recorded(world);
    world.journal.splice(
      2,
      0,
      '{"v":1,"kind":"step-be',
      '',
      'null',
      '7',
      '{"v":2,"kind":"run-ended","run":"plan-1","time":1}',
      '{"v":1,"kind":"step-ended","run":"plan-1","time":1}',
      '{"v":1,"kind":"step-ended","run":"plan-1","time":1,"step":0,"state":"done"}',
      '{"v":1,"kind":"run-begun","run":"x","time":1,"who":"w","plan":{"account":"1","steps":[null]}}',
      '{"v":1,"kind":"run-begun","run":"x","time":1,"who":"w","plan":{"account":"1","steps":[{"kind":"y"}]}}',
      '\u0000\u0000\u0000',
    );
    assert.deepEqual(await recorded(world), whole);
  });

  it('asks no more about a run that a person closed', async () => {
    const world = withoutTrailsOnceAKeyIsMade();
    await run(world, planNewKey(world));
    const [left] = await unfinishedRuns(world.storage, world.clock);
    assert.deepEqual(left && [left.done.length, left.uncertain.length, left.notDone.length, left.offers], [
      3,
      0,
      2,
      ['finish', 'undo', 'close'],
    ]);
    assert.ok(left);
    await closeRun(left.run, portsOf(world));
    assert.deepEqual(await unfinishedRuns(world.storage, world.clock), []);
  });
});
