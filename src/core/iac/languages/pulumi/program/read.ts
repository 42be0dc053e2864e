import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import { type DeclaredTrail as Declared, type Telling, trailsOf } from '../../programs/declare.ts';
import type { Library } from '../../programs/evaluation/library.ts';
import type { Programs } from '../../programs/files.ts';
import { calledName, type Site } from '../../programs/outline/outline.ts';
import { namesTrail } from './claims.ts';
import { pulumiLibrary } from './library.ts';
import { isTrail, keyName, shownName } from './resources.ts';
import { settingsFor } from './settings.ts';
import { isOfSst } from './sst.ts';
import { type PulumiReading, readTrail } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail extends Declared<PulumiReading> {
  readonly library: Library;
  /** The program has its providers as globals. */
  readonly isSst: boolean;
}

/** The trails that a program declares in one of its files. */
export async function readProgram(
  programs: Programs,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<readonly DeclaredTrail[]> {
  const isSst = await isOfSst(document, sources);
  const library = pulumiLibrary(await settingsFor(document.uri, sources));
  const framework: Telling<PulumiReading> = {
    language: 'pulumi',
    library,
    // In Java and C#, the name of a class may start with its package.
    globals: ['com', 'Pulumi', ...(isSst ? ['aws', 'awsnative', 'awsx'] : [])],
    // In Go, a function makes it.
    classes: ['Trail', 'NewTrail'],
    namesTrail,
    isTrail,
    read: (site, files, open) => readTrail(library, site, files, open),
    nameOfCall: site => nameOfCall(site) ?? calledName(site.call) ?? 'Component',
    idOf: made => shownName(made) ?? 'trail',
    keyNameOf: () => keyName,
  };
  const trails = await trailsOf(programs, document, sources, framework, signal);
  return trails.map(one => ({ ...one, library, isSst }));
}

/** The logical name that a component is given. */
function nameOfCall({ call }: Site): string | undefined {
  const named = call.args.find(({ name }) => name === 'name' || name === 'resource_name')?.value;
  const value = named ?? call.args[0]?.value;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}
