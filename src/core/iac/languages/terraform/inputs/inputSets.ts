import { parentOf } from '../../../../base/uri.ts';
import { gives, type InputSet } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { isCalled } from '../modules/callers.ts';
import { type ParsedFiles, parsed } from '../modules/files.ts';
import { callsTrail, trailBlocks } from '../modules/paths.ts';
import { ModuleTree } from '../modules/tree.ts';
import { setsGiving } from './setsGiving.ts';

/**
 * The sets that a document's root module is deployed with. A module that others call takes its inputs from them: for it there
 * are none, unless one says that it is for this module.
 */
export async function inputSetsOf(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly InputSet[]> {
  if (!sources.inputs?.named.some(set => gives(set, 'variables'))) {
    return [];
  }
  const file = { uri: document.uri, hcl: parsed(cache, document) };
  const tree = new ModuleTree(document, sources, cache);
  if (trailBlocks(file).length === 0 && !(await callsTrail(tree, file))) {
    return [];
  }
  const sets = await setsGiving(document, sources, cache);
  const folder = parentOf(document.uri);
  const isOpen = sets.some(({ of }) => of === undefined) && folder !== undefined;
  return isOpen && (await isCalled(folder, sources, cache))
    ? sets.filter(({ of }) => of !== undefined)
    : sets;
}
