import { isBelow, nameOf, parentOf } from '../base/uri.ts';
import { isForeignFolder } from './candidates.ts';
import { type Sources, sourcesLike } from './sources.ts';

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
    ...(sources.filesWith && { filesWith: sources.filesWith.bind(sources) }),
  });
}

/** The folders around one, itself first; none if the workspace is not known. */
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
