import { isServiceFault } from '../account/cause.ts';
import { type Problem, problemOf } from '../account/problem.ts';
import { type Failure, FailureError, failureOf } from './failure.ts';
import type { EndState } from './journal.ts';
import type { Clock, Written } from './ports.ts';
import { retryDelay } from './retry.ts';
import type { Step } from './step.ts';

/** How a step is written to AWS. */
export interface Write<W extends Written> {
  readonly step: Step;
  /** Reads again what the write rests on, before every attempt; true = it is so already. Throws where it must not be done. */
  readonly isNeedless: () => Promise<boolean>;
  readonly send: () => Promise<W>;
  /** After a call without an answer: whether it took place. Undefined = cannot be told. */
  readonly tookPlace: () => Promise<boolean | undefined>;
}

export interface WriteContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The step was begun before, in a run that broke off or got no answer: it may have taken place. */
  readonly begunBefore: boolean;
  /** A key or policy was written in this run: KMS may take a while to know it everywhere. */
  readonly fresh: boolean;
  /** Called before each attempt; throws where the run may not go on. */
  readonly mayWrite: () => Promise<void>;
  readonly waiting: (problem: Problem, attempt: number, delay: number) => void;
}

export interface WriteEnd<W extends Written> {
  readonly state: EndState;
  readonly written?: W;
  readonly requestIds: readonly string[];
  /** Of what is uncertain. */
  readonly failure?: Failure;
}

/** The person cancelled, between two writes. */
export class CancelledError extends Error {
  /** An attempt got no answer, and reading did not tell whether it took place. */
  readonly inDoubt: boolean;

  constructor(inDoubt = false) {
    super('cancelled');
    this.name = 'CancelledError';
    this.inDoubt = inDoubt;
  }
}

/** Writes once, and again only where waiting helps. The signal is heeded before each attempt, never within one. */
export async function write<W extends Written>(work: Write<W>, context: WriteContext): Promise<WriteEnd<W>> {
  const requestIds: string[] = [];
  let waited = 0;
  let doubt: Problem | undefined;
  for (let attempt = 1; ; attempt++) {
    const needless = await settledBefore(work, context, doubt);
    if (needless === undefined && doubt) {
      return uncertain(doubt, requestIds);
    }
    if (needless) {
      // What an earlier attempt of ours may have done is ours, and can be taken back.
      return { state: attempt === 1 && !context.begunBefore ? 'already-so' : 'done', requestIds };
    }
    await context.mayWrite();
    if (context.signal.aborted) {
      throw new CancelledError(doubt !== undefined);
    }
    const outcome = await attemptOnce(work);
    if (outcome.kind === 'written') {
      const { requestId } = outcome.written;
      return { state: 'done', written: outcome.written, requestIds: withId(requestIds, requestId) };
    }
    const { problem } = outcome;
    requestIds.push(...withId([], problem.requestId));
    doubt = undefined;
    if (hasNoAnswer(problem)) {
      const took = await work.tookPlace();
      if (took) {
        return { state: 'done', requestIds };
      }
      doubt = took === undefined ? problem : undefined;
    }
    // Without any answer and without reading there is nothing to wait for.
    const delay =
      doubt && problem.kind !== 'aws-error'
        ? undefined
        : retryDelay(problem, work.step, attempt, waited, context.fresh);
    if (delay === undefined && doubt) {
      return uncertain(doubt, requestIds);
    }
    if (delay === undefined) {
      throw new FailedWrite(problem, work.step, requestIds);
    }
    context.waiting(problem, attempt, delay);
    await context.clock.sleep(delay, context.signal);
    waited += delay;
  }
}

/** Whether it is so already. After an attempt that left a doubt, reading that fails leaves it, too: then undefined. */
async function settledBefore<W extends Written>(
  work: Write<W>,
  { signal }: WriteContext,
  doubt: Problem | undefined,
): Promise<boolean | undefined> {
  try {
    return await work.isNeedless();
  } catch (error) {
    if (!doubt || error instanceof FailureError) {
      throw error;
    }
    if (signal.aborted) {
      throw new CancelledError(true);
    }
    return undefined;
  }
}

function uncertain(problem: Problem, requestIds: readonly string[]): WriteEnd<never> {
  return { state: 'uncertain', requestIds, failure: { kind: 'no-answer', problem } };
}

/** A write that AWS refused, with the ids of all attempts. */
export class FailedWrite extends FailureError {
  readonly requestIds: readonly string[];

  constructor(problem: Problem, step: Step, requestIds: readonly string[]) {
    super(failureOf(problem, step));
    this.requestIds = requestIds;
  }
}

/** Whether the call may have taken place although it failed. */
function hasNoAnswer(problem: Problem): boolean {
  switch (problem.kind) {
    case 'network':
    case 'timeout':
    case 'not-aws':
    case 'cancelled':
    case 'local-error':
      return true;
    case 'aws-error':
      // What is there already may be ours.
      return isServiceFault(problem.name) || problem.name === 'AlreadyExistsException';
    default:
      return false;
  }
}

type Attempt<W> =
  | { readonly kind: 'written'; readonly written: W }
  | { readonly kind: 'refused'; readonly problem: Problem };

async function attemptOnce<W extends Written>(work: Write<W>): Promise<Attempt<W>> {
  try {
    return { kind: 'written', written: await work.send() };
  } catch (error) {
    return { kind: 'refused', problem: problemOf(error) };
  }
}

function withId(ids: readonly string[], id: string | undefined): string[] {
  return id === undefined ? [...ids] : [...ids, id];
}
