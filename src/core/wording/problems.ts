import { causeOfError } from '../account/cause.ts';
import type { Problem } from '../account/problem.ts';
import { causeInBrief, causeInFull } from './causes.ts';
import { type Message, message, withFacts } from './message.ts';

/** What went wrong, in a few words: it follows "could not be read:". */
export function problemInBrief(problem: Problem): Message {
  switch (problem.kind) {
    case 'sso-session-expired':
      return message('SSO session expired');
    case 'login-session-expired':
      return message('console login expired');
    case 'mfa-code-missing':
      return message('MFA code needed');
    case 'mfa-code-refused':
      return message('MFA code refused');
    case 'profile-incomplete':
      return message('profile without credentials');
    case 'profile-cycle':
      return message('source_profile entries form a loop');
    case 'sso-section-missing':
      return message('section {0} missing', problem.detail ?? '[sso-session]');
    case 'config-unreadable':
      return message('configuration file could not be read');
    case 'credential-process-failed':
      return message('credential_process failed');
    case 'role-refused':
      return message('role could not be assumed');
    case 'credentials-expired':
      return message('credentials expired');
    case 'credentials-invalid':
      return message('credentials not valid');
    case 'region-disabled':
      return message('Region not enabled');
    case 'access-denied':
      return problem.action ? message('{0} not allowed', problem.action) : message('access denied');
    case 'clock-skewed':
      return message('clock of this computer is wrong');
    case 'throttled':
      return message('too many requests');
    case 'timeout':
      return message('no answer in time');
    case 'network':
      return networkInBrief(problem);
    case 'certificate':
      return message('certificate not trusted');
    case 'not-aws':
      return message('answer did not come from AWS');
    case 'cancelled':
      return message('cancelled');
    case 'local-error':
      return message('failed on this computer');
    case 'aws-error':
      return causeInBrief(causeOfError(problem), problem.name);
  }
}

/** With the code of the system, which says most in the fewest letters. */
function networkInBrief({ detail = '' }: Problem): Message {
  const code = /^E[A-Z_]+/.exec(detail)?.[0];
  return code ? message('network: {0}', code) : message('network');
}

/** What happened and what to do about it, in full sentences. */
export function problemInFull(problem: Problem): Message {
  switch (problem.kind) {
    case 'sso-session-expired':
      return message(
        'The IAM Identity Center session of this profile has expired or was never started. Sign in.',
      );
    case 'login-session-expired':
      return message('The console login of this profile has expired. Sign in again.');
    case 'mfa-code-missing':
      return message(
        'The role of this profile requires an MFA code, and none was entered. Try again and enter the code.',
      );
    case 'mfa-code-refused':
      return message('AWS refused the MFA code. Wait for the next code and try again.');
    case 'profile-incomplete':
      return quoting(
        problem,
        message(
          'This profile does not say where its credentials come from. Open the configuration file and complete it.',
        ),
        message('This profile cannot be used as it is. Open the configuration file and complete it. {0}'),
      );
    case 'profile-cycle':
      return message(
        'The source_profile entries lead back to the same profile. Open the configuration file and correct one of them.',
      );
    case 'sso-section-missing':
      return message(
        'The configuration file has no section {0} with an sso_region. Add it, or correct sso_session in the profile.',
        problem.detail ?? '[sso-session]',
      );
    case 'config-unreadable':
      return quoting(
        problem,
        message('The shared AWS files could not be read.'),
        message('The shared AWS files could not be read: {0}'),
      );
    case 'credential-process-failed':
      return quoting(
        problem,
        message('The program named by credential_process failed.'),
        message('The program named by credential_process failed: {0}'),
      );
    case 'role-refused':
      return roleRefused(problem);
    case 'credentials-expired':
      return message('The temporary credentials of this profile have expired. Renew them and try again.');
    case 'credentials-invalid':
      return message(
        'AWS does not accept the credentials of this profile. Check the access key in the credentials file.',
      );
    case 'region-disabled':
      return problem.region
        ? message(
            'The Region {0} is not enabled in this account, or refuses session tokens of the global STS endpoint. Enable it in the account settings, sign in through a regional STS endpoint, or leave it out with the command "Choose Regions".',
            problem.region,
          )
        : message('This Region is not enabled in the account. Enable it in the account settings.');
    case 'access-denied':
      return accessDenied(problem);
    case 'clock-skewed':
      return message(
        'AWS refused the signature because the clock of this computer is wrong. Set the clock and try again.',
      );
    case 'throttled':
      return message('AWS is throttling requests. Wait a moment and try again.');
    case 'timeout':
      return message('AWS did not answer in time. Check the network and try again.');
    case 'network':
      return quoting(
        problem,
        message('AWS could not be reached. Check the network, the proxy and the endpoint of the profile.'),
        message(
          'AWS could not be reached. Check the network, the proxy and the endpoint of the profile. The connection failed with: {0}',
        ),
      );
    case 'certificate':
      return quoting(
        problem,
        message(
          'The certificate of the server is not trusted. If a proxy inspects TLS, install its certificate on this computer.',
        ),
        message(
          'The certificate of the server is not trusted. If a proxy inspects TLS, install its certificate on this computer. The connection failed with: {0}',
        ),
      );
    case 'not-aws':
      return message(
        'Something other than AWS answered, perhaps a proxy or a sign-in portal. Check the network.',
      );
    case 'cancelled':
      return message('Reading was cancelled.');
    case 'local-error':
      return quoting(
        problem,
        message('The call failed on this computer, without an answer from AWS.'),
        message('The call failed on this computer, without an answer from AWS: {0}'),
      );
    case 'aws-error':
      return causeInFull(causeOfError(problem), problem.name, problem.detail);
  }
}

