import { parentOf } from '../../../../base/uri.ts';

/** Folders above a file that are looked at for the project it belongs to. */
const mostFolders = 6;

/** The folder of a file and those above it, up to the root. */
export function foldersAbove(uri: string, root: string | undefined): readonly string[] {
  const folders: string[] = [];
  for (let folder = parentOf(uri); folder && folders.length < mostFolders; folder = parentOf(folder)) {
    folders.push(folder);
    if (folder === root) {
      break;
    }
  }
  return folders;
}
