import { nameOf } from '../../../../base/uri.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { foldersAbove } from '../../programs/modules/foldersAbove.ts';

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
