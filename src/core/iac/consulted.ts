import { isCandidate, mayBringIn } from './candidates.ts';
import { filesWith } from './signs.ts';
import { type Sources, sourcesLike } from './sources.ts';

/** The other files and folders that an analysis used: when one of them changes, it is out of date. */
export interface Consulted {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Folders whose subfolders were used: a file of a new one counts, too. */
  readonly parents: ReadonlySet<string>;
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
  // Any file of such a folder may get what was looked for.
  const searched = new Map<string, readonly string[]>();
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
      ...(sources.filesWith && {
        filesWith: async (folder, sign) => {
          if (!searched.has(folder)) {
            searched.set(folder, await sources.list(folder, true));
          }
          return filesWith(sources, folder, sign, mayBringIn);
        },
      }),
    }),
    consulted: () => ({
      files: new Set([
        ...files.keys(),
        ...glanced.files.keys(),
        ...[...searched.values()].flat().filter(isCandidate),
      ]),
      folders: new Set([...folders.keys(), ...glanced.folders.keys(), ...searched.keys()]),
      parents: new Set(parents.keys()),
    }),
  };
}

function once<T>(uri: string, answers: Map<string, T>, ask: () => T): T {
  const answer = answers.get(uri) ?? ask();
  answers.set(uri, answer);
  return answer;
}
