import type { Failure } from './failure.ts';
import type { Plan } from './plan.ts';
import type { JournalStorage } from './ports.ts';
import { isStep } from './step.ts';

/**
 * What was done to AWS, written down before and after each step, and never changed. Holds plans, policies, ARNs
 * and request ids; no credentials ever pass through here.
 */
export type JournalRecord =
  | {
      readonly kind: 'run-begun';
      readonly run: string;
      readonly time: number;
      /** ARN of the caller. */
      readonly who: string;
      readonly plan: Plan;
    }
  /** The run goes on after a restart, or after a failure. */
  | { readonly kind: 'run-resumed'; readonly run: string; readonly time: number; readonly who: string }
  | { readonly kind: 'step-begun'; readonly run: string; readonly time: number; readonly step: number }
  | ({
      readonly kind: 'step-ended';
      readonly run: string;
      readonly time: number;
      readonly step: number;
    } & StepEnd)
  | { readonly kind: 'run-ended'; readonly run: string; readonly time: number; readonly ended: RunEnd };

/** `closed`: a person decided to leave an unfinished run as it is. */
export type RunEnd = 'done' | 'failed' | 'cancelled' | 'closed';

export interface StepEnd {
  readonly state: EndState;
  /** The key that the step made. */
  readonly keyArn?: string;
  readonly requestIds: readonly string[];
  readonly failure?: Failure;
  readonly delivery?: Delivery;
}

export type EndState =
  | 'done'
  /** Nothing had to be done. */
  | 'already-so'
  /** Left as it is on purpose: a policy that somebody changed, a step that a person skipped. */
  | 'left'
  | 'failed'
  /** Cancelled before it was sent. */
  | 'cancelled'
  /** The call got no answer, and reading did not tell whether it took place. */
  | 'uncertain';

/** Whether log files arrive under the new key; the first come after about five minutes. */
export type Delivery =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'confirmed'; readonly time: number }
  | { readonly kind: 'failing'; readonly error: string };

export interface Journal {
  write(record: JournalRecord): Promise<void>;
  read(): Promise<readonly JournalRecord[]>;
}

export function journalIn(storage: JournalStorage): Journal {
  return {
    write: record => storage.append(JSON.stringify({ v: version, ...record })),
    read: async () => (await storage.lines()).flatMap(readRecord),
  };
}

const version = 1;

/** A line that a crash cut short, that a later version wrote, or that somebody damaged, is passed over. */
function readRecord(line: string): JournalRecord[] {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is JournalRecord {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { v, kind, run, time, step, state, requestIds, plan } = value as Record<string, unknown>;
  if (v !== version || typeof run !== 'string' || typeof time !== 'number') {
    return false;
  }
  switch (kind) {
    case 'run-begun':
      return isPlan(plan);
    case 'step-begun':
      return typeof step === 'number';
    case 'step-ended':
      return typeof step === 'number' && typeof state === 'string' && Array.isArray(requestIds);
    default:
      return kind === 'run-resumed' || kind === 'run-ended';
  }
}

function isPlan(value: unknown): boolean {
  const { account, steps } = (value ?? {}) as { readonly account?: unknown; readonly steps?: unknown };
  return typeof account === 'string' && Array.isArray(steps) && steps.every(isStep);
}
