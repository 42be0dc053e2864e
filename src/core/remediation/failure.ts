import { nextSteps, type Problem } from '../account/problem.ts';
import type { Step } from './step.ts';

/** Why a step was not done. */
export type Failure =
  /** AWS refused, or could not be reached. */
  | { readonly kind: 'aws'; readonly problem: Problem; readonly cause: Cause }
  | { readonly kind: 'trail-gone'; readonly trailArn: string }
  /** Somebody gave the trail another key meanwhile; `found` absent = SSE-S3. */
  | { readonly kind: 'trail-changed'; readonly trailArn: string; readonly found?: string }
  /** Somebody changed the key policy meanwhile. */
  | { readonly kind: 'policy-changed'; readonly keyArn: string; readonly found: string }
  /** What would be taken from a trail that still delivers under the key. */
  | { readonly kind: 'key-in-use'; readonly keyArn: string; readonly trailArn: string }
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
  /** The profile leads to another account than when the plan was made. */
  | { readonly kind: 'other-account'; readonly expected: string; readonly found: string }
  /** Another window works on the same trail or key. */
  | { readonly kind: 'claimed'; readonly name: string }
  /** The call got no answer, and reading did not tell whether it took place. */
  | { readonly kind: 'no-answer'; readonly problem: Problem }
  /** The step needs the key that the plan makes, and it was not made. */
  | { readonly kind: 'no-key-made' }
  /** The journal cannot be written, and nothing is done without it. */
  | { readonly kind: 'not-recorded'; readonly detail: string };

/** The cause in CloudTrail's and KMS's terms (their API References, UpdateTrail and PutKeyPolicy, "Errors"). */
export type Cause =
  | 'policy-keeps-cloudtrail-out'
  | 'key-not-found-or-elsewhere'
  | 'key-not-enabled'
  | 'key-id-malformed'
  | 'not-the-home-region'
  | 'trail-not-found'
  | 'trail-of-other-account'
  | 'not-organization-administrator'
  | 'organization-permissions-missing'
  | 'organization-not-prepared'
  | 'change-in-progress'
  | 'throttled'
  | 'bucket-broken'
  | 'topic-broken'
  | 'log-group-broken'
  | 'refused'
  | 'access-denied'
  | 'alias-exists'
  | 'alias-invalid'
  | 'limit-exceeded'
  | 'policy-malformed'
  | 'aws-managed-key'
  | 'service-fault'
  /** Credentials, network and the like: the problem says it all. */
  | 'on-the-way'
  | 'other';

/** What a person can do next, the most helpful first. */
export type Remedy =
  | 'retry'
  | 'go-on'
  | 'undo'
  | 'delete-made-key'
  | 'refresh'
  | 'choose-another-key'
  | 'choose-another-alias'
  | 'show-key-policy'
  | 'check-bucket-policy'
  | 'enable-key'
  | 'use-another-profile'
  | 'ask-organization-administrator'
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

export function causeOf(problem: Problem, step: Step): Cause {
  if (step.kind === 'try-update' && isNotFromThisAccount(problem)) {
    return 'not-organization-administrator';
  }
  switch (problem.kind) {
    case 'aws-error':
      return causeOfName(problem.name, step);
    case 'throttled':
    case 'access-denied':
      return problem.kind;
    default:
      return 'on-the-way';
  }
}

export function remediesFor(failure: Failure): readonly Remedy[] {
  switch (failure.kind) {
    case 'aws':
      return remediesForCause(failure.cause, failure.problem);
    case 'trail-gone':
    case 'trail-changed':
    case 'policy-changed':
    case 'key-in-use':
    case 'not-confirmed':
      return ['refresh'];
    case 'alias-taken':
      return ['choose-another-alias'];
    case 'other-account':
      return ['open-config', 'retry'];
    case 'use-unknown':
      return [...nextSteps(failure.problem), 'use-another-profile'];
    case 'claimed':
    case 'no-answer':
    case 'no-key-made':
    case 'not-recorded':
      return ['retry'];
  }
}

/** The names by which services say that they broke in the middle (HTTP 5xx): whether the call took place is not said. */
export const serviceFaults: readonly string[] = [
  'KMSInternalException',
  'DependencyTimeoutException',
  'InternalFailure',
  'InternalError',
  'InternalException',
  'InternalServerError',
  'InternalServerException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
];

