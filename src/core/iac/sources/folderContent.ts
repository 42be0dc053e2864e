/** What is directly in a folder, by address. */
export interface FolderContent {
  readonly files: readonly string[];
  /** Links are not among them: they may lead anywhere. */
  readonly folders: readonly string[];
}

export const emptyFolder: FolderContent = { files: [], folders: [] };
