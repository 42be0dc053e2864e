import type { Failure } from './failure.ts';
import { isRecord } from './journalShape.ts';
import type { Plan } from './plan.ts';
import type { JournalStorage } from './ports.ts';

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
  /** The key that the step created. */
  readonly keyArn?: string;
  readonly requestIds: readonly string[];
  readonly failure?: Failure;
  readonly delivery?: Delivery;
}

export type EndState =
  | 'done'
  /** Nothing had to be done. */
  | 'already-so'
  /** Left unchanged on purpose: a policy that others changed, a step that the person skipped. */
  | 'left'
  | 'failed'
  /** Cancelled before it was sent. */
  | 'cancelled'
  /** The call got no answer, and reading did not show whether it took effect. */
  | 'uncertain';

/** Whether log files arrive under the new key; the first come after about five minutes. */
export type Delivery =
  /** No log file will come until logging is started. */
  | { readonly kind: 'not-logging' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'confirmed'; readonly time: number }
  | { readonly kind: 'failing'; readonly error: string };

export interface Journal {
  write(record: JournalRecord): Promise<void>;
  read(): Promise<readonly JournalRecord[]>;
  /** How many lines do not fit, and are passed over. */
  leftOut(): Promise<number>;
}

export function journalIn(storage: JournalStorage): Journal {
  return {
    write: record => storage.append(JSON.stringify({ v: version, ...record })),
    read: async () => readJournal(await storage.lines()).records,
    leftOut: async () => readJournal(await storage.lines()).leftOut,
  };
}

const version = 1;

/**
 * Reads what is valid. A line that a crash cut short, that a later version wrote or that was damaged is left out, and so
 * is a record of a run or step that no earlier line starts.
 */
function readJournal(lines: readonly string[]): {
  readonly records: readonly JournalRecord[];
  readonly leftOut: number;
} {
  const records: JournalRecord[] = [];
  const stepsOf = new Map<string, number>();
  for (const line of lines) {
    const record = recordIn(line);
    if (!record || !fits(record, stepsOf)) {
      continue;
    }
    if (record.kind === 'run-begun') {
      stepsOf.set(record.run, record.plan.steps.length);
    }
    records.push(record);
  }
  return { records, leftOut: lines.length - records.length };
}

function fits(record: JournalRecord, stepsOf: ReadonlyMap<string, number>): boolean {
  if (record.kind === 'run-begun') {
    return record.run === record.plan.id;
  }
  const steps = stepsOf.get(record.run);
  return steps !== undefined && (!('step' in record) || record.step < steps);
}

function recordIn(line: string): JournalRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const { v } = (value ?? {}) as { readonly v?: unknown };
    return v === version && isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
