import { concernsProfile, type Problem, problemOf } from '../account/problem.ts';
import { messageOf } from '../base/thrown.ts';
import { checkGuard } from './checkGuard.ts';
import { type Failure, FailureError, failureOf, type NextAction, nextActionsFor } from './failure.ts';
import type { Guard } from './guards.ts';
import {
  canBeUndone,
  everServed,
  isOver,
  isTakenBack,
  madeKeyOf,
  mayHaveHappened,
  notBegun,
  type RecordedRun,
  type RecordedStep,
  runsIn,
} from './history.ts';
import { type Delivery, journalIn, type RunEnd, type StepEnd } from './journal.ts';
import { Leases } from './leases.ts';
import { perform } from './perform.ts';
import type { Plan } from './plan.ts';
import type { ChangeableAccount, Clock, JournalStorage } from './ports.ts';
import { preconditionsOf } from './preconditions.ts';
import { changesKey, type Step, trailOf, writes } from './step.ts';
import { CancelledError, FailedWrite, requestIdsOf } from './write.ts';

export interface RunPorts {
  /** Gives the same account each time; where it cannot be opened, the run fails with that. */
  readonly open: () => Promise<ChangeableAccount>;
  readonly storage: JournalStorage;
  readonly clock: Clock;
  /** Distinguishes this window from the others, and from itself before a restart. */
  readonly window: string;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Steps, by their place in the plan, that a person chose to leave: an alias that cannot be had. */
  readonly leave?: ReadonlySet<number>;
}

export type Progress =
  /** What the plan rests on is read again; nothing is written yet. */
  | { readonly kind: 'checking' }
  | { readonly kind: 'step-begun'; readonly index: number; readonly step: Step }
  /** AWS needs time, or is busy; the step is tried again after the delay, in milliseconds. */
  | {
      readonly kind: 'waiting';
      readonly index: number;
      readonly step: Step;
      readonly problem: Problem;
      readonly attempt: number;
      readonly delay: number;
    }
  | { readonly kind: 'step-ended'; readonly index: number; readonly step: Step; readonly end: StepEnd };

/** What was done, what was not, why, and what can be done next. Nothing is left out when it went wrong. */
export interface RunResult {
  readonly plan: Plan;
  readonly ended: RunEnd;
  /** One for each step of the plan. */
  readonly steps: readonly RecordedStep[];
  readonly trails: readonly TrailResult[];
  readonly madeKey?: string;
  /** The first, which is that of its step, too; each trail has its own besides. */
  readonly failure?: Failure;
  /** The most helpful first. */
  readonly nextActions: readonly NextAction[];
}

export interface TrailResult {
  readonly trailArn: string;
  readonly state: 'changed' | 'already-so' | 'failed' | 'uncertain' | 'not-reached';
  readonly failure?: Failure;
  readonly delivery?: Delivery;
}

/**
 * Runs a plan step by step, or goes on where its run broke off or failed, as the journal has it once no other window can
 * write to it. A step that fails ends what rests on it: a trail's own step only that trail, any
 * other the whole run. Never throws.
 */
export async function runPlan(plan: Plan, ports: RunPorts, options: RunOptions): Promise<RunResult> {
  const run = new Run(plan, ports, options);
  return run.go();
}

class Run {
  readonly #plan: Plan;
  readonly #ports: RunPorts;
  readonly #options: RunOptions;
  readonly #leases: Leases;
  readonly #journal: ReturnType<typeof journalIn>;
  #steps: RecordedStep[];
  /** All runs of the journal before this one begins, or goes on. */
  #runs: readonly RecordedRun[] = [];
  readonly #failedTrails = new Set<string>();
  #failure: Failure | undefined;
  /** The journal knows this run, and its end has to be recorded. */
  #isRecorded = false;
  #lastUpdate: number | undefined;

  constructor(plan: Plan, ports: RunPorts, options: RunOptions) {
    this.#plan = plan;
    this.#ports = ports;
    this.#options = options;
    this.#leases = new Leases(plan, ports.storage, ports.clock, ports.window);
    this.#journal = journalIn(ports.storage);
    this.#steps = notBegun(plan);
  }

