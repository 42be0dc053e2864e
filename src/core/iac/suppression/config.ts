import { join, nameOf, parentOf, pathBelow } from '../../base/uri.ts';
import { coveredByScanners, isRuleOf, trivyRuleNames } from '../scannerRules.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import type { Suppression } from '../suppression.ts';
import { at, type JsonLike, listOf, textOf, withReason } from './tool.ts';
import { isWildcardMatch } from './wildcard.ts';

/**
 * What the scanners' configuration files silence for a document: Checkov's `skip-check`, and Trivy's ignore files.
 * They are looked for from the document's folder up to `root`, or in its folder alone.
 */
export async function configSuppressions(
  uri: string,
  root: string | undefined,
  sources: Sources,
): Promise<Suppression[]> {
  const found: Suppression[] = [];
  for (const folder of foldersUpTo(root, uri)) {
    const names = new Map((await sources.list(folder)).map(file => [nameOf(file), file]));
    for (const [name, read] of Object.entries(configs)) {
      const config = names.has(name) ? await readConfig(folder, name, sources) : undefined;
      if (config) {
        const path = pathBelow(folder, uri) ?? '';
        const entries = await read(config);
        found.push(...entries.filter(entry => entry.covers(path)).map(({ silence }) => silence));
      }
    }
  }
  return found;
}

interface Entry {
  /** Whether it holds for a file, by its path below the configuration's folder. */
  readonly covers: (path: string) => boolean;
  readonly silence: Suppression;
}

type ReadConfig = (config: SourceDocument) => Promise<readonly Entry[]>;

const configs: Readonly<Record<string, ReadConfig>> = {
  '.checkov.yaml': remembered(readCheckov),
  '.checkov.yml': remembered(readCheckov),
  '.trivyignore': remembered(readTrivyLines),
  '.trivyignore.yaml': remembered(readTrivyYaml),
  '.trivyignore.yml': remembered(readTrivyYaml),
};

/** Checkov documentation, "Checkov configuration file": a list of ids with wildcards, or the ids in one string. */
async function readCheckov(config: SourceDocument): Promise<Entry[]> {
  const skipped = at(await parseYaml(config), 'skip-check');
  const ids =
    typeof skipped === 'string' ? skipped.split(',') : listOf(skipped).flatMap(one => textOf(one) ?? []);
  return ids
    .map(id => id.trim())
    .filter(id => isRuleOf('checkov', id) || (id.includes('*') && isWildcardMatch(id, 'CKV_AWS_35', 'exact')))
    .map(id => entry(config, 'checkov', id));
}

/** Trivy documentation, "Filtering": an id a line, with `exp:yyyy-mm-dd` behind it. */
async function readTrivyLines(config: SourceDocument): Promise<Entry[]> {
  return config.text.split(/\r?\n/).flatMap(line => {
    const [id = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    const expires = rest.find(word => word.startsWith('exp:'))?.slice('exp:'.length);
    return isTrivyRule(id) ? [entry(config, 'trivy', id, expires === undefined ? {} : { expires })] : [];
  });
}

/** Trivy documentation, "Filtering": `misconfigurations`, each with `id`, `paths`, `expired_at` and `statement`. */
async function readTrivyYaml(config: SourceDocument): Promise<Entry[]> {
  return listOf(at(await parseYaml(config), 'misconfigurations')).flatMap(one => {
    const id = textOf(at(one, 'id')) ?? '';
    if (!isTrivyRule(id)) {
      return [];
    }
    const expires = textOf(at(one, 'expired_at'))?.slice(0, 'yyyy-mm-dd'.length);
    const paths = listOf(at(one, 'paths')).flatMap(path => textOf(path) ?? []);
    const covers = (path: string) =>
      paths.length === 0 || paths.some(pattern => isWildcardMatch(pattern, path, 'path'));
    const told = withReason(textOf(at(one, 'statement')));
    return [entry(config, 'trivy', id, { ...told, ...(expires === undefined ? {} : { expires }) }, covers)];
  });
}

function isTrivyRule(id: string): boolean {
  return id !== '' && trivyRuleNames.some(name => isWildcardMatch(id, name, 'any-case'));
}

function entry(
  config: SourceDocument,
  tool: 'checkov' | 'trivy',
  id: string,
  told: Pick<Suppression, 'reason' | 'expires'> = {},
  covers: Entry['covers'] = () => true,
): Entry {
  const start = Math.max(config.text.indexOf(id), 0);
  const range = { start, end: start + id.length };
  return { covers, silence: { tool, uri: config.uri, range, codes: coveredByScanners, ...told } };
}

function* foldersUpTo(root: string | undefined, uri: string): Iterable<string> {
  const own = parentOf(uri);
  const isBelow = root !== undefined && own !== undefined && pathBelow(root, own) !== undefined;
  for (let folder = own; folder !== undefined; folder = parentOf(folder)) {
    if (folder !== own && (!isBelow || pathBelow(root, folder) === undefined)) {
      return;
    }
    yield folder;
  }
}

async function readConfig(
  folder: string,
  name: string,
  sources: Sources,
): Promise<SourceDocument | undefined> {
  const uri = join(folder, name);
  return uri === undefined ? undefined : sources.read(uri);
}

/** A configuration is the same for every trail below it: it is read once for each of its texts. */
function remembered(read: ReadConfig): ReadConfig {
  const known = new WeakMap<SourceDocument, Promise<readonly Entry[]>>();
  return config => {
    const entries = known.get(config) ?? read(config);
    known.set(config, entries);
    return entries;
  };
}

/** Scalars stay texts, dates too; a configuration that is no YAML silences nothing. */
async function parseYaml(config: SourceDocument): Promise<JsonLike> {
  const { parse } = await import('yaml');
  try {
    return parse(config.text, { schema: 'failsafe', logLevel: 'error' }) as JsonLike;
  } catch {
    return undefined;
  }
}
