import type { ProfileKind } from '../../core/account/profile.ts';
import { chainOf, type Settings, type SharedConfig } from './sharedConfig.ts';

/** Where a profile's credentials come from. The order is the one in which the AWS SDK decides it. */
export function kindOf(settings: Settings): ProfileKind {
  const has = (name: string) => settings.has(name);
  if (has('role_arn') && has('source_profile') !== has('credential_source')) {
    return 'assume-role';
  }
  if (has('aws_access_key_id') && has('aws_secret_access_key')) {
    return has('aws_session_token') ? 'session' : 'static';
  }
  if (has('role_arn') && has('web_identity_token_file')) {
    return 'web-identity';
  }
  if (has('credential_process')) {
    return 'credential-process';
  }
  if (ssoSettings.some(has)) {
    return 'sso';
  }
  return has('login_session') ? 'login' : 'incomplete';
}

/** A profile on the way to credentials. */
export interface Link {
  readonly name: string;
  readonly settings: Settings;
  readonly kind: ProfileKind;
}

/** The profiles that the AWS SDK asks for the credentials of one, the nearest first; the last is where they come from. */
export function linksTo(profile: string, config: SharedConfig): readonly Link[] {
  const links: Link[] = [];
  for (const { name, settings } of chainOf(profile, config)) {
    const kind = links.length === 0 ? kindOf(settings) : kindOfSource(settings);
    links.push({ name, settings, kind });
    if (kind !== 'assume-role' || !settings.has('source_profile')) {
      break;
    }
  }
  return links;
}

/** A profile that another takes its credentials from gives its keys first, and needs no role to name their source. */
function kindOfSource(settings: Settings): ProfileKind {
  if (settings.has('aws_access_key_id') && settings.has('aws_secret_access_key')) {
    return settings.has('aws_session_token') ? 'session' : 'static';
  }
  return settings.has('credential_source') && !settings.has('role_arn') ? 'assume-role' : kindOf(settings);
}

const ssoSettings = ['sso_session', 'sso_start_url', 'sso_account_id', 'sso_role_name', 'sso_region'];
