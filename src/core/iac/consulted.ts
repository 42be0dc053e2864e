import type { Sources } from './sources.ts';

/** The other files and folders that an analysis asked for: when one of them changes, it is out of date. */
export interface Consulted {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** The same sources, with a record of what is asked of them. */
export function recording(sources: Sources): { readonly sources: Sources; readonly consulted: Consulted } {
  const files = new Set<string>();
  const folders = new Set<string>();
  return {
    sources: {
      read: uri => sources.read(added(uri, files)),
      list: uri => sources.list(added(uri, folders)),
    },
    consulted: { files, folders },
  };
}

function added(uri: string, to: Set<string>): string {
  to.add(uri);
  return uri;
}
