import { nameOfSsoRole, type SsoRole } from '../../core/account/ssoRole.ts';
import type { Settings, SharedConfig } from './sharedConfig.ts';

/**
 * The shared AWS files plus a profile for each role that was picked from IAM Identity Center. Nothing is written: these
 * profiles exist only here. A profile of the files with the same name wins.
 */
export function withAddedRoles(config: SharedConfig, roles: readonly SsoRole[]): SharedConfig {
  const added = roles
    .map(role => [nameOfSsoRole(role), { settings: settingsOf(role, config) }] as const)
    .filter(([name]) => !config.profiles.has(name));
  return added.length === 0
    ? config
    : { ...partsOf(config), profiles: new Map([...config.profiles, ...added]) };
}

/** Reads a session's own lists: a person who has signed in to it needs no role for that. */
export function profileOfSession(session: string, config: SharedConfig): Settings {
  return new Map([['sso_session', session], ...networkSettings(session, config)]);
}

function settingsOf({ session, account, role }: SsoRole, config: SharedConfig): Settings {
  return new Map([
    ...profileOfSession(session, config),
    ['sso_account_id', account],
    ['sso_role_name', role],
  ]);
}

/** How AWS is reached from here, as the first profile of the same session says. */
function networkSettings(
  session: string,
  { profiles }: SharedConfig,
): readonly (readonly [string, string])[] {
  const like = [...profiles.values()].find(
    ({ settings }) => settings.get('sso_session') === session,
  )?.settings;
  return ofNetwork.flatMap(name => {
    const value = like?.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
}

const ofNetwork = [
  'region',
  'endpoint_url',
  'services',
  'ignore_configured_endpoint_urls',
  'ca_bundle',
  'use_fips_endpoint',
  'use_dualstack_endpoint',
];

function partsOf({ ssoSessions, services, faults }: SharedConfig): Omit<SharedConfig, 'profiles'> {
  return { ssoSessions, services, faults };
}
