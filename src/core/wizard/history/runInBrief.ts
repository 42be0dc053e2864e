import {
  isTakenBack,
  isWritten,
  type Plan,
  type RecordedRun,
  type Step,
  trailsIn,
} from '../../remediation/index.ts';
import { trailNameIn } from '../../trail/arn.ts';
import { type Message, message } from '../../wording/message.ts';
import type { NameKey } from '../../wording/plans.ts';
import { profileName } from '../../wording/profiles.ts';

export interface RunInBrief {
  /** What was done, and of which trail. */
  readonly brief: Message;
  /** What came of it. */
  readonly state: Message;
  /** To the minute, in UTC. */
  readonly when: string;
  readonly who: Message;
}

/** A recorded change as a row of a list. */
export function runInBrief(run: RecordedRun, all: readonly RecordedRun[], nameKey: NameKey): RunInBrief {
  return {
    brief: planInBrief(run.plan, nameKey),
    state: stateOf(run, all),
    when: toTheMinute(run.time),
    who: message('{0}, profile {1}', run.who, profileName(run.plan.profile)),
  };
}

/** `2026-03-01 09:41 UTC`. */
export function toTheMinute(time: number): string {
  return inUtc(time, 'YYYY-MM-DD HH:MM');
}

/** `2026-03-01 09:41:27 UTC`. */
export function toTheSecond(time: number): string {
  return inUtc(time, 'YYYY-MM-DD HH:MM:SS');
}

function inUtc(time: number, { length }: string): string {
  return `${new Date(time).toISOString().slice(0, length).replace('T', ' ')} UTC`;
}

/** What a plan does, and to which trails. */
export function planInBrief(plan: Plan, nameKey: NameKey): Message {
  const names = trailsIn(plan).map(trailNameIn).join(', ');
  const repair = plan.steps.flatMap(step => repairInBrief(step, nameKey) ?? [])[0];
  switch (plan.purpose) {
    case 'enable':
      return message('Enable SSE-KMS: {0}', names);
    case 'change':
      return message('Change KMS key: {0}', names);
    case 'restore':
      return names === '' ? message('Undo') : message('Undo: {0}', names);
    case 'repair':
      return repair ?? message('Repair: {0}', names);
  }
}

function repairInBrief(step: Step, nameKey: NameKey): Message | undefined {
  switch (step.kind) {
    case 'cancel-deletion':
      return message('Cancel deletion of {0}', nameKey(step.keyArn));
    case 'enable-key':
      return message('Enable KMS key {0}', nameKey(step.keyArn));
    case 'start-logging':
      return message('Start logging: {0}', trailNameIn(step.trailArn));
    default:
      return undefined;
  }
}

function stateOf(run: RecordedRun, all: readonly RecordedRun[]): Message {
  if (isTakenBack(run, all)) {
    return message('undone');
  }
  if (isWritten(run.steps)) {
    return message('done');
  }
  switch (run.ended) {
    case 'failed':
      return message('failed before all steps were done');
    case 'cancelled':
      return message('cancelled before all steps were done');
    default:
      return message('interrupted before all steps were done');
  }
}
