import { gives, type InputSet, takesAny } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import type { ParsedFiles } from '../modules/files.ts';
import { ModuleTree } from '../modules/tree.ts';
import { givenFiles } from './givenFiles.ts';

/** The sets that are for a module, or give one of its variables, if it is a root. */
export async function setsGiving(
  document: SourceDocument,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly InputSet[]> {
  const named = (sources.inputs?.named ?? []).filter(set => gives(set, 'variables'));
  if (named.length === 0) {
    return [];
  }
  const { variables } = await new ModuleTree(document, sources, cache).root();
  const names = new Set(variables.keys());
  const sets: InputSet[] = [];
  for (const set of named) {
    const files = await givenFiles(set, sources, cache);
    const given = (files ?? []).flatMap(({ hcl }) => hcl.body.attributes.map(({ name }) => name));
    if (files && takesAny(set, document.uri, names, given)) {
      sets.push(set);
    }
  }
  return sets;
}
