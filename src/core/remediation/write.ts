import { type Problem, problemOf } from '../account/problem.ts';
import { type Answer, effectOf, type Seen } from './attempt.ts';
import { type Failure, FailureError, failureOf } from './failure.ts';
import type { EndState } from './journal.ts';
import type { Clock, Written } from './ports.ts';
import { retryDelay } from './retry.ts';
import type { Step } from './step.ts';

/** How a step is written to AWS. */
export interface Write<W extends Written> {
  readonly step: Step;
  /** Reads what the write rests on, right before every attempt. Throws where it cannot be read. */
  readonly look: () => Promise<Look>;
  readonly send: () => Promise<W>;
  /** Whether it took effect, as far as reading shows. Never throws. */
  readonly seen: () => Promise<Seen>;
  /** When a success has to be seen to be believed: always, or where nothing shows that AWS itself answered. */
  readonly confirm: 'always' | 'without-request-id' | 'never';
}

/** What was found before an attempt. */
export type Look =
  | { readonly kind: 'open' }
  /** No change is needed. */
  | { readonly kind: 'settled' }
  /** It must not be done: the run stops, or the step is left as it is. */
  | { readonly kind: 'stop' | 'leave'; readonly failure: Failure };

export interface WriteContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The step was started before, in a run that broke off or got no answer: it may have taken effect. */
  readonly begunBefore: boolean;
  /** A key or policy was written in this run, or a moment ago: KMS may take a while to know it everywhere. */
  readonly fresh: boolean;
  readonly leases: HeldLeases;
  readonly waiting: (problem: Problem, attempt: number, delay: number) => void;
}

/** What keeps other windows away. */
export interface HeldLeases {
  /** Secures them before anything is read; throws if the run may not continue. */
  renew(): Promise<void>;
  /** Whether they last until a write is answered. Makes no call. */
  outlastWrite(): boolean;
}

export interface WriteEnd<W extends Written> {
  readonly state: EndState;
  readonly written?: W;
  readonly requestIds: readonly string[];
  /** Of what is uncertain, or left. */
  readonly failure?: Failure;
}

/** The person cancelled, between two writes. */
export class CancelledError extends Error {
  /** An attempt got no answer, and reading did not show that it took effect. */
  readonly inDoubt: boolean;

  constructor(inDoubt = false) {
    super('cancelled');
    this.name = 'CancelledError';
    this.inDoubt = inDoubt;
  }
}

/**
 * Writes once, and again only where waiting helps. The signal is heeded before each attempt, never within one. An attempt
 * without an answer leaves a doubt that only success, or reading that shows it, takes away.
 */
export async function write<W extends Written>(work: Write<W>, context: WriteContext): Promise<WriteEnd<W>> {
  const requestIds: string[] = [];
  let waited = 0;
  let doubt: Failure | undefined;
  for (let attempt = 1; ; attempt++) {
    const found = await lookBefore(work.look, context, doubt);
    if (found.kind === 'settled') {
      // What an earlier attempt of ours may have done is ours, and can be undone; what AWS refused is somebody else's.
      return { state: doubt || context.begunBefore ? 'done' : 'already-so', requestIds };
    }
    if (found.kind === 'leave' && context.begunBefore && (await work.seen()) === 'done') {
      // It cannot be left unchanged any more.
      return { state: 'done', requestIds };
    }
    if (found.kind !== 'open') {
      return { state: doubt ? 'uncertain' : endOf(found), requestIds, failure: found.failure };
    }
    const outcome = await attemptOnce(work);
    requestIds.push(...outcome.requestIds);
    const doubted = doubt !== undefined || context.begunBefore;
    const seen = isToBeSeen(outcome, work, doubted) ? await work.seen() : 'not-read';
    const effect = effectOf(outcome.answer, seen, doubted);
    if (effect === 'done') {
      const { written } = outcome;
      return { state: 'done', requestIds, ...(written && { written }) };
    }
    const { problem } = outcome;
    if (effect === 'uncertain') {
      doubt = outcome.answer === 'refused' ? failureOf(problem, work.step) : { kind: 'no-answer', problem };
    }
    const delay = retryDelay(problem, work.step, attempt, waited, context.fresh);
    if (delay === undefined && doubt) {
      return { state: 'uncertain', requestIds, failure: doubt };
    }
    if (delay === undefined) {
      throw new FailedWrite(problem, work.step, requestIds);
    }
    context.waiting(problem, attempt, delay);
    await context.clock.sleep(delay, context.signal);
    waited += delay;
  }
}

/**
 * Reads what a write rests on, while its leases last. Nothing else happens between this reading and the write: a change made in
 * a gap would be overwritten.
 */
export async function lookBefore(
  look: () => Promise<Look>,
  { leases, signal }: Pick<WriteContext, 'leases' | 'signal'>,
  doubt?: Failure,
): Promise<Look> {
  try {
    for (;;) {
      await leases.renew();
      const found = await look();
      if (signal.aborted && found.kind === 'open') {
        throw new CancelledError(doubt !== undefined);
      }
      // A reading that took this long is repeated.
      if (leases.outlastWrite()) {
        return found;
      }
    }
  } catch (error) {
    if (!doubt || error instanceof CancelledError) {
      throw error;
    }
    if (signal.aborted) {
      throw new CancelledError(true);
    }
    return { kind: 'stop', failure: error instanceof FailureError ? error.failure : doubt };
  }
}

function endOf({ kind, failure }: Extract<Look, { readonly failure: Failure }>): EndState {
  if (kind === 'leave') {
    return 'left';
  }
  throw new FailureError(failure);
}

/** A write that AWS refused, with the ids of all attempts. */
export class FailedWrite extends FailureError {
  readonly requestIds: readonly string[];

  constructor(problem: Problem, step: Step, requestIds: readonly string[]) {
    super(failureOf(problem, step));
    this.requestIds = requestIds;
  }
}

interface Outcome<W> {
  readonly answer: Answer;
  readonly written?: W;
  /** Why it is not done, if it turns out not to be. */
  readonly problem: Problem;
  readonly requestIds: readonly string[];
}

async function attemptOnce<W extends Written>({ send, confirm }: Write<W>): Promise<Outcome<W>> {
  try {
    const written = await send();
    const isAws = written.requestId !== undefined || confirm === 'never';
    return {
      answer: isAws ? 'accepted' : 'none',
      written,
      problem: { kind: 'not-aws', detail: 'The answer does not confirm the change.' },
      requestIds: requestIdsOf(written),
    };
  } catch (error) {
    const problem = problemOf(error);
    return {
      answer: problem.effect === 'none' ? 'refused' : 'none',
      problem,
      requestIds: requestIdsOf(problem),
    };
  }
}

function isToBeSeen<W extends Written>(
  { answer }: Outcome<W>,
  { confirm }: Write<W>,
  doubted: boolean,
): boolean {
  switch (answer) {
    case 'accepted':
      return confirm === 'always';
    case 'refused':
      return doubted;
    case 'none':
      return true;
  }
}

export function requestIdsOf({ requestId }: Written): readonly string[] {
  return requestId === undefined ? [] : [requestId];
}