  async go(): Promise<RunResult> {
    try {
      await this.#begin();
      if (await this.#isStillTrue()) {
        await this.#allSteps();
      }
      return await this.#end(this.#failure ? 'failed' : 'done');
    } catch (error) {
      if (error instanceof CancelledError || isCancelled(error)) {
        return this.#end('cancelled');
      }
      this.#failure ??= failureIn(error, this.#plan.steps[0]);
      return this.#end('failed');
    } finally {
      await this.#leases.release();
    }
  }

  /** Nothing is done before it is known who does it and before that is written down. */
  async #begin(): Promise<void> {
    const opened = await this.#ports.open();
    const { account, arn } = await opened.identity(this.#options.signal);
    if (account !== this.#plan.account) {
      throw new FailureError({ kind: 'other-account', expected: this.#plan.account, found: account });
    }
    await this.#recorded(this.#leases.take());
    const isResumed = await this.#recorded(this.#recall());
    const entry = { run: this.#plan.id, time: this.#ports.clock.now(), who: arn };
    await this.#recorded(
      this.#journal.write(
        isResumed ? { kind: 'run-resumed', ...entry } : { kind: 'run-begun', ...entry, plan: this.#plan },
      ),
    );
    this.#isRecorded = true;
  }

  /** Takes over what was done of the plan. Whoever asked for the run may have read the journal hours ago. */
  async #recall(): Promise<boolean> {
    this.#runs = runsIn(await this.#journal.read());
    const former = this.#runs.find(({ id }) => id === this.#plan.id);
    if (former && isTakenBack(former, this.#runs)) {
      throw new FailureError({ kind: 'taken-back' });
    }
    this.#steps = former ? [...former.steps] : this.#steps;
    return former !== undefined;
  }

  /** Whether the plan may be run. Where somebody changed what it rests on, the step that would stop fails at once. */
  async #isStillTrue(): Promise<boolean> {
    const { leave, onProgress } = this.#options;
    const rest = this.#steps.map((one, index) =>
      leave?.has(index) ? ({ ...one, state: 'left' } as const) : one,
    );
    const conditions = preconditionsOf(rest);
    if (conditions.length > 0) {
      onProgress?.({ kind: 'checking' });
    }
    for (const { index, guard } of conditions) {
      const { step } = this.#steps[index] ?? {};
      const end = step && (await this.#checked(step, guard));
      if (step && end) {
        await this.#settle(index, step, end);
        this.#failure = end.failure;
        return false;
      }
    }
    return true;
  }

  /** How a step ends that a guard keeps from being begun; undefined if the guard holds. */
  async #checked(step: Step, guard: Guard): Promise<StepEnd | undefined> {
    const { signal } = this.#options;
    try {
      const account = await this.#ports.open();
      const answer = await checkGuard(guard, { account, signal, madeKey: madeKeyOf({ steps: this.#steps }) });
      return answer.kind === 'broken'
        ? { state: 'failed', requestIds: [], failure: answer.failure }
        : undefined;
    } catch (error) {
      if (isCancelled(error)) {
        throw new CancelledError();
      }
      return { state: 'failed', requestIds: requestIdsOf(problemOf(error)), failure: failureIn(error, step) };
    }
  }

  async #allSteps(): Promise<void> {
    for (const [index, { step, state }] of this.#steps.entries()) {
      const trail = trailOf(step);
      if (isOver(step, state) || (trail !== undefined && this.#failedTrails.has(trail))) {
        continue;
      }
      if (this.#options.signal.aborted) {
        throw new CancelledError();
      }
      const end = await this.#oneStep(index, step);
      if (end.state !== 'failed' && end.state !== 'uncertain') {
        continue;
      }
      this.#failure ??= end.failure;
      if (trail === undefined || stopsEverything(end.failure)) {
        break;
      }
      this.#failedTrails.add(trail);
    }
  }

  async #oneStep(index: number, step: Step): Promise<StepEnd> {
    const { clock } = this.#ports;
    const run = this.#plan.id;
    const former = this.#steps[index];
    if (this.#options.leave?.has(index)) {
      return this.#settle(index, step, { state: 'left', requestIds: [] });
    }
    await this.#recorded(this.#journal.write({ kind: 'step-begun', run, time: clock.now(), step: index }));
    this.#options.onProgress?.({ kind: 'step-begun', index, step });
    return this.#settle(index, step, await this.#performed(index, step, former));
  }

  async #performed(index: number, step: Step, former: RecordedStep | undefined): Promise<StepEnd> {
    try {
      await this.#paceUpdates(step);
      return await perform(step, await this.#contextOf(index, step, former));
    } catch (error) {
      if (error instanceof CancelledError || isCancelled(error)) {
        const inDoubt = error instanceof CancelledError && error.inDoubt;
        await this.#forget(index, step, inDoubt || (former !== undefined && mayHaveHappened(former.state)));
        throw new CancelledError();
      }
      const requestIds = error instanceof FailedWrite ? error.requestIds : requestIdsOf(problemOf(error));
      // What may have taken place before may still have.
      const state = former && mayHaveHappened(former.state) && writes(step) ? 'uncertain' : 'failed';
      return { state, requestIds, failure: failureIn(error, step) };
    }
  }

  async #contextOf(index: number, step: Step, former: RecordedStep | undefined) {
    return {
      account: await this.#ports.open(),
      clock: this.#ports.clock,
      signal: this.#options.signal,
      fresh: this.#isFresh(),
      madeKey: madeKeyOf({ steps: this.#steps }),
      begunBefore: former !== undefined && mayHaveHappened(former.state),
      updatedAt: this.#updatedAt(step),
      everServed: (keyArn: string) => everServed(this.#runs, keyArn),
      leases: {
        renew: () => this.#recorded(this.#leases.renew()),
        outlastWrite: () => this.#leases.outlastWrite(),
      },
      waiting: (problem: Problem, attempt: number, delay: number) =>
        this.#options.onProgress?.({ kind: 'waiting', index, step, problem, attempt, delay }),
    };
  }

  /** Whether this run has written a key, or another one a moment ago: one that enabled the key on which this one failed, say. */
  #isFresh(): boolean {
    const hasWritten = (steps: readonly RecordedStep[], since: number) =>
      steps.some(({ step, state, time = 0 }) => changesKey(step) && state === 'done' && time > since);
    const since = this.#ports.clock.now() - knownEverywhere;
    return hasWritten(this.#steps, 0) || this.#runs.some(({ steps }) => hasWritten(steps, since));
  }

  async #settle(index: number, step: Step, end: StepEnd): Promise<StepEnd> {
    const time = this.#ports.clock.now();
    const keyArn = end.keyArn ?? this.#steps[index]?.keyArn;
    this.#steps[index] = { step, time, ...end, ...(keyArn !== undefined && { keyArn }) };
    this.#options.onProgress?.({ kind: 'step-ended', index, step, end });
    await this.#recorded(
      this.#journal.write({ kind: 'step-ended', run: this.#plan.id, time, step: index, ...end }),
    );
    return end;
  }

  /** A step that cancelling kept from being sent. What was sent before, and got no answer, stays in doubt. */
  async #forget(index: number, step: Step, inDoubt: boolean): Promise<void> {
    const time = this.#ports.clock.now();
    const end: StepEnd = { state: inDoubt ? 'uncertain' : 'cancelled', requestIds: [] };
    this.#steps[index] = { step, time, ...end };
    await this.#journal
      .write({ kind: 'step-ended', run: this.#plan.id, time, step: index, ...end })
      .catch(() => {});
  }

  /** CloudTrail takes about one UpdateTrail a second in a Region (AWS General Reference, CloudTrail quotas). */
  async #paceUpdates(step: Step): Promise<void> {
    if (step.kind !== 'update-trail' && step.kind !== 'try-update') {
      return;
    }
    const { clock } = this.#ports;
    const wait = this.#lastUpdate === undefined ? 0 : this.#lastUpdate + 1100 - clock.now();
    if (wait > 0) {
      await clock.sleep(wait, this.#options.signal);
    }
    this.#lastUpdate = clock.now();
  }

  /** What concerns the journal and its leases: without them nothing more is done. */
  async #recorded<T>(writing: Promise<T>): Promise<T> {
    try {
      return await writing;
    } catch (error) {
      if (error instanceof FailureError) {
        throw error;
      }
      const detail = messageOf(error);
      throw new FailureError({ kind: 'not-recorded', detail });
    }
  }

  async #end(ended: RunEnd): Promise<RunResult> {
    const { clock } = this.#ports;
    if (this.#isRecorded) {
      await this.#journal
        .write({ kind: 'run-ended', run: this.#plan.id, time: clock.now(), ended })
        .catch(() => {});
    }
    const madeKey = madeKeyOf({ steps: this.#steps });
    return {
      plan: this.#plan,
      ended,
      steps: this.#steps,
      trails: trailResults(this.#steps),
      ...(madeKey !== undefined && { madeKey }),
      ...(this.#failure && { failure: this.#failure }),
      nextActions: ended === 'done' ? [] : this.#nextActions(),
    };
  }

  #nextActions(): NextAction[] {
    const failed = this.#steps.find(({ state, failure }) => state === 'failed' && failure === this.#failure);
    const optional = failed?.step.kind === 'create-alias' || failed?.step.kind === 'enable-rotation';
    const key = madeKeyOf({ steps: this.#steps });
    const served = key !== undefined && everServed([{ steps: this.#steps }], key);
    const offers: NextAction[] = [
      ...(this.#failure ? nextActionsFor(this.#failure) : (['retry'] as const)),
      ...(optional ? (['retry', 'go-on'] as const) : []),
      ...(canBeUndone(this.#steps) ? (['undo'] as const) : []),
      ...(key !== undefined && !served ? (['delete-made-key'] as const) : []),
    ];
    return [...new Set(offers)];
  }

  #updatedAt(step: Step): number {
    const trail = trailOf(step);
    const update = this.#steps.find(one => one.step.kind === 'update-trail' && one.step.trailArn === trail);
    return update?.time ?? this.#ports.clock.now();
  }
}

/** Milliseconds in which all of KMS knows of a change (KMS Developer Guide, "Eventual consistency": mostly seconds, at times minutes). */
const knownEverywhere = 5 * 60_000;

function trailResults(steps: readonly RecordedStep[]): TrailResult[] {
  return steps.flatMap(({ step, state, failure }) => {
    if (step.kind !== 'update-trail') {
      return [];
    }
    const confirmed = steps.find(one => one.step.kind === 'confirm' && one.step.trailArn === step.trailArn);
    const why = failure ?? confirmed?.failure;
    return [
      {
        trailArn: step.trailArn,
        state: trailState(state),
        ...(why && { failure: why }),
        ...(confirmed?.delivery && { delivery: confirmed.delivery }),
      },
    ];
  });
}

function trailState(state: RecordedStep['state']): TrailResult['state'] {
  switch (state) {
    case 'done':
      return 'changed';
    case 'already-so':
    case 'failed':
    case 'uncertain':
      return state;
    case 'begun':
      return 'uncertain';
    case 'left':
    case 'cancelled':
    case 'not-begun':
      return 'not-reached';
  }
}

/** What would fail for every other trail too. */
function stopsEverything(failure: Failure | undefined): boolean {
  switch (failure?.kind) {
    case 'aws':
      return concernsProfile(failure.problem) || failure.problem.kind === 'network';
    case 'no-answer':
      return failure.problem.kind === 'network';
    case 'leased':
    case 'not-recorded':
      return true;
    default:
      return false;
  }
}

function failureIn(error: unknown, step: Step | undefined): Failure {
  if (error instanceof FailureError) {
    return error.failure;
  }
  const problem = problemOf(error);
  return step ? failureOf(problem, step) : { kind: 'aws', problem, cause: 'other' };
}

function isCancelled(error: unknown): boolean {
  return problemOf(error).kind === 'cancelled';
}
