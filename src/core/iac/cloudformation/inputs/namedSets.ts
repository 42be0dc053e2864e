import { gives, type InputSet, takesAny } from '../../inputs.ts';
import type { SourceDocument, Sources } from '../../sources.ts';
import type { ReadTemplates } from '../surroundings.ts';
import { givenParameters } from './given.ts';

/** The named sets that are for a document, or give one of the parameters of its templates. */
export async function namedSets(
  document: SourceDocument,
  sources: Sources,
  read: ReadTemplates,
): Promise<readonly InputSet[]> {
  const named = (sources.inputs?.named ?? []).filter(set => gives(set, 'parameters'));
  if (named.length === 0) {
    return [];
  }
  const { templates } = read(document);
  const names = new Set(templates.flatMap(({ parameters }) => [...parameters.keys()]));
  const sets: InputSet[] = [];
  for (const set of named) {
    const given = await givenParameters(set, read, sources);
    if (takesAny(set, document.uri, names, given.keys())) {
      sets.push(set);
    }
  }
  return sets;
}
