import { type Problem, ProblemError } from '../../core/account/problem.ts';
import { redact } from '../../core/base/redact.ts';
import { factsOf, problemOfCall } from '../problems.ts';

/**
 * Why a profile gave no credentials. The AWS SDK gives nearly all of these errors one name, so only their text
 * distinguishes them.
 */
export function problemOfCredentials(
  error: unknown,
  profile: string,
  secrets: Iterable<string> = [],
): Problem {
  if (error instanceof ProblemError) {
    return error.problem;
  }
  const { name, message, code } = factsOf(error);
  const kind = kinds.find(([, matches]) => matches(message, name))?.[0];
  if (kind) {
    const call = kind === 'role-refused' && { service: 'sso', operation: 'GetRoleCredentials' };
    return { kind, ...call, detail: redact(message, secrets) };
  }
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
    // A file that the profile names, such as that of a web identity token.
    return { kind: 'profile-incomplete', detail: redact(message, secrets) };
  }
  const problem = problemOfCall(
    unwrapped(error),
    { service: serviceIn(message), operation: 'credentials' },
    secrets,
  );
  return problem.kind === 'local-error' && name === 'CredentialsProviderError'
    ? { kind: 'profile-incomplete', detail: problem.detail ?? profile }
    : problem;
}

type CredentialProblem =
  | 'sso-session-expired'
  | 'login-session-expired'
  | 'mfa-code-missing'
  | 'profile-incomplete'
  | 'profile-cycle'
  | 'role-refused';

/** The first that matches decides. */
const kinds: readonly (readonly [CredentialProblem, (message: string, name: string) => boolean])[] = [
  [
    'sso-session-expired',
    (text, name) => /aws sso login/.test(text) || /UnauthorizedException/.test(name + text),
  ],
  // The portal refuses a role that the person may not use, with a good session.
  ['role-refused', text => /ForbiddenException/.test(text)],
  [
    'login-session-expired',
    text => /aws login|re-?authenticate|login[/\\]cache|Failed to load token from/i.test(text),
  ],
  ['mfa-code-missing', text => /multi-factor authentication/.test(text)],
  ['profile-cycle', text => /Detected a cycle/.test(text)],
  [
    'profile-incomplete',
    text =>
      /Could not resolve credentials using profile|invalid SSO credentials|Unsupported credential source|is missing required property|was not found|Unable to find environment variable credentials/.test(
        text,
      ),
  ],
];

/** The provider of SSO credentials keeps nothing of a failed call but its text: `NAME: what it said`. */
function unwrapped(error: unknown): unknown {
  const { name, message } = factsOf(error);
  const inner = name === 'CredentialsProviderError' && /^(\w+): ([\s\S]+)$/.exec(message);
  if (!inner) {
    return error;
  }
  const code = /\b(?:E[A-Z]{4,}|(?:CERT|UNABLE|SELF|DEPTH|ERR)_[A-Z_]+)\b/.exec(message)?.[0];
  return { name: inner[1], message: inner[2], ...(code && { code }) };
}

function serviceIn(message: string): string {
  return /portal\.sso|oidc\./.test(message) ? 'sso' : 'sts';
}
