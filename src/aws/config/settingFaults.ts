import type { ConfigFaultKind } from '../../core/account/profile.ts';
import { isHostLabel } from './hostLabel.ts';
import type { IniSection } from './ini.ts';

/** Whether a section has a setting that AWS tools read of a profile, a session or a service, in any spelling. */
export function hasKnownSetting({ settings }: IniSection): boolean {
  return [...settings.keys()].some(name => known.has(lastPart(name).toLowerCase()));
}

/** The settings of a section that no AWS SDK reads as intended. Their values are never shown: they may be secret. */
export function settingFaultsOf(
  section: IniSection,
): { readonly kind: ConfigFaultKind; readonly line: number; readonly subject: string }[] {
  return [...section.settings].flatMap(([path, value]) => {
    const kind = faultOf(lastPart(path), value);
    return kind ? [{ kind, line: section.lines.get(path) ?? section.line, subject: path }] : [];
  });
}

function faultOf(name: string, value: string): ConfigFaultKind | undefined {
  if (!known.has(name)) {
    return known.has(name.toLowerCase()) ? 'setting-in-capitals' : undefined;
  }
  if (name !== 'credential_process' && /^(["']).*\1$/.test(value) && value.length > 1) {
    return 'value-in-quotation-marks';
  }
  return name.endsWith('region') && !isHostLabel(value) ? 'region-malformed' : undefined;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** AWS SDKs and Tools Reference Guide, "Settings reference": those that decide who calls, and where. */
const known: ReadonlySet<string> = new Set([
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'role_arn',
  'source_profile',
  'credential_source',
  'role_session_name',
  'external_id',
  'mfa_serial',
  'duration_seconds',
  'web_identity_token_file',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'sso_region',
  'sso_account_id',
  'sso_role_name',
  'login_session',
  'region',
  'services',
  'endpoint_url',
  'ignore_configured_endpoint_urls',
  'use_fips_endpoint',
  'use_dualstack_endpoint',
  'ca_bundle',
]);
