import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ProfilePlaces } from '../../core/account/ports.ts';

/** Environment variables as data. The process's own are used unless others are handed in. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where configuration comes from. */
export interface Environment {
  readonly variables: Variables;
  /** The home directory, as the AWS tools find it. */
  readonly home: string;
}

/** The two shared AWS files (AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files"). */
export interface SharedFiles {
  readonly config: string;
  readonly credentials: string;
}

export function environmentOf(variables: Variables = process.env, home?: string): Environment {
  return { variables, home: home ?? homeIn(variables) };
}

export function sharedFilesOf({ variables, home }: Environment): SharedFiles {
  const path = (chosen: string | undefined, name: string) =>
    chosen ? expandHome(chosen, home) : join(home, '.aws', name);
  return {
    config: path(variables['AWS_CONFIG_FILE'], 'config'),
    credentials: path(variables['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
  };
}

/** `aws sso login` and `aws login` leave their tokens in these folders, where the AWS SDK looks for them. */
export function placesOf(environment: Environment): ProfilePlaces {
  const { variables, home } = environment;
  const { config, credentials } = sharedFilesOf(environment);
  return {
    files: [config, credentials],
    tokenFolders: [
      join(home, '.aws', 'sso', 'cache'),
      variables['AWS_LOGIN_CACHE_DIRECTORY'] || join(home, '.aws', 'login', 'cache'),
    ],
  };
}

export function expandHome(path: string, home: string): string {
  return /^~[/\\]/.test(path) ? join(home, path.slice(2)) : path;
}

/** The AWS SDK looks in the same places in the same order. */
function homeIn(variables: Variables): string {
  const { HOME, USERPROFILE, HOMEPATH, HOMEDRIVE = 'C:\\' } = variables;
  return HOME || USERPROFILE || (HOMEPATH && `${HOMEDRIVE}${HOMEPATH}`) || homedir();
}
