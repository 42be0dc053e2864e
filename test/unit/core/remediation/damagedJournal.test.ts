import assert from 'node:assert/strict';
import fc from 'fast-check';
import { journalIn } from '../../../../src/core/remediation/index.ts';
import { holds } from '../../holds.ts';
import { damagedJournals, readEverything, realJournals } from './journals.ts';
import { planFor } from './plans.ts';
import { recorded, run } from './runs.ts';
import { trailArn, World } from './world.ts';

describe('a damaged journal', () => {
  it('loses a line that does not fit, and nothing else', async () => {
    const world = new World();
    await run(world, planFor(world));
    const whole = await recorded(world);
    const begun = JSON.parse(world.journal[0] ?? '');
    const ended = JSON.parse(world.journal[2] ?? '');
    assert.deepEqual([begun.kind, ended.kind], ['run-begun', 'step-ended']);
    const other = (change: object) => ({ ...begun, run: 'x', plan: { ...begun.plan, id: 'x', ...change } });
    const [step] = begun.plan.steps;
    const damaged: readonly unknown[] = [
      null,
      7,
      [],
      {},
      { ...ended, time: 1e300 },
      { ...ended, time: null },
      { ...ended, state: 'perhaps' },
      { ...ended, state: 'constructor' },
      { ...ended, step: 99 },
      { ...ended, step: begun.plan.steps.length },
      { ...ended, step: -1 },
      { ...ended, step: 0.5 },
      { ...ended, run: 'nobody' },
      { ...ended, requestIds: 'id' },
      { ...ended, requestIds: [7] },
      { ...ended, failure: { kind: 'aws' } },
      { ...ended, failure: { kind: 'aws', problem: { kind: 'aws-error' }, cause: 'other' } },
      { ...ended, failure: { kind: 'aws', problem: { kind: 'timeout' }, cause: 'toString' } },
      { ...ended, failure: { kind: 'unheard-of' } },
      { ...ended, delivery: { kind: 'confirmed', time: 1e300 } },
      { ...ended, kind: 'run-ended', ended: 'perhaps' },
      { ...ended, v: 2 },
      other({ steps: [null] }),
      other({ steps: [{ kind: 'y' }] }),
      other({ steps: [{ ...step, before: undefined }] }),
      other({ steps: [{ ...step, added: [{}] }] }),
      other({ steps: [{ kind: 'update-trail', trailArn: 7, to: { kind: 'none' } }] }),
      other({ steps: [{ kind: 'update-trail', trailArn, to: { kind: 'key' } }] }),
      other({ steps: 'none' }),
      other({ account: undefined }),
      other({ purpose: 'other' }),
      other({ warnings: undefined }),
      { ...other({}), who: undefined },
      { ...other({}), run: 'y' },
    ];
    for (const value of damaged) {
      const copy = new World();
      copy.journal.push(...world.journal.toSpliced(3, 0, JSON.stringify(value)));
      assert.deepEqual(await recorded(copy), whole, JSON.stringify(value));
      assert.equal(await journalIn(copy.storage).leftOut(), 1);
    }
    for (const line of ['{"v":1,"kind":"step-be', '\u0000\u0000', '\ufffd']) {
      const copy = new World();
      copy.journal.push(...world.journal.toSpliced(3, 0, line));
      assert.deepEqual(await recorded(copy), whole);
    }
    assert.equal(await journalIn(world.storage).leftOut(), 0);
  });

  it('fits every line that a run writes', async () => {
    for (const lines of await realJournals()) {
      const world = new World();
      world.journal.push(...lines);
      assert.equal(await journalIn(world.storage).leftOut(), 0);
      await readEverything(lines);
    }
  });

  it('of any text is read', async () => {
    const line = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    await holds(fc.asyncProperty(fc.array(line, { maxLength: 6 }), readEverything), { numRuns: 100 });
  });

  it('of real runs is read, whatever became of its members', async () => {
    await holds(await damagedJournals(), { numRuns: 500 });
  }).timeout(60_000);
});
