import type { Problem, ProblemKind } from '../account/problem.ts';
import {
  type Check,
  isBoolean,
  isCount,
  isText,
  isTime,
  listOf,
  optional,
  shape,
  variants,
  wordOf,
} from '../base/shape.ts';
import type { PolicyStatement } from '../trail/keyPolicy/index.ts';
import { type Failure, isFailureCause } from './failure.ts';
import type { Delivery, EndState, JournalRecord, RunEnd } from './journal.ts';
import type { Plan } from './plan.ts';
import type { KeyReference, KeyTarget, Step } from './step.ts';

/**
 * Whether a value that was read back is a whole record of the journal, down to the last member that anything reads: a
 * damaged line costs that line, and never all that are shown with it.
 */
export function isRecord(value: unknown): value is JournalRecord {
  return isAnyRecord(value);
}

const key: Omit<Record<keyof Extract<KeyReference, { kind: 'key' }>, Check>, 'kind'> = { arn: isText };
const isKeyReference = variants<KeyReference>({ made: {}, key });
const isKeyTarget = variants<KeyTarget>({ made: {}, key, none: {} });

/** `Sid` is all that is shown of a statement; the whole policy is text. */
const isStatement: Check = shape<Pick<PolicyStatement, 'Sid'>>({ Sid: isText });

const isStep = variants<Step>({
  'create-key': {
    region: isText,
    description: isText,
    policy: isText,
    multiRegion: isBoolean,
    alias: isText,
  },
  'create-alias': { region: isText, alias: isText },
  'enable-rotation': { region: isText },
  'add-statements': {
    keyArn: isText,
    before: isText,
    after: isText,
    added: listOf(isStatement),
    formerUsers: optional(listOf(isText)),
  },
  'restore-policy': {
    keyArn: isText,
    before: isText,
    after: isText,
    trailArns: listOf(isText),
    formerUsers: listOf(isText),
    regions: listOf(isText),
  },
  'update-trail': {
    trailArn: isText,
    from: optional(isText),
    to: isKeyTarget,
    bucket: optional(isText),
    foreignOrganizationTrail: optional(isBoolean),
  },
  confirm: { trailArn: isText, to: isKeyTarget },
  'try-update': { trailArn: isText, keyArn: optional(isText), bucket: optional(isText) },
  'find-key': { region: isText, description: isText },
  'schedule-deletion': {
    key: isKeyReference,
    days: isCount,
    policy: isText,
    trailArns: listOf(isText),
    regions: listOf(isText),
  },
  'cancel-deletion': { keyArn: isText, trailArns: listOf(isText) },
  'enable-key': { keyArn: isText, trailArns: listOf(isText), saved: optional(isBoolean) },
  'disable-key': { keyArn: isText, formerUsers: listOf(isText), regions: listOf(isText) },
  'start-logging': { trailArn: isText, foreignOrganizationTrail: optional(isBoolean) },
  'stop-logging': { trailArn: isText, foreignOrganizationTrail: optional(isBoolean) },
});

const isPlan = shape<Plan>({
  id: isText,
  purpose: wordOf<Plan['purpose']>({ enable: true, change: true, restore: true, repair: true }),
  profile: isText,
  account: isText,
  partition: isText,
  steps: listOf(isStep),
  // They are shown before a plan is run, and not read again.
  warnings: listOf(shape<{ kind: string }>({ kind: isText })),
  undoes: optional(isText),
});

const problemKinds: Readonly<Record<ProblemKind, true>> = {
  'sso-session-expired': true,
  'login-session-expired': true,
  'mfa-code-missing': true,
  'mfa-code-refused': true,
  'profile-incomplete': true,
  'profile-cycle': true,
  'sso-section-missing': true,
  'config-unreadable': true,
  'credential-process-failed': true,
  'role-refused': true,
  'credentials-expired': true,
  'credentials-invalid': true,
  'region-disabled': true,
  'access-denied': true,
  'clock-skewed': true,
  throttled: true,
  timeout: true,
  network: true,
  certificate: true,
  'not-aws': true,
  cancelled: true,
  'aws-error': true,
  'local-error': true,
};

const isAnyProblem = shape<
  Pick<Problem, 'kind' | 'service' | 'operation' | 'region' | 'requestId' | 'detail'>
>({
  kind: wordOf<ProblemKind>(problemKinds),
  service: optional(isText),
  operation: optional(isText),
  region: optional(isText),
  requestId: optional(isText),
  detail: optional(isText),
});

const isProblem: Check = value => {
  const { kind, name, action, explicitDeny } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return (
    isAnyProblem(value) &&
    (kind === 'aws-error' ? isText(name) : optional(isText)(name)) &&
    optional(isText)(action) &&
    optional(isText)(explicitDeny)
  );
};

const isFailure = variants<Failure>({
  aws: { problem: isProblem, cause: isFailureCause },
  'trail-gone': { trailArn: isText },
  'trail-changed': { trailArn: isText, before: optional(isText), found: optional(isText) },
  'bucket-changed': { trailArn: isText, before: isText, found: isText },
  'policy-changed': { keyArn: isText, before: isText, found: isText },
  'key-state-changed': { keyArn: isText, before: isText, found: optional(isText) },
  'key-in-use': { keyArn: isText, trailArn: isText },
  'key-served': { keyArn: isText },
  'use-unknown': { keyArn: isText, region: isText, problem: isProblem },
  'alias-taken': { alias: isText },
  'not-confirmed': { trailArn: isText, found: optional(isText) },
  'other-account': { expected: isText, found: isText },
  'taken-back': {},
  leased: { name: isText },
  'no-answer': { problem: isProblem },
  'no-key-made': {},
  'not-recorded': { detail: isText },
});

const isDelivery = variants<Delivery>({
  'not-logging': {},
  waiting: {},
  confirmed: { time: isTime },
  failing: { error: isText },
});

const isAnyRecord = variants<JournalRecord>({
  'run-begun': { run: isText, time: isTime, who: isText, plan: isPlan },
  'run-resumed': { run: isText, time: isTime, who: isText },
  'step-begun': { run: isText, time: isTime, step: isCount },
  'step-ended': {
    run: isText,
    time: isTime,
    step: isCount,
    state: wordOf<EndState>({
      done: true,
      'already-so': true,
      left: true,
      failed: true,
      cancelled: true,
      uncertain: true,
    }),
    keyArn: optional(isText),
    requestIds: listOf(isText),
    failure: optional(isFailure),
    delivery: optional(isDelivery),
  },
  'run-ended': {
    run: isText,
    time: isTime,
    ended: wordOf<RunEnd>({ done: true, failed: true, cancelled: true, closed: true }),
  },
});
