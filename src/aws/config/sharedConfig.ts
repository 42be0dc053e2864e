import { readFile } from 'node:fs/promises';
import type { ConfigFault } from '../../core/account/profile.ts';
import type { SharedFiles } from './environment.ts';
import { type IniFile, type IniSection, parseIni } from './ini.ts';

/** Both shared AWS files as one: what they declare, in their order. */
export interface SharedConfig {
  /** By name; those of the config file first. Where both files have one, the credentials file's settings win. */
  readonly profiles: ReadonlyMap<string, ProfileSection>;
  readonly ssoSessions: ReadonlyMap<string, Settings>;
  readonly services: ReadonlyMap<string, Settings>;
  readonly faults: readonly ConfigFault[];
}

export interface ProfileSection {
  readonly settings: Settings;
  readonly declaredAt: { readonly path: string; readonly line: number };
}

export type Settings = ReadonlyMap<string, string>;

/** Reads the files anew, and parses them again only when their text is another. A file that is not there is empty. */
export class SharedConfigReader {
  readonly #files: SharedFiles;
  #last: { readonly texts: readonly [Read, Read]; readonly config: SharedConfig } | undefined;

  constructor(files: SharedFiles) {
    this.#files = files;
  }

  async read(): Promise<SharedConfig> {
    const { config, credentials } = this.#files;
    const [first, second] = await Promise.all([readText(config), readText(credentials)]);
    const last = this.#last;
    if (last && isSame(last.texts[0], first) && isSame(last.texts[1], second)) {
      return last.config;
    }
    const parsed = parseSharedConfig({ path: config, ...first }, { path: credentials, ...second });
    this.#last = { texts: [first, second], config: parsed };
    return parsed;
  }
}

export interface FileText {
  readonly path: string;
  readonly text: string;
  /** Why it could not be read. */
  readonly failure?: string;
}

export function parseSharedConfig(configFile: FileText, credentialsFile: FileText): SharedConfig {
  const collected = new Collected();
  collected.addConfigFile(configFile);
  collected.addCredentialsFile(credentialsFile);
  return collected;
}

/** A profile and those it takes its credentials from, the nearest first. */
export function chainOf(
  profile: string,
  config: SharedConfig,
): readonly { readonly name: string; readonly settings: Settings }[] {
  const chain: { readonly name: string; readonly settings: Settings }[] = [];
  let name: string | undefined = profile;
  while (name !== undefined && !chain.some(link => link.name === name)) {
    const settings: Settings | undefined = config.profiles.get(name)?.settings;
    if (settings) {
      chain.push({ name, settings });
    }
    name = settings?.get('source_profile');
  }
  return chain;
}

/** One file of garbage should not bury the faults of the other. */
const mostFaultsPerFile = 20;

class Collected implements SharedConfig {
  readonly profiles = new Map<string, ProfileSection>();
  readonly ssoSessions = new Map<string, Map<string, string>>();
  readonly services = new Map<string, Map<string, string>>();
  readonly faults: ConfigFault[] = [];

  addConfigFile(file: FileText): void {
    const faultAt = this.#faultsOf(file);
    for (const section of this.#parse(file, faultAt)) {
      const { type, name } = nameOf(section.header);
      if (type === 'profile') {
        this.#addProfile(file.path, name, section, faultAt);
      } else if (type === 'sso-session') {
        mergeInto(this.ssoSessions, name, section.settings);
      } else if (type === 'services') {
        mergeInto(this.services, name, section.settings);
      } else if (section.header === 'default') {
        this.#addProfile(file.path, 'default', section, faultAt);
      } else if (type === undefined) {
        faultAt(
          section.line,
          `In this file a profile other than default is declared as [profile ${section.header}].`,
        );
      }
    }
  }

  addCredentialsFile(file: FileText): void {
    const faultAt = this.#faultsOf(file);
    for (const section of this.#parse(file, faultAt)) {
      const { type, name } = nameOf(section.header);
      if (type === undefined) {
        this.#addProfile(file.path, section.header, section, faultAt);
      } else {
        faultAt(section.line, `In this file a profile is declared by its name alone: [${name}].`);
      }
    }
  }

  #parse({ path, text, failure }: FileText, faultAt: AddFault): readonly IniSection[] {
    if (failure !== undefined) {
      this.faults.push({ path, detail: failure });
      return [];
    }
    const { sections, faults }: IniFile = parseIni(text);
    for (const { line, detail } of faults) {
      faultAt(line, detail);
    }
    return sections;
  }

  #addProfile(path: string, name: string, section: IniSection, faultAt: AddFault): void {
    if (!readableName.test(name)) {
      faultAt(section.line, `The AWS SDK cannot read a profile of this name: ${name}.`);
      return;
    }
    const present = this.profiles.get(name);
    this.profiles.set(name, {
      settings: present ? new Map([...present.settings, ...section.settings]) : section.settings,
      declaredAt: present?.declaredAt ?? { path, line: section.line },
    });
  }

  #faultsOf({ path }: FileText): AddFault {
    let count = 0;
    return (line, detail) => {
      count += 1;
      if (count <= mostFaultsPerFile) {
        this.faults.push({ path, line, detail });
      }
    };
  }
}

type AddFault = (line: number, detail: string) => void;

/** Letters, digits and these signs; the AWS SDK passes over a header with another. */
const readableName = /^(?!__proto__$)[\w\-@+.%:/]+$/;

/** `profile x`, `sso-session "x"`, …: the word in front and the name, without its quotation marks. */
function nameOf(header: string): { readonly type: string | undefined; readonly name: string } {
  const match = /^([\w-]+)\s+(["']?)(.+?)\2$/.exec(header);
  return { type: match?.[1], name: match?.[3] ?? header };
}

function mergeInto(sections: Map<string, Map<string, string>>, name: string, settings: Settings): void {
  sections.set(name, new Map([...(sections.get(name) ?? []), ...settings]));
}

type Read = Omit<FileText, 'path'>;

function isSame(left: Read, right: Read): boolean {
  return left.text === right.text && left.failure === right.failure;
}

async function readText(path: string): Promise<Read> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? { text: '' }
      : { text: '', failure: `This file could not be read: ${code ?? String(error)}.` };
  }
}
