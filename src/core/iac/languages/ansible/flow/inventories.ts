import { join, nameOf, parentOf } from '../../../../base/uri.ts';
import type { InputSet } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';

/** Folders above a file in which its inventories are looked for, and inventories. */
const mostFolders = 5;
const mostInventories = 20;

/**
 * The inventories that a play may be run with: the folders of `inventories` that have variables of groups or hosts, above the file
 * (Ansible documentation, "Sample Ansible setup"). Each is a deployment of its own.
 */
export async function inventoriesOf({ uri }: SourceDocument, sources: Sources): Promise<readonly InputSet[]> {
  let folder = parentOf(uri);
  for (let count = 0; folder !== undefined && count < mostFolders; count++) {
    const around = join(folder, 'inventories');
    const own = around === undefined ? [] : (await sources.folders(around)).slice(0, mostInventories);
    const sets: InputSet[] = [];
    for (const inventory of own) {
      const inner = (await sources.folders(inventory)).map(nameOf);
      if (inner.includes('group_vars') || inner.includes('host_vars')) {
        sets.push({ name: `inventories/${nameOf(inventory)}`, given: [], inventory });
      }
    }
    if (sets.length > 0 || folder === sources.root) {
      return sets.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    }
    folder = parentOf(folder);
  }
  return [];
}
