import { fromIni } from '@aws-sdk/credential-provider-ini';
import type { AwsCredentialIdentity } from '@smithy/types';
import { ProblemError } from '../../core/account/problem.ts';
import type { AwsClock } from '../awsClock.ts';
import type { SharedFiles, Variables } from '../config/environment.ts';
import { type Link, linksTo } from '../config/profileKind.ts';
import type { SharedConfig } from '../config/sharedConfig.ts';
import { credentialsOfProcess } from './credentialProcess.ts';
import { type RoleAssumer, roleIn } from './roles.ts';
import type { SdkFiles } from './sdkFiles.ts';

/** Fetches credentials once; nothing is cached here. The signal aborts when no caller waits for them any more. */
export type CredentialSource = (signal: AbortSignal) => Promise<AwsCredentialIdentity>;

export interface ProfileSourceOptions {
  readonly profile: string;
  readonly config: SharedConfig;
  readonly paths: SharedFiles;
  readonly files: SdkFiles;
  readonly roles: RoleAssumer;
  /** For the clients that the SDK creates itself: SSO, its token service, and the console's sign-in. */
  readonly innerClients: Readonly<Record<string, unknown>>;
  readonly clock: AwsClock;
}

/** The credentials of a profile of the shared AWS files, of any kind that the AWS SDK knows. */
export function sourceOfProfile(options: ProfileSourceOptions): CredentialSource {
  const links = linksTo(options.profile, options.config);
  const last = links.at(-1);
  const command = last?.kind === 'credential-process' && last.settings.get('credential_process');
  return command ? sourceOfProcess(command, links.slice(0, -1), options) : sourceOfSdk(last, options);
}

function sourceOfSdk(last: Link | undefined, options: ProfileSourceOptions): CredentialSource {
  const { profile, config, paths, files, roles, innerClients } = options;
  const provider = fromIni({
    profile: files.nameFor(profile),
    filepath: paths.credentials,
    configFilepath: paths.config,
    clientConfig: innerClients,
    // The code is requested when the role is assumed, not before: by then the source profile has given its credentials,
    // and no code is typed in vain.
    mfaCodeProvider: async () => codeToBeAsked,
    roleAssumer: (credentials, role) => roles.assume(credentials, role),
    roleAssumerWithWebIdentity: role => roles.assumeWithWebIdentity(role),
  });
  return async signal => {
    roles.workFor(signal);
    refuseMissingSession(last, config);
    files.show();
    try {
      return await provider();
    } catch (error) {
      if (error instanceof Error && !(error instanceof ProblemError)) {
        error.message = files.inTrueNames(error.message);
      }
      throw error;
    }
  };
}

const codeToBeAsked = '';

/** The SDK would fail with an error of JavaScript. */
function refuseMissingSession(last: Link | undefined, { ssoSessions }: SharedConfig): void {
  const session = last?.kind === 'sso' ? last.settings.get('sso_session') : undefined;
  if (session !== undefined && !ssoSessions.has(session)) {
    throw new ProblemError({ kind: 'sso-section-missing', detail: `[sso-session ${session}]` });
  }
}

/** Runs the program and assumes the roles that build on it, the nearest to it first. */
function sourceOfProcess(
  command: string,
  roles: readonly Link[],
  { roles: assumer, clock }: ProfileSourceOptions,
): CredentialSource {
  return async signal => {
    assumer.workFor(signal);
    let credentials = await credentialsOfProcess(command, { signal, clock });
    for (const { settings } of [...roles].reverse()) {
      if (settings.has('role_arn')) {
        credentials = await assumer.assume(credentials, roleIn(settings, clock.now()));
      }
    }
    return credentials;
  };
}

/** The credentials in environment variables. */
export function sourceOfEnvironment(variables: Variables): CredentialSource {
  return async () => {
    const accessKeyId = variables['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = variables['AWS_SECRET_ACCESS_KEY'];
    if (!accessKeyId || !secretAccessKey) {
      throw new ProblemError({
        kind: 'profile-incomplete',
        detail: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.',
      });
    }
    const sessionToken = variables['AWS_SESSION_TOKEN'];
    const expiration = new Date(variables['AWS_CREDENTIAL_EXPIRATION'] ?? '');
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken && { sessionToken }),
      ...(!Number.isNaN(expiration.getTime()) && { expiration }),
    };
  };
}
