import type { Sources } from './sources.ts';

/** The other files and folders that an analysis asked for: when one of them changes, it is out of date. */
export interface Consulted {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Folders whose folders were asked for: a file of a new one counts, too. */
  readonly parents: ReadonlySet<string>;
}

/** The same sources, asked once for each file and folder, and a record of what was asked. */
export function recording(sources: Sources): {
  readonly sources: Sources;
  readonly consulted: () => Consulted;
} {
  const asked = once(sources);
  const aside = sources.aside && once(sources.aside);
  return {
    sources: { ...asked.sources, ...(aside && { aside: aside.sources }) },
    consulted: () => ({
      files: new Set([...asked.files.keys(), ...(aside?.files.keys() ?? [])]),
      folders: new Set([...asked.folders.keys(), ...(aside?.folders.keys() ?? [])]),
      parents: new Set([...asked.parents.keys(), ...(aside?.parents.keys() ?? [])]),
    }),
  };
}

function once(sources: Sources) {
  const files = new Map<string, ReturnType<Sources['read']>>();
  const folders = new Map<string, ReturnType<Sources['list']>>();
  const parents = new Map<string, ReturnType<Sources['folders']>>();
  const asked: Sources = {
    read: uri => remembered(uri, files, () => sources.read(uri)),
    list: uri => remembered(uri, folders, () => sources.list(uri)),
    folders: uri => remembered(uri, parents, () => sources.folders(uri)),
    ...(sources.root !== undefined && { root: sources.root }),
  };
  return { sources: asked, files, folders, parents };
}

function remembered<T>(uri: string, answers: Map<string, T>, ask: () => T): T {
  const answer = answers.get(uri) ?? ask();
  answers.set(uri, answer);
  return answer;
}
