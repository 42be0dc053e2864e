import { excluding } from '../../base/glob.ts';
import type { TextRange } from '../../base/text.ts';
import { pathBelow } from '../../base/uri.ts';
import { isAccountId, readKmsArn } from '../../trail/arn.ts';
import { type Severity, severities } from '../finding.ts';
import { type FindingCode, findingCodes } from '../findingCode.ts';
import { readInputSetting, type SettingFault } from '../inputSetting.ts';
import type { InputFault, InputSet } from '../inputs.ts';
import { allTraits, type LanguageId, languageTable } from '../languageTable.ts';

/*
 * What a person says about the findings in code: in the settings of the editor, in a file beside the code, on a command line.
 * Each of them is a layer; `layered` says which one counts.
 */

/** The file that editor and scanner read, by its name. */
export const configurationFileName = '.cloudtrail-encryption.json';

/** Longer than any that people write, in characters or bytes. */
export const configurationLimit = 256 * 1024;

export type Level = Severity | 'off';

export const levels = [...severities, 'off'] as const satisfies readonly Level[];

export interface CodeConfiguration {
  /** The sets of inputs that are deployed; undefined if none are set. */
  readonly inputs?: readonly InputSet[];
  readonly severity: Readonly<Partial<Record<FindingCode, Level>>>;
  /** Globs, each relative to the folder that it is written for. */
  readonly exclude: readonly ExcludedBy[];
  /** ARNs of keys, by family of languages or by account. */
  readonly defaultKey: Readonly<Record<string, string>>;
}

export interface ExcludedBy {
  /** The address of a folder. */
  readonly folder: string;
  readonly patterns: readonly string[];
}

export const nothingConfigured: CodeConfiguration = { severity: {}, exclude: [], defaultKey: {} };

/** The properties that are read, by the names that the settings have, too. */
export const configurationProperties = {
  inputs: 'inputs',
  severity: 'diagnostics.severity',
  exclude: 'diagnostics.exclude',
  defaultKey: 'defaultKey',
} as const;

/** Something written that means nothing. */
export interface ConfigurationFault {
  /** Where: names of properties and places in lists, from the outside in. */
  readonly path: readonly (string | number)[];
  readonly what:
    | SettingFault['what']
    | 'unknown-setting'
    | 'wrong-type'
    | 'no-level'
    | 'no-key'
    | 'alias'
    | 'too-many';
  /** As it is written: a path, a name. */
  readonly written?: string;
}

/** The same, in a file. */
export interface FileFault extends Omit<ConfigurationFault, 'what'> {
  readonly what: ConfigurationFault['what'] | InputFault['what'] | 'no-json';
  readonly range: TextRange;
}

/**
 * The settings of a folder, by the properties above; what has the wrong shape counts as not written.
 * @param written properties and their values, as written
 * @param folder its address: paths and globs count from there, and inputs do not lead out of it
 */
export function readConfiguration(
  written: Written,
  folder: string,
): { readonly configuration: CodeConfiguration; readonly faults: readonly ConfigurationFault[] } {
  const faults: ConfigurationFault[] = [];
  const inputs = inputsIn(written, folder, faults);
  const severity = levelsIn(written, faults);
  const defaultKey = keysIn(written, faults);
  const patterns = patternsIn(written, faults);
  return {
    configuration: {
      ...(inputs && { inputs: limited('inputs', inputs, faults) }),
      severity,
      exclude: patterns.length === 0 ? [] : [{ folder, patterns }],
      defaultKey,
    },
    faults,
  };
}

type Written = Readonly<Record<string, unknown>>;

/** More of them than this would be written by hand; each set of inputs is a reading of its own. */
const most = { inputs: 50, exclude: 500, defaultKey: 500 } as const;

function limited<T>(
  name: keyof typeof most,
  values: readonly T[],
  faults: ConfigurationFault[],
): readonly T[] {
  if (values.length > most[name]) {
    faults.push({ path: [configurationProperties[name]], what: 'too-many' });
  }
  return values.slice(0, most[name]);
}

function inputsIn(
  written: Written,
  folder: string,
  faults: ConfigurationFault[],
): readonly InputSet[] | undefined {
  const name = configurationProperties.inputs;
  const inputs = readInputSetting(written[name], folder);
  faults.push(
    ...inputs.faults.map(({ path, what, written: text }) => ({
      path: [name, ...path],
      what,
      ...(text !== undefined && { written: text }),
    })),
  );
  return isWritten(written[name]) ? inputs.sets : undefined;
}

