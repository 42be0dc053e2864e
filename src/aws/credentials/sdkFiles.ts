import { externalDataInterceptor } from '@smithy/shared-ini-file-loader';
import type { SharedFiles, Variables } from '../config/environment.ts';
import { chainOf, type Settings, type SharedConfig } from '../config/sharedConfig.ts';

/**
 * What the AWS SDK sees of the shared AWS files: only the sections that the opened profiles need. The SDK parses
 * everything it sees at every step of a sign-in; with the files of a large company, that would block the extension host
 * for a tenth of a second each time. It also sees the current files, where it would otherwise remember them for the life
 * of the process. Names that the SDK cannot read, such as those with spaces, are replaced.
 */
export class SdkFiles {
  readonly #paths: readonly string[];
  readonly #profiles = new Map<string, Settings>();
  readonly #ssoSessions = new Map<string, Settings>();
  readonly #aliases = new Map<string, string>();

  constructor(files: SharedFiles, variables: Variables) {
    // For some sections the SDK asks with the variable's value, before `~` is expanded.
    this.#paths = [files.config, variables['AWS_CONFIG_FILE'] ?? files.config];
    externalDataInterceptor.interceptFile(files.credentials, '');
    // The SDK looks for tokens here first, by the session's name, and would find a token called `constructor`.
    Object.setPrototypeOf(externalDataInterceptor.getTokenRecord(), null);
  }

  /** Adds a profile and all it takes its credentials from, as they are written now. */
  include(profile: string, config: SharedConfig): void {
    this.#profiles.delete(profile);
    for (const { name, settings } of chainOf(profile, config)) {
      this.#profiles.set(name, settings);
      const session = settings.get('sso_session') ?? '';
      const found = config.ssoSessions.get(session);
      if (found) {
        this.#ssoSessions.set(session, found);
      } else {
        this.#ssoSessions.delete(session);
      }
    }
  }

  /** Puts them before the SDK, both files as one. */
  show(): void {
    const sections = [
      ...[...this.#profiles].map(([name, settings]) =>
        sectionOf(`profile ${this.nameFor(name)}`, this.#named(settings)),
      ),
      // The true name, since the file of the token is named after it; with a dot, the SDK takes any.
      ...[...this.#ssoSessions].map(([name, settings]) =>
        sectionOf(`sso-session${isReadable(name) ? ' ' : '.'}${name}`, settings),
      ),
    ];
    for (const path of this.#paths) {
      externalDataInterceptor.interceptFile(path, sections.join('\n'));
    }
  }

  /** The name under which the SDK finds a profile. */
  nameFor(profile: string): string {
    if (isReadable(profile)) {
      return profile;
    }
    const alias = this.#aliases.get(profile) ?? `${aliasPrefix}${this.#aliases.size + 1}`;
    this.#aliases.set(profile, alias);
    return alias;
  }

  /** What the SDK says, with the names of the files. */
  inTrueNames(text: string): string {
    const names = new Map([...this.#aliases].map(([name, alias]) => [alias, name]));
    return text.replace(aliases, alias => names.get(alias) ?? alias);
  }

  #named(settings: Settings): Settings {
    const source = settings.get('source_profile');
    return source === undefined ? settings : new Map([...settings, ['source_profile', this.nameFor(source)]]);
  }
}

const aliasPrefix = 'cloudtrail-encryption/';
const aliases = /cloudtrail-encryption\/\d+/g;

/**
 * The SDK reads names of these characters only, and keeps profiles in plain objects, in which `constructor` is
 * something already.
 */
function isReadable(name: string): boolean {
  return /^[\w\-@+.%:/]+$/.test(name) && !(name in Object.prototype) && !name.startsWith(aliasPrefix);
}

/** Nested settings concern other tools. */
function sectionOf(header: string, settings: Settings): string {
  const lines = [...settings]
    .filter(([name]) => !name.includes('.'))
    .map(([name, value]) => `${name} = ${value}`);
  return `[${header}]\n${lines.join('\n')}\n`;
}
