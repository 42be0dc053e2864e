import { type Cause, causeOfError } from '../account/cause.ts';
import { nextSteps, type Problem } from '../account/problem.ts';
import type { Step } from './step.ts';

/** Why a step was not done. */
export type Failure =
  /** AWS refused, or could not be reached. */
  | { readonly kind: 'aws'; readonly problem: Problem; readonly cause: FailureCause }
  | { readonly kind: 'trail-gone'; readonly trailArn: string }
  /** The key of the trail was changed meanwhile; `before` or `found` absent = SSE-S3. */
  | {
      readonly kind: 'trail-changed';
      readonly trailArn: string;
      readonly before?: string;
      readonly found?: string;
    }
  /** The log bucket of the trail was changed meanwhile. */
  | {
      readonly kind: 'bucket-changed';
      readonly trailArn: string;
      readonly before: string;
      readonly found: string;
    }
  /** The key policy was changed meanwhile. */
  | {
      readonly kind: 'policy-changed';
      readonly keyArn: string;
      readonly before: string;
      readonly found: string;
    }
  /** The state of the key was changed meanwhile; `found` absent = the key does not exist. */
  | {
      readonly kind: 'key-state-changed';
      readonly keyArn: string;
      readonly before: string;
      readonly found?: string;
    }
  /** What would be taken from a trail that still delivers under the key. */
  | { readonly kind: 'key-in-use'; readonly keyArn: string; readonly trailArn: string }
  /** A trail used the key that would be deleted: log files may be encrypted with it. */
  | { readonly kind: 'key-served'; readonly keyArn: string }
  /** Whether a trail delivers under the key could not be read in a Region. */
  | {
      readonly kind: 'use-unknown';
      readonly keyArn: string;
      readonly region: string;
      readonly problem: Problem;
    }
  | { readonly kind: 'alias-taken'; readonly alias: string }
  /** The update was accepted, but the trail names another key; `found` absent = SSE-S3. */
  | { readonly kind: 'not-confirmed'; readonly trailArn: string; readonly found?: string }
  /** The profile signs in to another account than when the plan was created. */
  | { readonly kind: 'other-account'; readonly expected: string; readonly found: string }
  /** The run that would be continued was undone meanwhile. */
  | { readonly kind: 'taken-back' }
  /** Another window works on the same trail or key. */
  | { readonly kind: 'leased'; readonly name: string }
  /** The call got no answer, and reading did not show whether it took effect. */
  | { readonly kind: 'no-answer'; readonly problem: Problem }
  /** The step needs the key of the plan, which was not created. */
  | { readonly kind: 'no-key-made' }
  /** The journal cannot be written, and nothing is done without it. */
  | { readonly kind: 'not-recorded'; readonly detail: string };

/** What AWS's error means; or that the problem says it all: credentials, network and the like. */
export type FailureCause = Cause | 'on-the-way';

/** What a person can do next, the most helpful first. */
export type NextAction =
  | 'retry'
  | 'go-on'
  | 'undo'
  | 'delete-made-key'
  | 'refresh'
  /** Asks for the same change again, with everything as it is now. */
  | 'start-again'
  | 'compare-policies'
  | 'choose-another-key'
  | 'choose-another-alias'
  | 'show-key-policy'
  | 'check-bucket-policy'
  | 'enable-key'
  | 'use-another-profile'
  | 'ask-organization-administrator'
  | 'fix-trail'
  | 'fix-bucket'
  | 'fix-topic'
  | 'fix-log-group'
  | 'ask-for-permission'
  | 'sign-in'
  | 'give-mfa-code'
  | 'open-config';

/** Carries a failure out of a step. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

export function failureOf(problem: Problem, step: Step): Failure {
  return { kind: 'aws', problem, cause: causeOf(problem, step) };
}

export function causeOf(problem: Problem, step: Step): FailureCause {
  const mayBeForeign =
    step.kind === 'try-update' || ('foreignOrganizationTrail' in step && step.foreignOrganizationTrail);
  if (mayBeForeign && isNotFromThisAccount(problem)) {
    return 'not-organization-administrator';
  }
  switch (problem.kind) {
    case 'aws-error':
      return causeOfError(problem);
    case 'throttled':
    case 'access-denied':
      return problem.kind;
    default:
      return 'on-the-way';
  }
}

export function nextActionsFor(failure: Failure): readonly NextAction[] {
  switch (failure.kind) {
    case 'aws':
      return nextActionsForCause(failure.cause, failure.problem);
    case 'key-state-changed':
      return [...(failure.found === 'Disabled' ? (['enable-key'] as const) : []), 'start-again', 'refresh'];
    case 'policy-changed':
      return ['start-again', 'compare-policies', 'refresh'];
    case 'trail-gone':
    case 'trail-changed':
    case 'bucket-changed':
      return ['start-again', 'refresh'];
    case 'taken-back':
      return ['start-again'];
    case 'key-in-use':
    case 'key-served':
    case 'not-confirmed':
      return ['refresh'];
    case 'alias-taken':
      return ['choose-another-alias'];
    case 'other-account':
      return ['open-config', 'retry'];
    case 'use-unknown':
      return [...nextSteps(failure.problem), 'use-another-profile'];
    case 'leased':
    case 'no-answer':
    case 'no-key-made':
    case 'not-recorded':
      return ['retry'];
  }
}

/**
 * Whether a refusal of UpdateTrail means "not from this account", where the trail is an organization trail that another
 * account owns. Only `NotOrganizationMasterAccountException` is documented for it; an ARN of another account has also been
 * answered as not valid, or as that of no trail, and a service control policy answers before CloudTrail does.
 */