function levelsIn(written: Written, faults: ConfigurationFault[]): CodeConfiguration['severity'] {
  const name = configurationProperties.severity;
  const severity: Partial<Record<FindingCode, Level>> = {};
  for (const [key, value] of entriesIn(written, name, faults)) {
    const code = findingCodes.find(one => one === key);
    const level = levels.find(one => one === value);
    if (code === undefined) {
      faults.push({ path: [name, key], what: 'unknown-setting', written: key });
    } else if (level === undefined) {
      faults.push({ path: [name, code], what: 'no-level' });
    } else {
      severity[code] = level;
    }
  }
  return severity;
}

function keysIn(written: Written, faults: ConfigurationFault[]): CodeConfiguration['defaultKey'] {
  const name = configurationProperties.defaultKey;
  const keys: (readonly [string, string])[] = [];
  for (const [owner, value] of entriesIn(written, name, faults)) {
    if (!families.has(owner) && !isAccountId(owner)) {
      faults.push({ path: [name, owner], what: 'unknown-setting', written: owner });
    } else if (typeof value !== 'string' || !readKmsArn(value)) {
      faults.push({ path: [name, owner], what: 'no-key' });
    } else {
      // Some providers of such a language take it: it is written where the result holds.
      if (readKmsArn(value)?.names === 'alias' && familiesWithoutAlias.has(owner)) {
        faults.push({ path: [name, owner], what: 'alias' });
      }
      keys.push([owner, value]);
    }
  }
  return Object.fromEntries(limited('defaultKey', keys, faults));
}

function patternsIn(written: Written, faults: ConfigurationFault[]): readonly string[] {
  const name = configurationProperties.exclude;
  const patterns: string[] = [];
  for (const [index, pattern] of listIn(written, name, faults).entries()) {
    if (typeof pattern === 'string') {
      patterns.push(pattern);
    } else {
      faults.push({ path: [name, index], what: 'wrong-type' });
    }
  }
  return limited('exclude', patterns, faults);
}

/**
 * One layer on top of another. What the upper one says of a finding or a key counts, and so do its inputs if it names any; files
 * that either leaves out are left out.
 */
export function layered(upper: CodeConfiguration, lower: CodeConfiguration): CodeConfiguration {
  const inputs = upper.inputs ?? lower.inputs;
  return {
    ...(inputs && { inputs }),
    severity: { ...lower.severity, ...upper.severity },
    exclude: [...upper.exclude, ...lower.exclude],
    defaultKey: { ...lower.defaultKey, ...upper.defaultKey },
  };
}

/** The configured key for a trail of this language, and of this account where it is known. */
export function defaultKeyOf(
  { defaultKey }: CodeConfiguration,
  language: LanguageId,
  account: string | undefined,
): string | undefined {
  return (
    (account === undefined ? undefined : defaultKey[account]) ??
    defaultKey[languageTable[language].defaultKey]
  );
}

/** How severe a finding is for the caller; undefined where it is switched off. */
export function levelOf(
  { severity }: CodeConfiguration,
  finding: { readonly code: FindingCode; readonly severity: Severity },
): Severity | undefined {
  const level = severity[finding.code] ?? finding.severity;
  return level === 'off' ? undefined : level;
}

/** Whether a file is left out, by its address. */
export function isLeftOut({ exclude }: CodeConfiguration, uri: string): boolean {
  return exclude.some(({ folder, patterns }) => {
    const path = pathBelow(folder, uri);
    return path !== undefined && excluding(patterns)(path);
  });
}

const families: ReadonlySet<string> = new Set(allTraits.map(({ defaultKey }) => defaultKey));
const familiesWithoutAlias: ReadonlySet<string> = new Set(
  allTraits.flatMap(({ defaultKey, differsByAlias }) => (differsByAlias ? [defaultKey] : [])),
);

function isWritten(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function entriesIn(
  written: Written,
  name: string,
  faults: ConfigurationFault[],
): readonly [string, unknown][] {
  const value = written[name];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value);
  }
  faults.push(...(isWritten(value) ? [{ path: [name], what: 'wrong-type' } as const] : []));
  return [];
}

function listIn(written: Written, name: string, faults: ConfigurationFault[]): readonly unknown[] {
  const value = written[name];
  if (Array.isArray(value)) {
    return value;
  }
  faults.push(...(isWritten(value) ? [{ path: [name], what: 'wrong-type' } as const] : []));
  return [];
}