/** Who lets a profile take its role depends on how it asks for it. */
function roleRefused(problem: Problem): Message {
  switch (problem.operation) {
    case 'GetRoleCredentials':
      return quoting(
        problem,
        message(
          'IAM Identity Center does not give you this role in this account. Check sso_account_id and sso_role_name in the configuration file, or ask its administrator to assign the role to you.',
        ),
        message(
          'IAM Identity Center does not give you this role in this account. Check sso_account_id and sso_role_name in the configuration file, or ask its administrator to assign the role to you. AWS said: {0}',
        ),
      );
    case 'AssumeRoleWithWebIdentity':
      return quoting(
        problem,
        message(
          'AWS refused to let this profile assume its role. Check whether the trust policy of the role allows the identity provider and the web identity token.',
        ),
        message(
          'AWS refused to let this profile assume its role. Check whether the trust policy of the role allows the identity provider and the web identity token. AWS said: {0}',
        ),
      );
    default:
      return quoting(
        problem,
        message(
          'AWS refused to let this profile assume its role. Check the trust policy of the role and the permissions of the source profile.',
        ),
        message(
          'AWS refused to let this profile assume its role. Check the trust policy of the role and the permissions of the source profile. AWS said: {0}',
        ),
      );
  }
}

/** With what the other side said, where it said something. Another sentence may follow. */
function quoting({ detail }: Problem, without: Message, withDetail: Message): Message {
  return detail ? withFacts(withDetail, /[.!?…]$/.test(detail) ? detail : `${detail}.`) : without;
}

function accessDenied(problem: Extract<Problem, { kind: 'access-denied' }>): Message {
  const { service, operation } = problem;
  const action =
    problem.action ?? (service && operation ? `${service}:${operation}` : message('this operation'));
  switch (problem.explicitDeny) {
    case 'service-control-policy':
      return message(
        'A service control policy of the organization denies {0}. Only an administrator of the organization can change that.',
        action,
      );
    case 'permissions-boundary':
      return message(
        'The permissions boundary of this user or role denies {0}. Ask an administrator of the account to widen it.',
        action,
      );
    case 'other':
      return message(
        'A policy explicitly denies {0}; an Allow cannot override that. Ask the owner of the policy to change it.',
        action,
      );
    default:
      return message(
        'This user or role is not allowed to call {0}. Ask an administrator of the account to allow it.',
        action,
      );
  }
}
