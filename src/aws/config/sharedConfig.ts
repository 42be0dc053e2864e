import type { ConfigFault, ConfigFaultKind, ConfigLine } from '../../core/account/profile.ts';
import type { SsoRole } from '../../core/account/ssoRole.ts';
import { withAddedRoles } from './addedRoles.ts';
import type { SharedFiles } from './environment.ts';
import { configHeader, credentialsHeader, type Header } from './header.ts';
import { type IniSection, parseIni } from './ini.ts';
import { hasKnownSetting, settingFaultsOf } from './settingFaults.ts';
import { wholeFile } from './wholeFile.ts';

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
  /** Absent where no file declares it. */
  readonly declaredAt?: ConfigLine;
  /** Where its `region` is. */
  readonly regionAt?: ConfigLine;
}

export type Settings = ReadonlyMap<string, string>;

/** Reads the files again, and parses them only if their text has changed. A missing file is empty. */
export class SharedConfigReader {
  readonly #files: SharedFiles;
  readonly #added: () => readonly SsoRole[];
  #last: { readonly texts: readonly [Read, Read]; readonly config: SharedConfig } | undefined;

  /** `added`: roles that are profiles though no file declares them. */
  constructor(files: SharedFiles, added: () => readonly SsoRole[] = () => []) {
    this.#files = files;
    this.#added = added;
  }

  async read(): Promise<SharedConfig> {
    return withAddedRoles(await this.#readFiles(), this.#added());
  }

  async #readFiles(): Promise<SharedConfig> {
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
  readonly failure?: Pick<ConfigFault, 'kind' | 'subject'>;
}

/** Never throws, for any text. */
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
  const chain = new Map<string, Settings>();
  let name: string | undefined = profile;
  while (name !== undefined && !chain.has(name)) {
    const settings: Settings | undefined = config.profiles.get(name)?.settings;
    if (settings) {
      chain.set(name, settings);
    }
    name = settings?.get('source_profile');
  }
  return [...chain].map(([link, settings]) => ({ name: link, settings }));
}

/** One file of garbage should not bury the faults of the other. */
const mostFaultsPerFile = 20;

/** The AWS CLI's own sections of the config file, which are not mistakes. */
const sectionsOfTheCli: ReadonlySet<string> = new Set(['preview', 'plugins']);

class Collected implements SharedConfig {
  readonly profiles = new Map<string, MutableProfile>();
  readonly ssoSessions = new Map<string, Map<string, string>>();
  readonly services = new Map<string, Map<string, string>>();
  readonly faults: ConfigFault[] = [];

  addConfigFile(file: FileText): void {
    const addFault = this.#faultsOf(file);
    const sections = this.#parse(file, addFault).map(section => ({
      section,
      header: configHeader(section.header),
    }));
    // The AWS SDK uses only `[profile default]` if both exist, in either order.
    const twice = sections.some(
      ({ section, header }) => section.header !== 'default' && isDefault(header) && section.settings.size > 0,
    );
    for (const { section, header } of sections) {
      if (twice && section.header === 'default') {
        addFault('default-twice', section.line, section.header);
      } else if (header.kind === 'other') {
        if (!sectionsOfTheCli.has(section.header) && hasKnownSetting(section)) {
          addFault('header-without-type', section.line, section.header);
        }
      } else {
        this.#add(file.path, section, header, addFault);
      }
    }
  }

  addCredentialsFile(file: FileText): void {
    const addFault = this.#faultsOf(file);
    for (const section of this.#parse(file, addFault)) {
      this.#add(file.path, section, credentialsHeader(section.header), addFault);
    }
  }

  #parse({ path, text, failure }: FileText, addFault: AddFault): readonly IniSection[] {
    if (failure !== undefined) {
      this.faults.push({ path, ...failure });
      return [];
    }
    const { sections, faults } = parseIni(text);
    for (const { line, kind } of faults) {
      addFault(kind, line);
    }
    return sections;
  }

  #add(path: string, section: IniSection, header: Header, addFault: AddFault): void {
    switch (header.kind) {
      case 'fault':
        addFault(header.fault, section.line, section.header);
        return;
      case 'profile':
        this.#addProfile(path, header.name, section);
        break;
      case 'sso-session':
        mergeInto(this.ssoSessions, header.name, section.settings);
        break;
      case 'services':
        mergeInto(this.services, header.name, section.settings);
        break;
    }
    for (const { kind, line, subject } of settingFaultsOf(section)) {
      addFault(kind, line, subject);
    }
  }

  #addProfile(path: string, name: string, { line, settings, lines }: IniSection): void {
    const profile: MutableProfile = this.profiles.get(name) ?? {
      settings: new Map(),
      declaredAt: { path, line },
    };
    for (const [setting, value] of settings) {
      profile.settings.set(setting, value);
    }
    const regionLine = lines.get('region');
    if (regionLine !== undefined) {
      profile.regionAt = { path, line: regionLine };
    }
    this.profiles.set(name, profile);
  }

  #faultsOf({ path }: FileText): AddFault {
    let count = 0;
    return (kind, line, subject) => {
      count += 1;
      if (count <= mostFaultsPerFile) {
        this.faults.push({ path, line, kind, ...(subject !== undefined && { subject }) });
      }
    };
  }
}

interface MutableProfile extends ProfileSection {
  readonly settings: Map<string, string>;
  regionAt?: ConfigLine;
}

type AddFault = (kind: ConfigFaultKind, line: number, subject?: string) => void;

function isDefault(header: Header): boolean {
  return header.kind === 'profile' && header.name === 'default';
}

function mergeInto(sections: Map<string, Map<string, string>>, name: string, settings: Settings): void {
  const present = sections.get(name) ?? new Map<string, string>();
  for (const [setting, value] of settings) {
    present.set(setting, value);
  }
  sections.set(name, present);
}

type Read = Omit<FileText, 'path'>;

function isSame(left: Read, right: Read): boolean {
  const [one, other] = [left.failure, right.failure];
  return left.text === right.text && one?.kind === other?.kind && one?.subject === other?.subject;
}

/** Named to say that there is no such file. */
const nullDevice = process.platform === 'win32' ? /^(\\\\\.\\)?nul$/i : /^\/dev\/null$/;

/** By its mark, or since one of two bytes is zero in each letter of ASCII. AWS tools read UTF-8; PowerShell 5 writes UTF-16. */
function isUtf16([first, second]: Buffer): boolean {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMarked || (second !== undefined && (first === 0) !== (second === 0));
}

async function readText(path: string): Promise<Read> {
  if (nullDevice.test(path)) {
    return { text: '' };
  }
  const file = await wholeFile(path);
  switch (file.kind) {
    case 'bytes':
      return isUtf16(file.bytes)
        ? { text: '', failure: { kind: 'file-in-utf-16' } }
        : { text: file.bytes.toString('utf8') };
    case 'not-regular':
      return { text: '', failure: { kind: 'file-not-regular' } };
    case 'too-large':
      return { text: '', failure: { kind: 'file-too-large' } };
    case 'unreadable':
      return file.code === 'ENOENT' || file.code === 'ENOTDIR'
        ? { text: '' }
        : { text: '', failure: { kind: 'file-unreadable', subject: file.code } };
  }
}
