import { isBelow, join, parentOf, pathBelow } from '../../base/uri.ts';
import type { Declaration } from '../declaration.ts';
import { languageTable } from '../languageTable.ts';
import type { SourceDocument, Sources } from '../sources/sources.ts';
import type { Suppression } from '../suppression.ts';
import { checkovConfigs } from './configs/checkov.ts';
import type { ConfigFolder, ConfigReader } from './configs/config.ts';
import { kicsConfigs } from './configs/kics.ts';
import { tfsecConfigs } from './configs/tfsec.ts';
import { trivyConfigs } from './configs/trivy.ts';

const readers: readonly ConfigReader[] = [checkovConfigs, trivyConfigs, tfsecConfigs, kicsConfigs];
const readersOfTasks: readonly ConfigReader[] = [kicsConfigs];

/**
 * What the configuration files of other scanners silence at a trail. Each scanner reads those of the folder that it is run
 * in, so they are looked for from the trail's folder up to `root`, or in its folder alone.
 */
export async function configSuppressions(
  { uri, language }: Pick<Declaration, 'uri' | 'language'>,
  root: string | undefined,
  sources: Sources,
): Promise<Suppression[]> {
  const ours = languageTable[language].scannerDialect === 'task' ? readersOfTasks : readers;
  // All folders at once: most hold no such file, and each may be listed by another thread.
  const found = [...foldersUpTo(root, uri)].map(async folder => {
    const path = pathBelow(folder, uri) ?? '';
    const files: ConfigFolder = { read: name => fileBelow(folder, name, sources) };
    const entries = (await Promise.all(ours.map(read => read(files)))).flat();
    return entries.filter(({ covers }) => covers(path, language)).map(({ silence }) => silence);
  });
  return (await Promise.all(found)).flat();
}

/** Looked for in the list of its folder, which is asked for once: most folders hold none of these files. */
async function fileBelow(
  folder: string,
  path: string,
  sources: Sources,
): Promise<SourceDocument | undefined> {
  const file = join(folder, path);
  const around = file === undefined ? undefined : parentOf(file);
  if (file === undefined || around === undefined || !isBelow(folder, file)) {
    return undefined;
  }
  return (await sources.list(around)).includes(file) ? sources.read(file) : undefined;
}

function* foldersUpTo(root: string | undefined, uri: string): Iterable<string> {
  const own = parentOf(uri);
  const hasRoot = root !== undefined && own !== undefined && isBelow(root, own);
  for (let folder = own; folder !== undefined; folder = parentOf(folder)) {
    if (folder !== own && (!hasRoot || !isBelow(root, folder))) {
      return;
    }
    yield folder;
  }
}
