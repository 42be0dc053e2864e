import { FailureError } from './failure.ts';
import {
  canBeUndone,
  isSettled,
  isTakenBack,
  type RecordedRun,
  type RecordedStep,
  runsIn,
  unfinished,
} from './history.ts';
import { journalIn } from './journal.ts';
import { Leases, runLease } from './leases.ts';
import type { Clock, JournalStorage } from './ports.ts';
import type { RunPorts } from './run.ts';

/** A run that a crash, a failure or a person left half done, explained. */
export interface UnfinishedRun {
  readonly run: RecordedRun;
  readonly done: readonly RecordedStep[];
  /** Started, and it is not known whether it took effect. Finishing and undoing both find out first. */
  readonly uncertain: readonly RecordedStep[];
  readonly notDone: readonly RecordedStep[];
  /** `undo` only where something was, or may have been, done. */
  readonly offers: readonly ('finish' | 'undo' | 'close')[];
}

/** What is left to finish or undo. Runs that another window works on at this moment are not ours to explain. */
export async function unfinishedRuns(storage: JournalStorage, clock: Clock): Promise<UnfinishedRun[]> {
  const runs = runsIn(await journalIn(storage).read());
  const undone = new Set(
    runs.filter(({ ended }) => ended === 'done').flatMap(({ plan }) => plan.undoes ?? []),
  );
  const left: UnfinishedRun[] = [];
  for (const run of unfinished(runs)) {
    const { undoes } = run.plan;
    // An undo that broke off is settled by another one that finished. Until then it is the one to finish: the result of
    // the first run no longer holds.
    const isSettledByOther =
      undone.has(run.id) || (undoes !== undefined && undone.has(undoes)) || isTakenBack(run, runs);
    if (!isSettledByOther && (await storage.leasedBy(runLease(run.plan), clock.now())) === undefined) {
      left.push(explain(run));
    }
  }
  return left;
}

/**
 * Notes that a person leaves an unfinished run as it is, so that it is not asked about again. A run that another window works
 * on, or has settled since, is left to it.
 */
export async function closeRun(
  { id, plan }: RecordedRun,
  { storage, clock, window }: Omit<RunPorts, 'open'>,
): Promise<void> {
  const leases = new Leases(plan, storage, clock, window);
  try {
    await leases.take();
    const journal = journalIn(storage);
    const now = runsIn(await journal.read()).find(one => one.id === id);
    if (now?.ended !== 'done') {
      await journal.write({ kind: 'run-ended', run: id, time: clock.now(), ended: 'closed' });
    }
  } catch (error) {
    if (!(error instanceof FailureError)) {
      throw error;
    }
  } finally {
    await leases.release();
  }
}

export function explain(run: RecordedRun): UnfinishedRun {
  const uncertain = run.steps.filter(({ state }) => state === 'begun' || state === 'uncertain');
  const done = run.steps.filter(({ state }) => isSettled(state));
  return {
    run,
    done,
    uncertain,
    notDone: run.steps.filter(one => !done.includes(one) && !uncertain.includes(one)),
    offers: canBeUndone(run.steps) ? ['finish', 'undo', 'close'] : ['finish', 'close'],
  };
}
