import type { Failure } from './failure.ts';
import { guardsOf } from './guards.ts';
import type { Delivery, EndState, JournalRecord, RunEnd } from './journal.ts';
import { type Plan, trailsIn } from './plan.ts';
import { type KeyTarget, keepsKey, type Step, writes } from './step.ts';

/** A run as recorded in the journal. */
export interface RecordedRun {
  readonly id: string;
  readonly time: number;
  readonly who: string;
  readonly plan: Plan;
  /** One for each step of the plan. */
  readonly steps: readonly RecordedStep[];
  /** Absent while it goes on, and after a crash. */
  readonly ended?: RunEnd;
}

export interface RecordedStep {
  readonly step: Step;
  /** `begun` = it was about to be done when the journal ends. */
  readonly state: 'not-begun' | 'begun' | EndState;
  readonly time?: number;
  readonly keyArn?: string;
  readonly requestIds: readonly string[];
  readonly failure?: Failure;
  readonly delivery?: Delivery;
}

/**
 * All runs, in the order in which they were last started or resumed. The order of the lines decides: a clock may have
 * been set back between two of them.
 */
export function runsIn(records: readonly JournalRecord[]): RecordedRun[] {
  const runs = new Map<string, RecordedRun>();
  for (const record of records) {
    if (record.kind === 'run-begun') {
      const { run: id, time, who, plan } = record;
      runs.delete(id);
      runs.set(id, { id, time, who, plan, steps: notBegun(plan) });
    } else {
      const run = runs.get(record.run);
      if (record.kind === 'run-resumed') {
        runs.delete(record.run);
      }
      if (run) {
        runs.set(record.run, withRecord(run, record));
      }
    }
  }
  return [...runs.values()];
}

/** The steps of a plan of which none was begun. */
export function notBegun({ steps }: Pick<Plan, 'steps'>): RecordedStep[] {
  return steps.map(step => ({ step, state: 'not-begun', requestIds: [] }));
}

/** Runs that a crash, a failure or a person's cancelling left half done: something was written, and not all. */
export function unfinished(runs: readonly RecordedRun[]): RecordedRun[] {
  return runs.filter(
    run =>
      run.ended === undefined || ((run.ended === 'failed' || run.ended === 'cancelled') && isHalfDone(run)),
  );
}

/** Whether another run undid this one, or a part of it, since it was last started or resumed. */
export function isTakenBack(run: RecordedRun, runs: readonly RecordedRun[]): boolean {
  return runs
    .slice(runs.findIndex(({ id }) => id === run.id) + 1)
    .some(({ plan, steps }) => plan.undoes === run.id && wroteSomething(steps));
}

/** The key that a run created, if any. */
export function madeKeyOf({ steps }: Pick<RecordedRun, 'steps'>): string | undefined {
  return steps.find(({ keyArn }) => keyArn !== undefined)?.keyArn;
}

/** The ARN of a step's target; undefined for SSE-S3, and for a key that was never created. */
export function arnOf(target: KeyTarget, madeKey: string | undefined): string | undefined {
  switch (target.kind) {
    case 'made':
      return madeKey;
    case 'key':
      return target.arn;
    case 'none':
      return undefined;
  }
}

/** The key of a step; undefined if it has none, or if the key was never created. */
export function keyOfStep(step: Step, madeKey: string | undefined): string | undefined {
  switch (step.kind) {
    case 'update-trail':
      return arnOf(step.to, madeKey);
    case 'schedule-deletion':
      return arnOf(step.key, madeKey);
    case 'create-key':
    case 'create-alias':
    case 'enable-rotation':
      return madeKey;
    case 'add-statements':
    case 'restore-policy':
    case 'cancel-deletion':
    case 'enable-key':
    case 'disable-key':
      return step.keyArn;
    case 'confirm':
    case 'try-update':
    case 'find-key':
    case 'start-logging':
    case 'stop-logging':
      return undefined;
  }
}

/** A change of a trail that can be undone. */
export interface Restorable {
  readonly run: RecordedRun;
  readonly trailArn: string;
  /** Absent = SSE-S3. The same as `to` where only the policy of the key was extended. */
  readonly from?: string;
  readonly to?: string;
}

/** The last change of each trail, as far as this journal knows and unless it was undone already. */
export function restorable(runs: readonly RecordedRun[]): Restorable[] {
  const last = new Map<string, Restorable>();
  for (const run of runs) {
    for (const { step, state } of run.steps) {
      if (step.kind === 'restore-policy' && (state === 'done' || state === 'already-so')) {
        for (const { trailArn, from, to } of [...last.values()].filter(
          one => one.run.id === run.plan.undoes,
        )) {
          if (from === to) {
            last.delete(trailArn);
          }
        }
      }
      if (step.kind !== 'update-trail') {
        continue;
      }
      if (run.plan.purpose === 'restore') {
        // An undo that broke off can be repeated.
        if (state === 'done' || state === 'already-so') {
          last.delete(step.trailArn);
        }
        continue;
      }
      if (!mayHaveHappened(state)) {
        continue;
      }
      const to = arnOf(step.to, madeKeyOf(run));
      last.set(step.trailArn, {
        run,
        trailArn: step.trailArn,
        ...(step.from !== undefined && { from: step.from }),
        ...(to !== undefined && { to }),
      });
    }
  }
  return [...last.values()];
}

