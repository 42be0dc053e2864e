import { isBelow, nameOf, parentOf } from '../base/uri.ts';
import { isForeignFolder } from './candidates.ts';
import { type Sources, sourcesLike } from './sources.ts';

/*
 * Where those who use a module or a nested template are looked for: in its own folder, the subfolders of that, and those of
 * each folder above up to the root, nearest first, down to `deepest` below each. That is where both lie (`modules/trail`
 * beside `environments/prod`, `examples/complete` in the module itself, `nested/trail.yaml` below its stack). It ends after
 * so many folders: what lies further away counts as if it was not there.
 */
const deepest = 3;
export const mostFolders = 100;

/** So many files are looked through around one module or template: calls further away are judged where they stand. */
export const mostFiles = 300;

/**
 * The sources for what lies around: nobody refers to it, and it may be left out of a scan on purpose, so that what cannot be
 * read there is not told.
 */
export function quietly(sources: Sources): Sources {
  return sourcesLike(sources, {
    read: (uri, within) => sources.read(uri, within, true),
    list: folder => sources.list(folder, true),
    ...(sources.filesWith && { filesWith: sources.filesWith.bind(sources) }),
  });
}

/** The folders around one, itself first; none where nobody knows what belongs together. */
export async function* foldersAround(folder: string, sources: Sources): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (
    let top: string | undefined = folder;
    top !== undefined && isInside(top, sources);
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
      const inner = depth < deepest ? (await sources.folders(one)).filter(isLookedAt) : [];
      waiting.push(...inner.toSorted().map(below => ({ folder: below, depth: depth + 1 })));
    }
  }
}

function isInside(folder: string, { root }: Sources): boolean {
  return root !== undefined && isBelow(root, folder);
}

function isLookedAt(folder: string): boolean {
  const name = nameOf(folder);
  return !name.startsWith('.') && !isForeignFolder(name);
}
