import { excluding } from '../base/glob.ts';
import type { TextRange } from '../base/text.ts';
import { pathBelow } from '../base/uri.ts';
import { isAccountId, readKmsArn } from '../trail/arn.ts';
import { type Severity, severities } from './finding.ts';
import { type FindingCode, findingCodes } from './findingCode.ts';
import { readInputSetting, type SettingFault } from './inputSetting.ts';
import type { InputFault, InputSet } from './inputs.ts';
import { allTraits, type LanguageId, languageTable } from './languageTable.ts';

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
  readonly what: SettingFault['what'] | 'unknown-setting' | 'wrong-type' | 'no-level' | 'no-key' | 'too-many';
  /** As it is written: a path, a name. */
  readonly written?: string;
}

/** The same, in a file. */
export interface FileFault extends Omit<ConfigurationFault, 'what'> {
  readonly what: ConfigurationFault['what'] | InputFault['what'] | 'no-json';
  readonly range: TextRange;
}

/** More of them than this would be written by hand; each set of inputs is a reading of its own. */
const most = { inputs: 50, exclude: 500, defaultKey: 500 } as const;

/**
 * The settings of a folder, by the properties above; what has the wrong shape counts as not written.
 * @param written properties and their values, as written
 * @param folder its address: paths and globs count from there, and inputs do not lead out of it
 */
export function readConfiguration(
  written: Readonly<Record<string, unknown>>,
  folder: string,
): { readonly configuration: CodeConfiguration; readonly faults: readonly ConfigurationFault[] } {
  const faults: ConfigurationFault[] = [];
  const names = configurationProperties;
  const limited = <T>(name: string, limit: number, values: readonly T[]) => {
    faults.push(...(values.length > limit ? [{ path: [name], what: 'too-many' } as const] : []));
    return values.slice(0, limit);
  };
  const inputs = readInputSetting(written[names.inputs], folder);
  faults.push(
    ...inputs.faults.map(({ path, what, written: text }) => ({
      path: [names.inputs, ...path],
      what,
      ...(text !== undefined && { written: text }),
    })),
  );
  const severity = entriesIn(written, names.severity, faults).flatMap(([code, value]) => {
    const known = findingCodes.find(one => one === code);
    const level = levels.find(one => one === value);
    if (known === undefined) {
      faults.push({ path: [names.severity, code], what: 'unknown-setting', written: code });
    } else if (level === undefined) {
      faults.push({ path: [names.severity, code], what: 'no-level' });
    }
    return known && level ? [[known, level] as const] : [];
  });
  const keys = entriesIn(written, names.defaultKey, faults).flatMap(([name, value]) => {
    const isKnown = families.has(name) || isAccountId(name);
    const arn = typeof value === 'string' && readKmsArn(value) ? value : undefined;
    if (!isKnown) {
      faults.push({ path: [names.defaultKey, name], what: 'unknown-setting', written: name });
    } else if (arn === undefined) {
      faults.push({ path: [names.defaultKey, name], what: 'no-key' });
    }
    return isKnown && arn !== undefined ? [[name, arn] as const] : [];
  });
  const patterns = limited(
    names.exclude,
    most.exclude,
    listIn(written, names.exclude, faults).flatMap((pattern, index) => {
      if (typeof pattern === 'string') {
        return [pattern];
      }
      faults.push({ path: [names.exclude, index], what: 'wrong-type' });
      return [];
    }),
  );
  return {
    configuration: {
      ...(isWritten(written[names.inputs]) && { inputs: limited(names.inputs, most.inputs, inputs.sets) }),
      severity: Object.fromEntries(severity),
      exclude: patterns.length === 0 ? [] : [{ folder, patterns }],
      defaultKey: Object.fromEntries(limited(names.defaultKey, most.defaultKey, keys)),
    },
    faults,
  };
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

function isWritten(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function entriesIn(
  written: Readonly<Record<string, unknown>>,
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

function listIn(
  written: Readonly<Record<string, unknown>>,
  name: string,
  faults: ConfigurationFault[],
): readonly unknown[] {
  const value = written[name];
  if (Array.isArray(value)) {
    return value;
  }
  faults.push(...(isWritten(value) ? [{ path: [name], what: 'wrong-type' } as const] : []));
  return [];
}
