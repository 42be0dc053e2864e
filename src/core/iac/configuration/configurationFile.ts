import type { TextRange } from '../../base/text.ts';
import { join, nameOf, parentOf } from '../../base/uri.ts';
import { mendJson, parseWholeJson } from '../formats/json/index.ts';
import { toPlain } from '../formats/plain.ts';
import { entriesOf, entryOf, itemsOf, type TreeNode, textOf, valueAt } from '../formats/tree.ts';
import type { InputFault } from '../inputs.ts';
import type { SourceDocument } from '../sources/sources.ts';
import {
  type CodeConfiguration,
  type ConfigurationFault,
  configurationLimit,
  configurationProperties,
  type FileFault,
  nothingConfigured,
  readConfiguration,
} from './configuration.ts';

export interface ConfigurationFile {
  readonly configuration: CodeConfiguration;
  readonly faults: readonly FileFault[];
}

/** Beside what is configured, a file may name the schema that editors check it with. */
const properties: ReadonlySet<string> = new Set(['$schema', ...Object.values(configurationProperties)]);

/** More values than this would be written by hand. */
const mostValues = 20_000;

/** Reads the text of a configuration file: JSON, with comments and trailing commas. Never throws; what makes no sense is a fault. */
export function readConfigurationFile({ uri, text }: SourceDocument): ConfigurationFile {
  const folder = parentOf(uri);
  const whole = text.length > configurationLimit ? undefined : parseWholeJson(text);
  const root = whole?.documents[0]?.root;
  if (folder === undefined || root?.kind !== 'map') {
    const range = text.length > configurationLimit ? { start: 0, end: 0 } : placeOfDamage(text);
    return { configuration: nothingConfigured, faults: [{ path: [], what: 'no-json', range }] };
  }
  const written = toPlain(root, mostValues) as Readonly<Record<string, unknown>>;
  const unknown = root.entries
    .filter(({ key }) => !properties.has(key))
    .map(({ key }): ConfigurationFault => ({ path: [key], what: 'unknown-setting', written: key }));
  const { configuration, faults } = readConfiguration(written, folder);
  return {
    configuration,
    faults: [...unknown, ...faults].map(fault => ({ ...fault, range: rangeOf(root, fault) })),
  };
}

/** A file of inputs that gives none, at the place where it is named. */
export function placedFault({ uri, text }: SourceDocument, { file, what }: InputFault): FileFault {
  const folder = parentOf(uri) ?? '';
  const root = parseWholeJson(text)?.documents[0]?.root;
  const sets = itemsOf(valueAt(root, configurationProperties.inputs)) ?? [];
  const named = sets
    .flatMap(set => entriesOf(set).flatMap(({ value }) => itemsOf(value) ?? [value]))
    .find(node => join(folder, textOf(node) ?? '') === file);
  return {
    path: [configurationProperties.inputs],
    what,
    written: textOf(named) ?? nameOf(file),
    range: named?.range ?? { start: 0, end: 0 },
  };
}

/** The place of what is written there; for a name that means nothing, the name. */
function rangeOf(root: TreeNode, { path, what, written }: Omit<ConfigurationFault, 'range'>): TextRange {
  let range = root.range;
  let node: TreeNode | undefined = root;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (typeof step === 'number') {
      node = itemsOf(node)?.[step];
    } else {
      const entry = entryOf(node, step);
      range = isLast && entry && isName(what) ? entry.keyRange : range;
      node = isLast && isName(what) ? undefined : entry?.value;
    }
    range = node?.range ?? range;
  }
  const named = itemsOf(node)?.find(item => item.kind === 'scalar' && item.text === written);
  return named?.range ?? range;
}

function isName(what: FileFault['what']): boolean {
  return what === 'unknown-setting' || what === 'unknown-property';
}

/** Where the first thing is that makes no sense; the whole text where nothing is found. */
function placeOfDamage(text: string): TextRange {
  const { documents } = mendJson(text);
  const open: TreeNode[] = documents.flatMap(({ root }) => root ?? []);
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'scalar' && node.broken) {
      return node.range;
    }
    const inside = node.kind === 'map' ? node.entries.map(({ value }) => value) : (itemsOf(node) ?? []);
    open.push(...inside.toReversed());
  }
  return { start: 0, end: text.length };
}