export function isServiceFault(name: string): boolean {
  return serviceFaults.includes(name);
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

function causeOfName(name: string, step: Step): Cause {
  const known = causes.get(name);
  if (known) {
    return known;
  }
  if (isServiceFault(name)) {
    return 'service-fault';
  }
  if (name === 'NotFoundException') {
    return 'key-not-found-or-elsewhere';
  }
  if (/^(?:KmsException|KmsKeyDisabledException|DisabledException|KMSInvalidStateException)$/.test(name)) {
    return 'key-not-enabled';
  }
  if (name === 'UnsupportedOperationException') {
    return step.kind === 'update-trail' ? 'refused' : 'aws-managed-key';
  }
  return step.kind === 'update-trail' && /^Invalid|NotPermitted|NotProvided/.test(name) ? 'refused' : 'other';
}

const causes: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['InsufficientEncryptionPolicyException', 'policy-keeps-cloudtrail-out'],
  ['KmsKeyNotFoundException', 'key-not-found-or-elsewhere'],
  ['InvalidKmsKeyIdException', 'key-id-malformed'],
  ['InvalidHomeRegionException', 'not-the-home-region'],
  ['TrailNotFoundException', 'trail-not-found'],
  ['CloudTrailARNInvalidException', 'trail-of-other-account'],
  ['NotOrganizationMasterAccountException', 'not-organization-administrator'],
  ['NotOrganizationManagementAccountException', 'not-organization-administrator'],
  ['InsufficientDependencyServiceAccessPermissionException', 'organization-permissions-missing'],
  ['CloudTrailAccessNotEnabledException', 'organization-not-prepared'],
  ['OrganizationNotInAllFeaturesModeException', 'organization-not-prepared'],
  ['OrganizationsNotInUseException', 'organization-not-prepared'],
  ['NoManagementAccountSLRExistsException', 'organization-not-prepared'],
  ['ConflictException', 'change-in-progress'],
  ['ThrottlingException', 'throttled'],
  ['InsufficientS3BucketPolicyException', 'bucket-broken'],
  ['S3BucketDoesNotExistException', 'bucket-broken'],
  ['InvalidS3BucketNameException', 'bucket-broken'],
  ['InvalidS3PrefixException', 'bucket-broken'],
  ['InsufficientSnsTopicPolicyException', 'topic-broken'],
  ['InvalidSnsTopicNameException', 'topic-broken'],
  ['CloudTrailInvalidClientTokenIdException', 'topic-broken'],
  ['InvalidCloudWatchLogsLogGroupArnException', 'log-group-broken'],
  ['InvalidCloudWatchLogsRoleArnException', 'log-group-broken'],
  ['CloudWatchLogsDeliveryUnavailableException', 'log-group-broken'],
  ['AccessDeniedException', 'access-denied'],
  ['AlreadyExistsException', 'alias-exists'],
  ['InvalidAliasNameException', 'alias-invalid'],
  ['LimitExceededException', 'limit-exceeded'],
  ['MalformedPolicyDocumentException', 'policy-malformed'],
]);

function remediesForCause(cause: Cause, problem: Problem): readonly Remedy[] {
  switch (cause) {
    case 'policy-keeps-cloudtrail-out':
      return ['show-key-policy', 'check-bucket-policy', 'choose-another-key', 'retry'];
    case 'key-not-found-or-elsewhere':
    case 'key-id-malformed':
    case 'aws-managed-key':
      return ['choose-another-key', 'retry'];
    case 'key-not-enabled':
      return ['enable-key', 'choose-another-key', 'retry'];
    case 'not-the-home-region':
    case 'trail-not-found':
      return ['refresh'];
    case 'trail-of-other-account':
    case 'not-organization-administrator':
      return ['use-another-profile'];
    case 'organization-permissions-missing':
    case 'access-denied':
      return ['ask-for-permission', 'use-another-profile', 'retry'];
    case 'organization-not-prepared':
      return ['ask-organization-administrator'];
    case 'change-in-progress':
    case 'throttled':
    case 'service-fault':
    case 'limit-exceeded':
    case 'refused':
    case 'other':
      return ['retry'];
    case 'bucket-broken':
      return ['fix-bucket', 'retry'];
    case 'topic-broken':
      return ['fix-topic', 'retry'];
    case 'log-group-broken':
      return ['fix-log-group', 'retry'];
    case 'alias-exists':
    case 'alias-invalid':
      return ['choose-another-alias'];
    case 'policy-malformed':
      return ['show-key-policy', 'choose-another-key'];
    case 'on-the-way':
      return nextSteps(problem);
  }
}