/** Whether log files may need a key: a trail may have used it, whoever gave it to the trail. */
export function everServed(runs: readonly Pick<RecordedRun, 'steps'>[], keyArn: string): boolean {
  return runs.some(run =>
    run.steps.some(({ step, state }) => {
      if (step.kind !== 'update-trail') {
        return false;
      }
      const isGiven = mayHaveHappened(state) || state === 'already-so';
      return step.from === keyArn || (isGiven && arnOf(step.to, madeKeyOf(run)) === keyArn);
    }),
  );
}

export function mayHaveHappened(state: RecordedStep['state']): boolean {
  return state === 'done' || state === 'begun' || state === 'uncertain';
}

/** Nothing is left to do about a step in one of these states. */
export function isSettled(state: RecordedStep['state']): boolean {
  return state === 'done' || state === 'already-so' || state === 'left';
}

/** Whether a run passes over a step. What a guard left, since a trail was still using the key say, is looked at again. */
export function isOver(step: Step, state: RecordedStep['state']): boolean {
  const wasLeft = state === 'left' && guardsOf(step).some(({ otherwise }) => otherwise === 'leave');
  return isSettled(state) && !wasLeft;
}

/** Whether everything is written. A trail that was not read again is none the worse. */
export function isWritten(steps: readonly RecordedStep[]): boolean {
  return steps.every(({ step, state }) => !writes(step) || isSettled(state));
}

/** Whether something was, or may have been, written. */
export function wroteSomething(steps: readonly RecordedStep[]): boolean {
  return steps.some(({ step, state }) => writes(step) && mayHaveHappened(state));
}

/**
 * Whether something was, or may have been, written that can be undone. A scheduled deletion cannot, and a cancelled one
 * stays cancelled: what would be lost cannot be restored.
 */
export function canBeUndone(steps: readonly RecordedStep[]): boolean {
  return steps.some(({ step, state }) => {
    switch (step.kind) {
      case 'create-key':
      case 'add-statements':
      case 'enable-key':
      case 'start-logging':
        return mayHaveHappened(state);
      case 'update-trail':
        return mayHaveHappened(state) && !keepsKey(step);
      default:
        return false;
    }
  });
}

/**
 * Whether a run can be undone as a whole: it wrote something that can be undone, it was not undone yet, and no later change
 * gave one of its trails another key.
 */
export function isUndoable(run: RecordedRun, runs: readonly RecordedRun[]): boolean {
  const updated = updatedBy(run);
  const isSuperseded = runs
    .slice(runs.findIndex(({ id }) => id === run.id) + 1)
    .some(later => updatedBy(later).some(arn => updated.includes(arn)));
  return run.plan.purpose !== 'restore' && canBeUndone(run.steps) && !isTakenBack(run, runs) && !isSuperseded;
}

function updatedBy({ steps }: RecordedRun): readonly string[] {
  return steps.flatMap(({ step, state }) =>
    step.kind === 'update-trail' && mayHaveHappened(state) ? [step.trailArn] : [],
  );
}

/** Runs that touched a trail. */
export function runsOf(trailArn: string, runs: readonly RecordedRun[]): RecordedRun[] {
  return runs.filter(run => trailsIn(run.plan).includes(trailArn));
}

/** The last change of a trail, if it was a repair that can be undone. */
export function lastRepairOf(trailArn: string, runs: readonly RecordedRun[]): RecordedRun | undefined {
  const last = runsOf(trailArn, runs).findLast(
    ({ plan, steps }) => plan.purpose !== 'restore' && wroteSomething(steps),
  );
  return last?.plan.purpose === 'repair' && canBeUndone(last.steps) && !isTakenBack(last, runs)
    ? last
    : undefined;
}

function withRecord(run: RecordedRun, record: Exclude<JournalRecord, { kind: 'run-begun' }>): RecordedRun {
  switch (record.kind) {
    case 'run-resumed': {
      const { ended: _, ...open } = run;
      return open;
    }
    case 'run-ended':
      return { ...run, ended: record.ended };
    case 'step-begun': {
      const { step, keyArn, requestIds } = run.steps[record.step] ?? {};
      if (!step) {
        return run;
      }
      const begun: RecordedStep = {
        step,
        state: 'begun',
        time: record.time,
        requestIds: requestIds ?? [],
        ...(keyArn !== undefined && { keyArn }),
      };
      return { ...run, steps: run.steps.with(record.step, begun) };
    }
    case 'step-ended': {
      const former = run.steps[record.step];
      if (!former) {
        return run;
      }
      const { kind: _, run: __, step: index, ...end } = record;
      const requestIds = [...former.requestIds, ...(end.requestIds ?? [])];
      return { ...run, steps: run.steps.with(index, { step: former.step, ...end, requestIds }) };
    }
  }
}

function isHalfDone({ steps }: RecordedRun): boolean {
  return wroteSomething(steps) && !isWritten(steps);
}
