import { nameOf, parentOf } from '../../../base/uri.ts';
import type { SourceDocument, Sources } from '../../sources.ts';

/** Folders above a file that are looked at for the project it belongs to. */
const mostFolders = 6;

/** A file without the packages of Pulumi that is below an `sst.config.ts` has its providers as globals (SST documentation, "Providers"). */
export async function isOfSst({ uri, text }: SourceDocument, sources: Sources): Promise<boolean> {
  if (/@pulumi\/aws|pulumi_aws/.test(text) || !/\.[cm]?[jt]sx?$/i.test(uri)) {
    return false;
  }
  for (const folder of foldersAbove(uri, sources.root)) {
    const files = await sources.list(folder, true);
    if (files.some(one => /^sst\.config\.(?:ts|js|mjs)$/.test(nameOf(one)))) {
      return true;
    }
  }
  return false;
}

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
