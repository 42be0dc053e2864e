import type { DeployedInputs, InputSet } from '../inputs.ts';
import type { Sign } from './signs.ts';

/** One file or open document. The same object stands for it until its text changes, so that what was read from it can be kept beside it. */
export interface SourceDocument {
  /** Its address, `file:///…` or what the editor gives it (`untitled:Untitled-1`, `vscode-vfs://…`). */
  readonly uri: string;
  readonly text: string;
}

/**
 * The other files that a document refers to: modules, variable files, includes, nested templates. Addresses
 * are URIs. Nothing here throws: what is missing, unreadable, binary or too large is `undefined`.
 */
export interface Sources {
  /**
   * With `within`, only a file that really is in one of these folders: where symbolic links lead out of all of them, it
   * counts as missing. `quietly`: for files that nobody refers to, which may be left out on purpose; that one could not be
   * read is not reported.
   */
  read(uri: string, within?: readonly string[], quietly?: boolean): Promise<SourceDocument | undefined>;
  /** The URIs of the files directly inside a folder, in no particular order; empty for what is not a folder. */
  list(folderUri: string, quietly?: boolean): Promise<readonly string[]>;
  /** The URIs of the folders directly inside a folder; that it could not be listed is not reported. */
  folders(folderUri: string): Promise<readonly string[]>;
  /**
   * The folders around one, as `foldersAround` names them for this root. Folders that cannot be listed are not reported. A host
   * that keeps no notes of what it read leaves it out.
   */
  around?(folderUri: string, root: string): Promise<readonly FolderAround[]>;
  /** The folder that holds what belongs together: nobody is to look around above it. Undefined where that is not known. */
  readonly root?: string;
  /** What the code is deployed with, as far as known. */
  readonly inputs?: DeployedInputs;
}

/** A folder in which somebody looks for files that nobody refers to. The same object stands for it while it stays as it is. */
export interface FolderAround {
  readonly uri: string;
  /** The files directly in it, in no particular order. */
  readonly files: readonly string[];
  /**
   * Those of some of its files whose text has a sign, in the order of their names. Some may turn out not to have it, or not
   * to be read; that one could not be read is not reported.
   */
  filesWith(sign: Sign, among: readonly string[]): Promise<readonly string[]>;
}

/** The same sources, but for some of what they do. Where they read otherwise, signs are looked for in what is read. */
export function sourcesLike(sources: Sources, changed: Partial<Sources>): Sources {
  return {
    read: (uri, within, quietly) => sources.read(uri, within, quietly),
    list: (folder, quietly) => sources.list(folder, quietly),
    folders: folder => sources.folders(folder),
    ...(sources.around && !changed.read && { around: sources.around.bind(sources) }),
    ...(sources.root !== undefined && { root: sources.root }),
    ...(sources.inputs && { inputs: sources.inputs }),
    ...changed,
  };
}

/** The same sources, for a reading with one set of inputs, or with none. */
export function withSet(sources: Sources, set: InputSet | undefined): Sources {
  return sources.inputs || set
    ? sourcesLike(sources, { inputs: { named: sources.inputs?.named ?? [], set } })
    : sources;
}
