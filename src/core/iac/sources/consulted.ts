import { parentOf } from '../../base/uri.ts';
import { isCandidate } from '../candidates.ts';
import { type Sources, sourcesLike } from './sources.ts';

/** The other files and folders that an analysis used: when one of them changes, it is out of date. */
export interface Consulted {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Folders whose subfolders were used: a file of a new one counts, too. */
  readonly parents: ReadonlySet<string>;
  /** Folders that were looked through for files that nobody refers to: any candidate in one counts, and any folder. */
  readonly searched: ReadonlySet<string>;
}

/** Whether what a file says may count for an analysis. */
export function countsFor({ files, searched }: Consulted, uri: string): boolean {
  return files.has(uri) || (searched.size > 0 && searched.has(parentOf(uri) ?? '') && isCandidate(uri));
}

/** The same sources, asked once for each file and folder, and a record of what was asked. */
export function recording(sources: Sources): {
  readonly sources: Sources;
  readonly consulted: () => Consulted;
} {
  const files = new Map<string, ReturnType<Sources['read']>>();
  const folders = new Map<string, ReturnType<Sources['list']>>();
  // What was read quietly is read again when its failure has to be reported.
  const glanced = { files: new Map(files), folders: new Map(folders) };
  const searched = new Set<string>();
  const parents = new Map<string, ReturnType<Sources['folders']>>();
  return {
    sources: sourcesLike(sources, {
      read: (uri, _within, quietly) =>
        quietly && !files.has(uri)
          ? once(uri, glanced.files, () => sources.read(uri, undefined, quietly))
          : once(uri, files, () => sources.read(uri)),
      list: (uri, quietly) =>
        quietly && !folders.has(uri)
          ? once(uri, glanced.folders, () => sources.list(uri, quietly))
          : once(uri, folders, () => sources.list(uri)),
      folders: uri => once(uri, parents, () => sources.folders(uri)),
      ...(sources.around && {
        around: async (folder, root) => {
          const found = (await sources.around?.(folder, root)) ?? [];
          for (const { uri } of found) {
            searched.add(uri);
          }
          return found;
        },
      }),
    }),
    consulted: () => ({
      files: new Set([...files.keys(), ...glanced.files.keys()]),
      folders: new Set([...folders.keys(), ...glanced.folders.keys()]),
      parents: new Set(parents.keys()),
      searched: new Set(searched),
    }),
  };
}

function once<T>(uri: string, answers: Map<string, T>, ask: () => T): T {
  const answer = answers.get(uri) ?? ask();
  answers.set(uri, answer);
  return answer;
}
