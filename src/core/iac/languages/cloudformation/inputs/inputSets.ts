import type { InputSet } from '../../../inputs.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { isNested } from '../callers.ts';
import type { ReadTemplates } from '../surroundings.ts';
import { setsOf } from './setsOf.ts';

/**
 * The sets that the templates of a document are deployed with. A template that others nest takes its parameters from them: for
 * it there are none, unless one says that it is for this template.
 */
export async function inputSetsOf(
  document: SourceDocument,
  sources: Sources,
  read: ReadTemplates,
): Promise<readonly InputSet[]> {
  const sets = await setsOf(document, sources, read);
  const isOpen = sets.some(({ of }) => of === undefined);
  return isOpen && (await isNested(document.uri, read, sources))
    ? sets.filter(({ of }) => of !== undefined)
    : sets;
}
