import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  auditOf,
  deletableKeyOf,
  explain,
  iamNeedsOfPlan,
  journalIn,
  planUndo,
  restorable,
  runsIn,
  runsOf,
  unfinishedRuns,
} from '../../../../src/core/remediation/index.ts';
import { historyAsJson, historyAsMarkdown } from '../../../../src/core/report/history.ts';
import { failureInFull } from '../../../../src/core/wording/failures.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { stepInBrief, stepInDetail } from '../../../../src/core/wording/plans.ts';
import { planFor, planNewKey } from './plans.ts';
import { run, undo } from './runs.ts';
import { broken, refuse, regions, trailArn, trailNamed, World } from './world.ts';

/** Journals of real runs: done, refused, in doubt, taken back, mended. */
export async function realJournals(): Promise<readonly (readonly string[])[]> {
  const done = new World();
  await run(done, planFor(done));
  await undo(done);

  const failed = new World();
  failed.hook = (call, phase) => {
    if (call === 'UpdateTrail' && phase === 'before') {
      refuse('ConflictException');
    }
  };
  await run(failed, planNewKey(failed));
  failed.hook = () => {};
  await undo(failed);

  const doubtful = new World();
  doubtful.hook = (call, phase) => {
    if (call === 'CreateKey' && phase === 'before') {
      broken();
    }
  };
  await run(doubtful, planNewKey(doubtful));
  doubtful.hook = () => {};
  await undo(doubtful);

  const surprised = new World();
  const plan = planFor(surprised);
  surprised.trails.set(trailArn, trailNamed(trailArn, 'arn:aws:kms:eu-west-1:111122223333:key/other'));
  await run(surprised, plan);
  return [done, failed, doubtful, surprised].map(({ journal }) => journal);
}

/** Everything that is shown of a journal, or made from it. */
export async function readEverything(lines: readonly string[]): Promise<void> {
  const world = new World();
  world.journal.push(...lines);
  const journal = journalIn(world.storage);
  const runs = runsIn(await journal.read());
  assert.ok((await journal.leftOut()) <= lines.length);
  restorable(runs);
  const entries = auditOf(runs);
  historyAsMarkdown(entries);
  historyAsJson(entries);
  await unfinishedRuns(world.storage, world.clock);
  const nameKey = (arn: string) => arn;
  for (const one of runs) {
    explain(one);
    runsOf(trailArn, runs);
    deletableKeyOf(one, runs);
    const undoing = planUndo({ id: 'undo', profile: 'p', run: one, runs, regions, deleteMadeKey: true });
    for (const plan of [one.plan, ...(undoing ? [undoing] : [])]) {
      iamNeedsOfPlan(plan);
      for (const step of plan.steps) {
        inEnglish(stepInBrief(step, nameKey));
        stepInDetail(step, plan, nameKey);
      }
    }
    for (const { failure, time } of one.steps) {
      if (failure) {
        inEnglish(failureInFull(failure, nameKey));
      }
      new Date(time ?? one.time).toISOString();
    }
  }
}

/** Journals of real runs in which lines lost or changed members: whatever is made from them, nothing throws. */
export async function damagedJournals() {
  const journals = await realJournals();
  const change = fc.record({
    at: fc.nat(),
    path: fc.array(fc.nat(), { maxLength: 6 }),
    value: fc.oneof(fc.jsonValue(), fc.constantFrom(1e300, -1, '', '__proto__', undefined)),
    from: fc.nat(),
  });
  return fc.asyncProperty(
    fc.constantFrom(...journals),
    fc.array(change, { minLength: 1, maxLength: 3 }),
    async (journal, changes) => {
      const lines = [...journal];
      for (const { at, path, value, from } of changes) {
        const index = at % lines.length;
        lines[index] = damaged(lines[index] ?? '', path, value, from);
      }
      await readEverything(lines);
    },
  );
}

/** The line with one of its members changed, or, where the path is empty, cut short. */
function damaged(line: string, path: readonly number[], value: unknown, from: number): string {
  if (path.length === 0) {
    return line.slice(0, from % (line.length + 1));
  }
  let root: unknown;
  try {
    root = JSON.parse(line);
  } catch {
    return line;
  }
  let holder = root as Record<string, unknown>;
  for (const [depth, step] of path.entries()) {
    const names = Object.keys(holder);
    const name = names[step % Math.max(names.length, 1)];
    if (name === undefined) {
      break;
    }
    const inner = holder[name];
    if (depth === path.length - 1 || typeof inner !== 'object' || inner === null) {
      holder[name] = value;
      break;
    }
    holder = inner as Record<string, unknown>;
  }
  return JSON.stringify(root);
}
