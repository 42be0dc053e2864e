import { nameOf, parentOf, pathBelow } from '../base/uri.ts';
import { isReadUnasked } from './candidates.ts';
import type { Sources } from './sources.ts';

/**
 * The other files that a document may bring in, however its text names them: those below the folder that it belongs to
 * (`root`, or its own folder), those below the folder of a module that is called on the way, and what Terraform reads of
 * a module's folder wherever that lies. All else is as if it was not there: a text that somebody sent is to open neither
 * `/proc/self/environ` nor a person's credentials.
 */
export function withinReach(sources: Sources, root: string | undefined, documentUri: string): Sources {
  const home = root ?? parentOf(documentUri);
  const folders = new Set(home === undefined ? [] : [home]);
  return {
    read: async (uri, _within, quietly) => {
      if (isReadUnasked(nameOf(uri))) {
        return quietly ? sources.read(uri, undefined, quietly) : sources.read(uri);
      }
      const within = [...folders].filter(folder => pathBelow(folder, uri) !== undefined);
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
    folders: async folder =>
      home !== undefined && pathBelow(home, folder) !== undefined ? sources.folders(folder) : [],
    ...(home !== undefined && { root: home }),
  };
}
