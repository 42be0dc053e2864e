import type { Profiles } from '../core/account/ports.ts';
import type { Profile } from '../core/account/profile.ts';
import type { SsoPortal, SsoRole } from '../core/account/ssoRole.ts';
import { type OpenAccount, SdkAccounts } from './accounts.ts';
import { environmentOf, sharedFilesOf, type Variables } from './config/environment.ts';
import { SharedConfigReader } from './config/sharedConfig.ts';
import type { Log } from './connection.ts';
import type { AskMfaCode } from './credentials/roles.ts';
import { profilesOf } from './profiles.ts';

export type { OpenAccount } from './accounts.ts';
export type { Variables } from './config/environment.ts';
export type { CallReport, Log } from './connection.ts';
export type { AskMfaCode, MfaRequest } from './credentials/roles.ts';

/**
 * The edge to AWS, and the only folder that knows its SDK. Everything asked of an account goes through the ports of
 * `core/account`; every failure comes out as a `ProblemError`.
 */
export interface AwsOptions {
  /** The environment variables to go by; the process's own unless given. */
  readonly variables?: Variables;
  /** The home directory; found as the AWS tools find it unless given. */
  readonly home?: string;
  /** Roles of IAM Identity Center that are profiles without a declaration in any file; read at each listing. */
  readonly added?: () => readonly SsoRole[];
}

export interface AccountsOptions extends AwsOptions {
  /** Asks a person for an MFA code. Without it, profiles that need one have the problem `mfa-code-missing`. */
  readonly askMfaCode?: AskMfaCode;
  /** Takes one line for each call. */
  readonly log?: Log;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Opens accounts to read and to change. Each opening has its own connections; credentials are shared. */
export interface ChangeableAccounts {
  /** The accounts and roles of a session of IAM Identity Center. */
  readonly portal: SsoPortal;
  open(profile: Profile): Promise<OpenAccount>;
}

export function createAccounts({
  variables,
  home,
  added,
  askMfaCode,
  log,
  now = Date.now,
}: AccountsOptions = {}): ChangeableAccounts {
  const environment = environmentOf(variables, home);
  const reader = new SharedConfigReader(sharedFilesOf(environment), added);
  return new SdkAccounts({ environment, reader, askMfaCode, log, now });
}

export function createProfiles({ variables, home, added }: AwsOptions = {}): Profiles {
  const environment = environmentOf(variables, home);
  return profilesOf(environment, new SharedConfigReader(sharedFilesOf(environment), added));
}
