import { valueAt } from '../../../formats/tree.ts';
import { gives, type InputSet, isFor, takesAny } from '../../../inputs.ts';
import { type SourceDocument, type Sources, withSet } from '../../../sources/sources.ts';
import { trailsOf } from '../find.ts';
import { mayNest, type ReadTemplates, surroundingsOf } from '../surroundings.ts';
import { dependsOnInputs, scopeOf } from '../trail.ts';
import { foundSets } from './foundSets.ts';
import { givenParameters } from './given.ts';
import { deploymentsOf } from './samConfig.ts';

/** The sets that a document's templates are deployed with, if nothing nests them: the named ones, else those that it is found with. */
export async function setsOf(
  document: SourceDocument,
  sources: Sources,
  read: ReadTemplates,
): Promise<readonly InputSet[]> {
  const { templates } = read(document);
  const names = new Set(templates.flatMap(({ parameters }) => [...parameters.keys()]));
  if (names.size === 0) {
    return [];
  }
  const named: InputSet[] = [];
  for (const set of sources.inputs?.named ?? []) {
    named.push(...(await asNamed(set, document.uri, names, sources, read)));
  }
  if (named.length > 0 || !(await asksForInputs(document, sources, read))) {
    return named;
  }
  const found: InputSet[] = [];
  for (const set of await foundSets(document.uri, names, sources, read)) {
    found.push(...((await givenParameters(set, read, sources)) ? [set] : []));
  }
  return found;
}

/** Whether inputs have a say in any trail of a document: otherwise the surrounding files need not be read. */
async function asksForInputs(
  document: SourceDocument,
  sources: Sources,
  read: ReadTemplates,
): Promise<boolean> {
  if (mayNest(document.text)) {
    return true;
  }
  for (const template of read(document).templates) {
    const surroundings = await surroundingsOf(template, read, withSet(sources, undefined));
    const open = scopeOf(template, surroundings);
    if (
      trailsOf(template).some(
        trail => valueAt(trail.body, 'Condition') !== undefined || dependsOnInputs(trail, open),
      )
    ) {
      return true;
    }
  }
  return false;
}

/** A named set, if it is for a document or gives one of the parameters of its templates. */
async function asNamed(
  set: InputSet,
  uri: string,
  names: ReadonlySet<string>,
  sources: Sources,
  read: ReadTemplates,
): Promise<readonly InputSet[]> {
  if (gives(set, 'parameters')) {
    const given = await givenParameters(set, read, sources);
    return given && takesAny(set, uri, names, given.keys()) ? [set] : [];
  }
  // Values from elsewhere replace the configuration of the SAM CLI.
  const isHere = set.environment !== undefined && isFor(set, uri) !== false;
  const deployments = isHere ? await deploymentsOf(uri, read, sources) : [];
  return deployments.flatMap(({ environment, given }) =>
    environment === set.environment ? [{ ...set, given }] : [],
  );
}