export function isNotFromThisAccount(problem: Problem): boolean {
  return problem.kind === 'access-denied'
    ? problem.explicitDeny === 'service-control-policy'
    : problem.kind === 'aws-error' && refusalsOfMemberAccounts.has(problem.name);
}

const refusalsOfMemberAccounts: ReadonlySet<string> = new Set([
  'NotOrganizationMasterAccountException',
  'CloudTrailARNInvalidException',
  'TrailNotFoundException',
]);

/** Whether a value that was read back is a cause. */
export function isFailureCause(value: unknown): boolean {
  return typeof value === 'string' && (value === 'on-the-way' || Object.hasOwn(nextActions, value));
}

function nextActionsForCause(cause: FailureCause, problem: Problem): readonly NextAction[] {
  return cause === 'on-the-way' ? nextSteps(problem) : nextActions[cause];
}

const nextActions: Readonly<Record<Cause, readonly NextAction[]>> = {
  'trail-not-found': ['refresh'],
  'trail-of-other-account': ['use-another-profile'],
  'trail-arn-invalid': ['refresh', 'use-another-profile'],
  'trail-name-invalid': ['refresh'],
  'not-the-home-region': ['refresh'],
  'change-in-progress': ['retry'],
  'event-selectors-invalid': ['fix-trail', 'retry'],
  'not-organization-administrator': ['use-another-profile'],
  'organization-permissions-missing': ['ask-for-permission', 'use-another-profile', 'retry'],
  'organization-access-off': ['ask-organization-administrator', 'retry'],
  'organization-not-used': ['use-another-profile'],
  'organization-features-off': ['ask-organization-administrator', 'retry'],
  'organization-role-missing': ['ask-organization-administrator', 'retry'],
  'aggregator-not-found': ['refresh'],
  'policy-keeps-cloudtrail-out': ['show-key-policy', 'check-bucket-policy', 'choose-another-key', 'retry'],
  'key-not-found-or-elsewhere': ['choose-another-key', 'retry'],
  'key-not-found': ['retry', 'choose-another-key'],
  'new-key-not-known-yet': ['retry'],
  'key-not-usable': ['enable-key', 'choose-another-key', 'retry'],
  'key-state': ['enable-key', 'choose-another-key', 'retry'],
  'key-id-invalid': ['choose-another-key', 'retry'],
  'policy-arn-invalid': ['show-key-policy', 'choose-another-key'],
  'policy-malformed': ['show-key-policy', 'choose-another-key'],
  'policy-locks-caller-out': ['ask-for-permission', 'use-another-profile', 'retry'],
  'policy-too-large': ['show-key-policy', 'choose-another-key'],
  'policy-not-editable': ['choose-another-key'],
  'rotation-not-supported': ['choose-another-key', 'retry'],
  'key-quota': ['choose-another-key', 'retry'],
  quota: ['retry'],
  'key-store': ['retry'],
  'tags-invalid': ['retry'],
  'alias-exists': ['choose-another-alias'],
  'alias-invalid': ['choose-another-alias'],
  'alias-quota': ['retry'],
  'listing-interrupted': ['retry'],
  'bucket-missing': ['fix-bucket', 'retry'],
  'bucket-policy': ['fix-bucket', 'retry'],
  'bucket-name-invalid': ['fix-bucket', 'retry'],
  'bucket-prefix-invalid': ['fix-bucket', 'retry'],
  'topic-policy': ['fix-topic', 'retry'],
  'topic-invalid': ['fix-topic', 'retry'],
  'topic-account-suspended': ['fix-topic', 'retry'],
  'log-group-invalid': ['fix-log-group', 'retry'],
  'log-role-invalid': ['fix-log-group', 'retry'],
  'logs-unavailable': ['retry', 'fix-log-group'],
  'session-policy-rejected': ['retry'],
  'identity-token-rejected': ['open-config', 'retry'],
  'identity-provider-silent': ['retry'],
  'sso-role-not-found': ['open-config', 'retry'],
  'not-permitted': ['retry'],
  'not-supported': ['retry'],
  'request-rejected': ['retry'],
  'service-fault': ['retry'],
  throttled: ['retry'],
  'access-denied': ['ask-for-permission', 'use-another-profile', 'retry'],
  other: ['retry'],
};
