import type { ProfileKind } from '../../core/account/profile.ts';
import type { Settings } from './sharedConfig.ts';

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

const ssoSettings = ['sso_session', 'sso_start_url', 'sso_account_id', 'sso_role_name', 'sso_region'];
