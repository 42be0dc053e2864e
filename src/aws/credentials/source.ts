import { fromIni } from '@aws-sdk/credential-provider-ini';
import type { AwsCredentialIdentity } from '@smithy/types';
import { ProblemError } from '../../core/account/problem.ts';
import type { SharedFiles, Variables } from '../config/environment.ts';
import type { RoleAssumer } from './roles.ts';
import type { SdkFiles } from './sdkFiles.ts';

/** Gets credentials once; nothing is remembered here. */
export type CredentialSource = () => Promise<AwsCredentialIdentity>;

export interface ProfileSourceOptions {
  readonly profile: string;
  readonly paths: SharedFiles;
  readonly files: SdkFiles;
  readonly roles: RoleAssumer;
  /** For the clients that the SDK makes for itself: SSO, its token service, and the console's sign-in. */
  readonly innerClients: Readonly<Record<string, unknown>>;
}

/** The credentials of a profile of the shared AWS files, of any kind that the AWS SDK knows. */
export function sourceOfProfile(options: ProfileSourceOptions): CredentialSource {
  const { profile, paths, files, roles, innerClients } = options;
  const provider = fromIni({
    profile,
    filepath: paths.credentials,
    configFilepath: paths.config,
    clientConfig: innerClients,
    // The code is asked for when the role is assumed, not before: by then the source profile has given its
    // credentials, and nobody types a code in vain.
    mfaCodeProvider: async () => codeToBeAsked,
    roleAssumer: (credentials, role) => roles.assume(credentials, role),
    roleAssumerWithWebIdentity: role => roles.assumeWithWebIdentity(role),
  });
  return () => {
    files.show();
    return provider();
  };
}

const codeToBeAsked = '';

/** The credentials that stand in environment variables. */
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
