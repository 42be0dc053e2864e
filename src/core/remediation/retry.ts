import { serviceFaults } from '../account/cause.ts';
import type { Problem } from '../account/problem.ts';
import type { Step, StepKind } from './step.ts';

/** When a write is sent again, as data: the run follows it, and the script renders it. */
export interface RetryRule {
  /** Errors by AWS's names. Left out = no answer came, or AWS was too busy to take the call. */
  readonly errors?: readonly string[];
  /** Absent = every write but CreateKey, which is never sent twice: KMS has no token to recognise the second call. */
  readonly steps?: readonly StepKind[];
  /** Only if the plan, or another one a moment ago, created a key, wrote its policy or changed its state. */
  readonly fresh?: true;
  /** How often it is sent in all. */
  readonly attempts: number;
  /** Milliseconds of waiting in all. */
  readonly within: number;
}

/**
 * A new key or policy reaches all of KMS in seconds, sometimes in a minute (KMS Developer Guide, "Eventual
 * consistency"): what looks like a missing key or permission then passes by itself. The first rule that fits counts.
 */
export const retryRules: readonly RetryRule[] = [
  {
    errors: ['InsufficientEncryptionPolicyException', 'KmsKeyNotFoundException', 'KmsException'],
    steps: ['update-trail'],
    fresh: true,
    attempts: 20,
    within: 90_000,
  },
  // For a key that was just created.
  { errors: ['NotFoundException'], steps: ['create-alias', 'enable-rotation'], attempts: 20, within: 90_000 },
  // Of a key whose deletion was cancelled a moment ago.
  { errors: ['KMSInvalidStateException'], steps: ['enable-key'], fresh: true, attempts: 10, within: 60_000 },
  { errors: ['ConflictException'], attempts: 10, within: 60_000 },
  { errors: ['CloudWatchLogsDeliveryUnavailableException'], attempts: 2, within: 20_000 },
  { errors: ['ThrottlingException', ...serviceFaults], attempts: 3, within: 20_000 },
  // Read again before it, like every attempt: what took place by then is not done twice.
  { attempts: 3, within: 20_000 },
];

/** Milliseconds to wait after an attempt, the first of which is 1. */
export function delayAfter(attempt: number): number {
  return Math.min(2000 * 2 ** (attempt - 1), 10_000);
}

/** How long to wait before a write is sent again, in milliseconds; undefined = not again. */
export function retryDelay(
  problem: Problem,
  step: Step,
  attempt: number,
  waited: number,
  fresh: boolean,
): number | undefined {
  const rule = step.kind === 'create-key' ? undefined : ruleFor(problem, step.kind, fresh);
  const delay = delayAfter(attempt);
  return rule && attempt < rule.attempts && waited + delay <= rule.within ? delay : undefined;
}

function ruleFor(problem: Problem, step: StepKind, fresh: boolean): RetryRule | undefined {
  return retryRules.find(
    rule =>
      (rule.errors
        ? problem.kind === 'aws-error' && rule.errors.includes(problem.name)
        : isWorthAnother(problem)) &&
      (rule.steps?.includes(step) ?? true) &&
      (!rule.fresh || fresh),
  );
}

function isWorthAnother(problem: Problem): boolean {
  switch (problem.kind) {
    case 'throttled':
    case 'network':
    case 'timeout':
    case 'not-aws':
      return true;
    default:
      return problem.effect !== 'none';
  }
}
