import { TextLines } from '../../base/text.ts';
import { knownValue } from '../../trail/fact.ts';
import type { Declaration, Related } from '../declaration.ts';
import type { Declared, GaveUp } from '../language.ts';
import { languageTable } from '../languageTable.ts';
import type { Programs } from '../programs/files.ts';
import { type Found, type Framework, filesOf, foundIn, programOf } from '../programs/found.ts';
import type { ProgramFile, Site } from '../programs/outline.ts';
import { headOf } from '../programs/places.ts';
import { spelled } from '../programs/write/code.ts';
import { styleOf } from '../programs/write/style.ts';
import type { SourceDocument, Sources } from '../sources.ts';
import { commentSuppressions } from '../suppression/index.ts';
import { constructId, trailClasses } from './constructs.ts';
import { cdk } from './library.ts';
import { classOf } from './names.ts';
import { suppressionsOf } from './silences.ts';
import { readTrail, type TrailReading } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail extends Found<TrailReading> {
  readonly declaration: Declaration;
  readonly files: readonly ProgramFile[];
}

/** The trails that a program declares in one of its files. */
export async function readProgram(
  programs: Programs,
  document: SourceDocument,
  sources: Sources,
  signal?: AbortSignal,
): Promise<readonly DeclaredTrail[]> {
  const program = await programOf(programs, document, sources, signal);
  if (!program) {
    return [];
  }
  const { file, around } = program;
  const files = filesOf(file);
  const lines = new TextLines(document.text);
  return (await foundIn(file, framework, around))
    .map(found => ({ ...found, declaration: declare(found, file, files, lines), files }))
    .sort((left, right) => left.declaration.header.start - right.declaration.header.start);
}

const framework: Framework<TrailReading> = {
  library: cdk,
  classes: ['Trail', 'CfnTrail'],
  isTrail: value => trailClasses[classOf(value) ?? ''] !== undefined,
  read: readTrail,
  nameOfCall: call => callId(call) ?? 'Construct',
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

/** What a document declares, as the engine asks for it. */
export function declaredBy(trails: readonly DeclaredTrail[]): Declared {
  const gaveUp = trails.flatMap(({ declaration, reading }): GaveUp[] =>
    reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
  );
  return { trails: trails.map(({ declaration }) => declaration), gaveUp };
}

function declare(
  { reading, site, call }: Found<TrailReading>,
  file: ProgramFile,
  files: readonly ProgramFile[],
  lines: TextLines,
): Declaration {
  const { made, facts, name, property } = reading;
  const at = (call ?? site).call;
  const text = file.program.text;
  const whole = at.range;
  const header = headOf({ call: at, range: whole });
  const keyAttribute = !call && property?.file === file ? property.range : undefined;
  const misspelt = !call && reading.misspelt?.file === file ? reading.misspelt : undefined;
  const id = constructId(made) ?? 'Trail';
  const outer = call && callId(call);
  const scope = {
    language: 'cdk' as const,
    text,
    lines,
    comments: file.program.comments,
    header,
    whole,
    keyAttribute,
  };
  const declared: Related = { kind: 'module-declaration', name: id, uri: made.file.uri, range: headOf(made) };
  return {
    language: 'cdk',
    uri: file.uri,
    resource: call ? `${outer ?? 'Construct'}.${id}` : id,
    type: text.slice(at.callee.range.start, at.callee.range.end),
    name,
    header,
    whole,
    keyAttribute: keyAttribute ?? misspelt?.range,
    spelling: spellingIn(file, property?.name ?? trailClasses[classOf(made) ?? '']?.[0] ?? keyAttributeName),
    facts,
    related: [...(call ? [declared] : []), ...reading.related],
    suppressions: [...commentSuppressions(scope), ...suppressionsOf(made, files)],
    ...(misspelt && {
      misspelling: {
        written: misspelt.name,
        right: spelled(trailClasses[classOf(made) ?? '']?.[0] ?? keyAttributeName, styleOf(file)),
        range: misspelt.nameRange,
      },
    }),
  };
}

const { keyAttribute: keyAttributeName, rotationAttribute } = languageTable.cdk;

function spellingIn(file: ProgramFile, name: string): NonNullable<Declaration['spelling']> {
  const style = styleOf(file);
  return { key: spelled(name, style), rotation: spelled(rotationAttribute, style) };
}

function callId({ call }: Site): string | undefined {
  const named = call.args.find(({ name }) => name === 'id' || name === 'construct_id')?.value;
  const value = named ?? call.args[1]?.value;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}
