import { join } from '../../../../base/uri.ts';
import type { Sources } from '../../../sources/sources.ts';
import { foldersAbove } from './foldersAbove.ts';

/** The files that a module may be by its whole name: from a folder around the file, or from the sources in one. */
export async function filesFromRoots(
  module: string,
  uri: string,
  sources: Sources,
): Promise<readonly string[]> {
  const path = module.replaceAll('.', '/');
  return foldersAbove(uri, sources.root)
    .flatMap(folder =>
      ['', 'src/'].flatMap(sub =>
        [`${sub}${path}.py`, `${sub}${path}/__init__.py`].map(one => join(folder, one)),
      ),
    )
    .flatMap(one => one ?? []);
}
