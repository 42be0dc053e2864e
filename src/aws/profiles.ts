import { setTimeout as pause } from 'node:timers/promises';
import type { Profiles } from '../core/account/ports.ts';
import {
  type ConfigLine,
  environmentProfile,
  type Profile,
  type ProfileList,
} from '../core/account/profile.ts';
import { accountOfArn, isAccountId } from '../core/trail/arn.ts';
import { type Environment, placesOf, type Variables } from './config/environment.ts';
import { regionFaultOf } from './config/firstRegion.ts';
import { profilesAskingForMfa } from './config/mfa.ts';
import { kindOf } from './config/profileKind.ts';
import type { ProfileSection, Settings, SharedConfig, SharedConfigReader } from './config/sharedConfig.ts';

/** Lists the profiles of the shared AWS files and of the environment. Reads two files and calls nothing. */
export function profilesOf(environment: Environment, reader: SharedConfigReader): Profiles {
  return {
    list: async () => {
      const config = await reader.read();
      // Of thousands of profiles, reading and listing take their time, each in a turn of its own.
      await pause(0);
      return listProfiles(config, environment.variables);
    },
    places: placesOf(environment),
  };
}

/** In the order of the files; in front of them the profile that the AWS tools would use now. */
export function listProfiles(config: SharedConfig, variables: Variables): ProfileList {
  const askingForMfa = profilesAskingForMfa(config);
  const declared = [...config.profiles].map(([name, section]) =>
    profileOf(name, section, askingForMfa.has(name), regionFaultOf(name, config, variables)),
  );
  const environment = profileOfEnvironment(variables);
  const chosen = variables['AWS_PROFILE'];
  // Without AWS_PROFILE the keys of the environment win over the default profile.
  const inUse = !chosen && environment ? environmentProfile : chosen || 'default';
  const all = environment ? [environment, ...declared] : declared;
  return {
    profiles: [...all.filter(({ name }) => name === inUse), ...all.filter(({ name }) => name !== inUse)],
    faults: config.faults,
  };
}

function profileOf(
  name: string,
  { settings, declaredAt }: ProfileSection,
  asksForMfa: boolean,
  faultAt: ConfigLine | undefined,
): Profile {
  const region = settings.get('region');
  const account = accountIn(settings);
  const kind = kindOf(settings);
  const session = settings.get('sso_session');
  return {
    name,
    kind,
    ...(region && { region }),
    ...(account && { account }),
    ...(asksForMfa && { asksForMfa }),
    ...(session && kind === 'sso' && { sso: { session, role: settings.get('sso_role_name') ?? '' } }),
    ...(declaredAt ? { declaredAt } : { added: true as const }),
    ...(faultAt && { faultAt }),
  };
}

/** The account of its role, as the profile names it; an access key does not tell it. */
function accountIn(settings: Settings): string | undefined {
  const account =
    kindOf(settings) === 'sso'
      ? settings.get('sso_account_id')
      : accountOfArn(settings.get('role_arn') ?? settings.get('login_session') ?? '');
  return account !== undefined && isAccountId(account) ? account : undefined;
}

function profileOfEnvironment(variables: Variables): Profile | undefined {
  if (!variables['AWS_ACCESS_KEY_ID'] || !variables['AWS_SECRET_ACCESS_KEY']) {
    return undefined;
  }
  const region = variables['AWS_REGION'] || variables['AWS_DEFAULT_REGION'];
  return { name: environmentProfile, kind: 'environment', ...(region && { region }) };
}
