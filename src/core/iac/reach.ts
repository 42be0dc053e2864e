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
    read: async uri => {
      if (isReadUnasked(nameOf(uri))) {
        return sources.read(uri);
      }
      const within = [...folders].filter(folder => pathBelow(folder, uri) !== undefined);
      return within.length === 0 ? undefined : sources.read(uri, within);
    },
    list: async folder => {
      const files = await sources.list(folder);
      if (files.some(file => isReadUnasked(nameOf(file)))) {
        folders.add(folder);
      }
      return files;
    },
    folders: async folder =>
      home !== undefined && pathBelow(home, folder) !== undefined ? sources.folders(folder) : [],
    ...(sources.aside && { aside: withinReach(sources.aside, root, documentUri) }),
    ...(home !== undefined && { root: home }),
  };
}
