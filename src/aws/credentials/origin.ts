import { environmentProfile } from '../../core/account/profile.ts';
import { type Environment, sharedFilesOf } from '../config/environment.ts';
import { chainOf, type SharedConfig } from '../config/sharedConfig.ts';

/** Everything that decides which credentials a profile has, as one text: another text, other credentials. */
export function originOf(profile: string, config: SharedConfig, environment: Environment): string {
  if (profile === environmentProfile) {
    return JSON.stringify(variablesOfCredentials.map(name => environment.variables[name]));
  }
  return JSON.stringify([
    sharedFilesOf(environment),
    chainOf(profile, config).map(({ name, settings }) => [
      name,
      [...settings],
      [...(config.ssoSessions.get(settings.get('sso_session') ?? '') ?? [])],
      [...(config.services.get(settings.get('services') ?? '') ?? [])],
    ]),
  ]);
}

const variablesOfCredentials = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
];
