import type { LanguageId } from '../../languageTable.ts';
import { coveredByScanners } from '../../scannerRules.ts';
import type { SourceDocument } from '../../sources/sources.ts';
import type { SuppressingTool, Suppression } from '../../suppression.ts';
import type { JsonLike } from '../tool.ts';

/** A folder in which a scanner may be run. */
export interface ConfigFolder {
  /** A file by its path below the folder; undefined where there is none. */
  read(path: string): Promise<SourceDocument | undefined>;
}

/** What the configuration files of one scanner silence where it is run in a folder. */
export type ConfigReader = (folder: ConfigFolder) => Promise<readonly ConfigEntry[]>;

export interface ConfigEntry {
  /** Whether it holds for a file, by its path below the folder, and its language. */
  readonly covers: (path: string, language: LanguageId) => boolean;
  readonly silence: Suppression;
}

/** An entry that is in a configuration as `written`. */
export function configEntry(
  config: SourceDocument,
  tool: SuppressingTool,
  written: string,
  told: Pick<Suppression, 'reason' | 'expires'> = {},
  covers: ConfigEntry['covers'] = () => true,
): ConfigEntry {
  const start = Math.max(config.text.indexOf(written), 0);
  const range = { start, end: start + written.length };
  return { covers, silence: { tool, uri: config.uri, range, codes: coveredByScanners, ...told } };
}

/** A configuration is the same for every trail below it: it is read once for each of its texts. */
export function remembered<T>(
  read: (config: SourceDocument) => Promise<readonly T[]>,
): (config: SourceDocument | undefined) => Promise<readonly T[]> {
  const known = new WeakMap<SourceDocument, Promise<readonly T[]>>();
  return async config => {
    if (!config) {
      return [];
    }
    const entries = known.get(config) ?? read(config);
    known.set(config, entries);
    return entries;
  };
}

/** YAML, or JSON. Scalars stay texts, dates too; a configuration that is neither silences nothing. */
export async function parseYaml(config: SourceDocument): Promise<JsonLike> {
  const { parse } = await import('yaml');
  try {
    return parse(config.text, { schema: 'failsafe', logLevel: 'error' }) as JsonLike;
  } catch {
    return undefined;
  }
}
