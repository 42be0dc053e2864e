import { knownValue } from '../../../trail/fact.ts';
import { languageTable } from '../../languageTable.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { type DeclaredTrail, type Telling, trailsOf } from '../programs/declare.ts';
import type { Programs } from '../programs/files.ts';
import { calledName } from '../programs/outline/outline.ts';
import type { TrailReading } from '../programs/trailReading.ts';
import { namesTrail } from './claims.ts';
import { callId, shownId, trailClasses } from './constructs.ts';
import { contextOf } from './context.ts';
import { cdkLibrary } from './library.ts';
import { classOf } from './names.ts';
import { suppressionsOf } from './silences.ts';
import { readTrail } from './trail.ts';

/** The trails that a program declares in one of its files. */
export async function readProgram(
  programs: Programs,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<readonly DeclaredTrail[]> {
  const library = cdkLibrary(await contextOf(document.uri, sources));
  const telling: Telling<TrailReading> = {
    ...framework,
    library,
    read: (site, files, open) => readTrail(library, site, files, open),
  };
  return trailsOf(programs, document, sources, telling, signal);
}

const framework: Omit<Telling<TrailReading>, 'library' | 'read'> = {
  language: 'cdk',
  idOf: made => shownId(made) ?? 'Trail',
  keyNameOf: made => trailClasses[classOf(made) ?? '']?.[0] ?? languageTable.cdk.keyAttribute,
  silences: suppressionsOf,
  // In Go, functions make them; in Java and C#, the name of one may start with its package.
  classes: ['Trail', 'CfnTrail', 'NewTrail', 'NewCfnTrail'],
  globals: ['software', 'Amazon'],
  namesTrail,
  isTrail: value => trailClasses[classOf(value) ?? ''] !== undefined,
  nameOfCall: site => callId(site) ?? calledName(site.call) ?? 'Construct',
  mayBeOpened: (reading, maker) => shutKeys(reading).some(name => maker.fields.has(name)),
  isOpened: (reading, { program: { text } }) =>
    /grant|addToResourcePolicy|add_to_resource_policy/i.test(text) && shutKeys(reading).length === 0,
};

/** Keys whose policy keeps CloudTrail out, by their names. */
function shutKeys({ facts: { key } }: TrailReading): readonly string[] {
  return (key.kind === 'conditional' ? key.branches : [key]).flatMap(one => {
    const answer = one.kind === 'known' ? knownValue(one.value.policy)?.answer : undefined;
    const isShut = answer === 'does-not-admit' || answer === 'denies';
    return one.kind === 'known' && isShut ? [one.value.name] : [];
  });
}
