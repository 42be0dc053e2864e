import { messageOf } from '../base/thrown.ts';
import { type Cause, causeOfError } from './cause.ts';

/** Everything that can go wrong on the way to an account. Closed: the sentences and next steps are chosen by `kind`. */
export type Problem =
  /** An SSO session is missing, expired or revoked: `aws sso login`. */
  | ({ readonly kind: 'sso-session-expired' } & Context)
  /** A session of `aws login` has expired. */
  | ({ readonly kind: 'login-session-expired' } & Context)
  /** The person was asked for an MFA code and entered none. */
  | ({ readonly kind: 'mfa-code-missing' } & Context)
  | ({ readonly kind: 'mfa-code-refused' } & Context)
  | ({ readonly kind: 'profile-incomplete' } & Context)
  | ({ readonly kind: 'profile-cycle' } & Context)
  /** `sso_session` names a section that does not exist, or that has no `sso_region`: `detail` is the section. */
  | ({ readonly kind: 'sso-section-missing' } & Context)
  | ({ readonly kind: 'config-unreadable' } & Context)
  | ({ readonly kind: 'credential-process-failed' } & Context)
  /** The role of the profile could not be assumed. */
  | ({ readonly kind: 'role-refused' } & Context)
  | ({ readonly kind: 'credentials-expired' } & Context)
  | ({ readonly kind: 'credentials-invalid' } & Context)
  | ({ readonly kind: 'region-disabled' } & Context)
  /** `action` is the IAM action to ask for; `explicitDeny` where a policy forbids it, and by which kind. */
  | ({
      readonly kind: 'access-denied';
      readonly action?: string;
      readonly explicitDeny?: 'service-control-policy' | 'permissions-boundary' | 'other';
    } & Context)
  | ({ readonly kind: 'clock-skewed' } & Context)
  | ({ readonly kind: 'throttled' } & Context)
  | ({ readonly kind: 'timeout' } & Context)
  /** Name lookup failed, connection refused or dropped; `detail` carries the system's code. */
  | ({ readonly kind: 'network' } & Context)
  | ({ readonly kind: 'certificate' } & Context)
  /** Something other than AWS answered, such as a proxy. */
  | ({ readonly kind: 'not-aws' } & Context)
  | ({ readonly kind: 'cancelled' } & Context)
  /** The call failed on this computer, without an answer of AWS: `detail` is what the AWS SDK or the program says. */
  | ({ readonly kind: 'local-error' } & Context)
  /** Any other error of AWS, by its name. */
  | ({ readonly kind: 'aws-error'; readonly name: string } & Context);

export type ProblemKind = Problem['kind'];

interface Context {
  /** `cloudtrail`, `kms`, … and the call, if one was made. */
  readonly service?: string;
  readonly operation?: string;
  readonly region?: string;
  readonly requestId?: string;
  /** What the other side said, free of secrets. */
  readonly detail?: string;
  /**
   * Of a call that writes: it surely changed nothing, because AWS refused it by name or because it was never sent. Absent
   * = not known.
   */
  readonly effect?: 'none';
}

/** The one error that ports throw. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail ?? problem.kind, options);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Of a profile that was in the files when it was chosen. */
export function profileGone(name: string): ProblemError {
  return new ProblemError({
    kind: 'profile-incomplete',
    detail: `Profile ${name} is no longer in the shared AWS files.`,
  });
}

/**
 * The problem in whatever was thrown. Recognised by the error's name: the edge that threw it may be in another bundle,
 * with its own copy of the class.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Error && error.name === 'ProblemError') {
    return (error as ProblemError).problem;
  }
  return { kind: 'local-error', detail: messageOf(error) };
}

/** Why a fact is not known that could not be read. */
export function whyUnread({ kind }: Problem): 'denied' | 'failed' {
  return kind === 'access-denied' ? 'denied' : 'failed';
}

export type NextStep = 'sign-in' | 'give-mfa-code' | 'open-config' | 'ask-for-permission' | 'retry';

/** What a person can do about it, the most helpful first. Everything can be retried. */
export function nextSteps(problem: Problem): readonly NextStep[] {
  switch (problem.kind) {
    case 'sso-session-expired':
    case 'login-session-expired':
      return ['sign-in', 'retry'];
    case 'mfa-code-missing':
    case 'mfa-code-refused':
      return ['give-mfa-code'];
    case 'profile-incomplete':
    case 'profile-cycle':
    case 'sso-section-missing':
    case 'config-unreadable':
    case 'credential-process-failed':
    case 'credentials-expired':
    case 'credentials-invalid':
      return ['open-config', 'retry'];
    case 'access-denied':
      return ['ask-for-permission', 'retry'];
    case 'role-refused':
      return problem.operation === 'GetRoleCredentials'
        ? ['ask-for-permission', 'open-config', 'retry']
        : ['ask-for-permission', 'retry'];
    case 'region-disabled':
    case 'clock-skewed':
    case 'throttled':
    case 'timeout':
    case 'network':
    case 'certificate':
    case 'not-aws':
    case 'cancelled':
    case 'local-error':
      return ['retry'];
    case 'aws-error':
      return isInFile(causeOfError(problem)) ? ['open-config', 'retry'] : ['retry'];
  }
}

/**
 * A Region that is not enabled refuses good credentials as if they were bad. The identity was read with the
 * same ones before any Region was asked, so it is the Region (AWS Account Management, "Enable or disable
 * Regions").
 */
export function regionProblem(problem: Problem, region: string): Problem {
  return problem.kind === 'credentials-invalid' ? { ...problem, kind: 'region-disabled', region } : problem;
}

/** What the configuration file names, and AWS does not take. */
function isInFile(cause: Cause): boolean {
  return cause === 'identity-token-rejected' || cause === 'sso-role-not-found';
}

/** Whether it concerns the credentials, and so every call of the profile. */
export function concernsProfile(problem: Problem): boolean {
  switch (problem.kind) {
    case 'sso-session-expired':
    case 'login-session-expired':
    case 'mfa-code-missing':
    case 'mfa-code-refused':
    case 'profile-incomplete':
    case 'profile-cycle':
    case 'sso-section-missing':
    case 'config-unreadable':
    case 'credential-process-failed':
    case 'role-refused':
    case 'credentials-expired':
    case 'credentials-invalid':
    case 'clock-skewed':
      return true;
    case 'aws-error':
      // These calls are made only to get credentials.
      return /^(?:AssumeRole(?:WithWebIdentity)?|credentials)$/.test(problem.operation ?? '');
    case 'region-disabled':
    case 'access-denied':
    case 'throttled':
    case 'timeout':
    case 'network':
    case 'certificate':
    case 'not-aws':
    case 'cancelled':
    case 'local-error':
      return false;
  }
}
