import type { Failure } from './failure.ts';
import { arnOf, madeKeyOf, type RecordedRun, type RecordedStep } from './history.ts';
import type { Plan } from './plan.ts';

/** One change as an auditor asks for it: who, when, where, before, after. */
export interface AuditEntry {
  readonly run: string;
  readonly purpose: Plan['purpose'];
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly who: string;
  readonly account: string;
  readonly profile: string;
  readonly change:
    | 'key-made'
    | 'alias-made'
    | 'rotation-enabled'
    | 'key-policy'
    | 'trail'
    | 'deletion-scheduled'
    | 'deletion-cancelled'
    | 'key-enabled'
    | 'key-disabled'
    | 'logging-started'
    | 'logging-stopped';
  /** ARN of the trail or the key. */
  readonly subject: string;
  /** Key ARN or policy text; absent = none. */
  readonly before?: string;
  readonly after?: string;
  readonly state: RecordedStep['state'];
  readonly requestIds: readonly string[];
  readonly failure?: Failure['kind'];
}

/** Every write that was started, by the time of its record, oldest first. */
export function auditOf(runs: readonly RecordedRun[]): AuditEntry[] {
  return runs
    .flatMap(run => run.steps.flatMap(step => entryOf(run, step)))
    .sort((left, right) => left.time - right.time);
}

function entryOf(run: RecordedRun, recorded: RecordedStep): AuditEntry[] {
  const what = recorded.state === 'not-begun' ? undefined : changeOf(run, recorded);
  if (!what) {
    return [];
  }
  const { plan } = run;
  return [
    {
      run: run.id,
      purpose: plan.purpose,
      time: recorded.time ?? run.time,
      who: run.who,
      account: plan.account,
      profile: plan.profile,
      ...what,
      state: recorded.state,
      requestIds: recorded.requestIds,
      ...(recorded.failure && { failure: recorded.failure.kind }),
    },
  ];
}

type Change = Pick<AuditEntry, 'change' | 'subject' | 'before' | 'after'>;

function changeOf(run: RecordedRun, { step }: RecordedStep): Change | undefined {
  const made = madeKeyOf(run);
  switch (step.kind) {
    case 'create-key':
      return { change: 'key-made', subject: made ?? step.description, after: step.policy };
    case 'create-alias':
      return { change: 'alias-made', subject: made ?? '', after: step.alias };
    case 'enable-rotation':
      return { change: 'rotation-enabled', subject: made ?? '' };
    case 'add-statements':
    case 'restore-policy':
      return { change: 'key-policy', subject: step.keyArn, before: step.before, after: step.after };
    case 'update-trail': {
      const after = arnOf(step.to, made);
      return {
        change: 'trail',
        subject: step.trailArn,
        ...(step.from !== undefined && { before: step.from }),
        ...(after !== undefined && { after }),
      };
    }
    case 'schedule-deletion':
      return { change: 'deletion-scheduled', subject: arnOf(step.key, made) ?? '' };
    case 'cancel-deletion':
      return { change: 'deletion-cancelled', subject: step.keyArn };
    case 'enable-key':
      return { change: 'key-enabled', subject: step.keyArn };
    case 'disable-key':
      return { change: 'key-disabled', subject: step.keyArn };
    case 'start-logging':
      return { change: 'logging-started', subject: step.trailArn };
    case 'stop-logging':
      return { change: 'logging-stopped', subject: step.trailArn };
    case 'confirm':
    case 'try-update':
    case 'find-key':
      return undefined;
  }
}
