import { isBelow, nameOf, parentOf } from '../../base/uri.ts';
import { isReadUnasked } from '../candidates.ts';
import type { Sources } from './sources.ts';

/**
 * The other files that a document may bring in, however its text names them: those below the folder that it belongs to
 * (`root`, or its own folder), those below the folder of a module that is called on the way, and what Terraform reads of
 * a module's folder wherever that lies. Everything else is treated as missing: an untrusted text must open neither
 * `/proc/self/environ` nor a person's credentials. `named` are files that a person names themselves, not the text, each
 * with the folder that it has to be in, if any.
 */
export function withinReach(
  sources: Sources,
  root: string | undefined,
  documentUri: string,
  named: ReadonlyMap<string, string | undefined> = new Map(),
): Sources {
  // Spelled as other folders are: without a slash at its end.
  const home = parentOf(root === undefined ? documentUri : `${root}/x`);
  const folders = new Set(home === undefined ? [] : [home]);
  const foldersAbove = createFoldersAbove();
  return {
    ...(sources.around &&
      home !== undefined && {
        around: async folder => (isBelow(home, folder) ? ((await sources.around?.(folder, home)) ?? []) : []),
      }),
    read: async (uri, _within, quietly) => {
      if (isReadUnasked(nameOf(uri))) {
        return quietly ? sources.read(uri, undefined, quietly) : sources.read(uri);
      }
      const within = foldersAbove(uri).filter(folder => folders.has(folder));
      if (within.length === 0 && named.has(uri)) {
        const folder = named.get(uri);
        return folder === undefined ? sources.read(uri) : sources.read(uri, [folder]);
      }
      if (within.length === 0) {
        return undefined;
      }
      return quietly ? sources.read(uri, within, quietly) : sources.read(uri, within);
    },
    list: async (folder, quietly) => {
      const files = await sources.list(folder, quietly);
      if (files.some(file => isReadUnasked(nameOf(file)))) {
        folders.add(folder);
      }
      return files;
    },
    folders: async folder => (home !== undefined && isBelow(home, folder) ? sources.folders(folder) : []),
    ...(home !== undefined && { root: home }),
  };
}

/** The folders that an address is in, the nearest first, worked out once for all that follow each other in one. */
function createFoldersAbove(): (uri: string) => readonly string[] {
  let known: { readonly place: string; readonly folders: readonly string[] } = { place: '', folders: [] };
  return uri => {
    const place = uri.slice(0, uri.lastIndexOf('/'));
    if (place !== known.place) {
      const folders: string[] = [];
      for (let folder = parentOf(uri); folder !== undefined; folder = parentOf(folder)) {
        folders.push(folder);
      }
      known = { place, folders };
    }
    return known.folders;
  };
}
