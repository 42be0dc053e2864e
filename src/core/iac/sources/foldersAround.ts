import { onceFor } from '../../base/onceFor.ts';
import { isBelow, nameOf, parentOf } from '../../base/uri.ts';
import { isForeignFolder } from '../candidates.ts';
import { hasSign, type Sign } from './signs.ts';
import { type FolderAround, type Sources, sourcesLike } from './sources.ts';

/*
 * Where callers of a module or a nested template are looked for: in its own folder, the subfolders of that, and those of
 * each folder above up to the root, nearest first, down to `deepest` below each. That is where both lie (`modules/trail`
 * beside `environments/prod`, `examples/complete` in the module itself, `nested/trail.yaml` below its stack). It ends after
 * a number of folders: what is further away is ignored.
 */
const deepest = 3;
export const mostFolders = 100;

/** Number of files searched around one module or template: calls further away are judged where they are. */
export const mostFiles = 300;

/**
 * The sources for surrounding files: they are not referenced, and may be left out of a scan on purpose, so failures to read
 * them are not reported.
 */
export function quietly(sources: Sources): Sources {
  return sourcesLike(sources, {
    read: (uri, within) => sources.read(uri, within, true),
    list: folder => sources.list(folder, true),
    ...(sources.around && { around: sources.around.bind(sources) }),
  });
}

/** The folders around one, itself first; none if the workspace is not known. */
export async function foldersAround(
  folder: string,
  sources: Sources,
): Promise<Iterable<FolderAround> | AsyncIterable<FolderAround>> {
  const { root } = sources;
  // As it comes: through a generator, each folder would take its turn three times.
  return sources.around && root !== undefined ? sources.around(folder, root) : readAround(folder, sources);
}

async function* readAround(folder: string, sources: Sources): AsyncGenerator<FolderAround> {
  for await (const uri of namesAround(folder, sources.root, one => sources.folders(one))) {
    yield readIn(uri, sources);
  }
}

/** One folder, as one that lies around. */
export async function itself(folder: string, sources: Sources): Promise<FolderAround> {
  for await (const first of await foldersAround(folder, sources)) {
    return first;
  }
  return readIn(folder, sources);
}

/** Their addresses. `foldersIn` answers with the folders directly in one. */
export async function* namesAround(
  folder: string,
  root: string | undefined,
  foldersIn: (folder: string) => Promise<readonly string[]>,
): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (
    let top: string | undefined = folder;
    top !== undefined && root !== undefined && isBelow(root, top);
    top = parentOf(top)
  ) {
    const waiting = [{ folder: top, depth: 0 }];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { folder: one, depth } = next;
      if (seen.has(one)) {
        continue;
      }
      if (seen.size === mostFolders) {
        return;
      }
      seen.add(one);
      yield one;
      const inner = depth < deepest ? lookedThrough(await foldersIn(one)) : [];
      waiting.push(...inner.map(below => ({ folder: below, depth: depth + 1 })));
    }
  }
}

/**
 * Picks those of a kind out of the files of a folder, once for a listing: many modules are looked for in the same folders.
 */
export function picking(isOfKind: (uri: string) => boolean): (files: readonly string[]) => readonly string[] {
  return onceFor((files: readonly string[]) => files.filter(isOfKind));
}

/** In the order of their names. */
const lookedThrough = onceFor((folders: readonly string[]) =>
  folders
    .filter(folder => {
      const name = nameOf(folder);
      return !name.startsWith('.') && !isForeignFolder(name);
    })
    .toSorted(),
);

async function readIn(uri: string, sources: Sources): Promise<FolderAround> {
  const files = await sources.list(uri);
  return { uri, files, filesWith: (sign, among) => readingFor(sign, among, sources) };
}

async function readingFor(
  sign: Sign,
  among: readonly string[],
  sources: Sources,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const uri of among.toSorted()) {
    const document = await sources.read(uri);
    if (document && hasSign(uri, document.text, sign)) {
      found.push(uri);
    }
  }
  return found;
}
