import { TextLines } from '../../../base/text.ts';
import type { Declaration, Related } from '../../declaration.ts';
import type { Declared, GaveUp } from '../../language.ts';
import { type LanguageId, languageTable } from '../../languageTable.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import { commentSuppressions, mayTell } from '../../suppression/index.ts';
import type { Suppression } from '../../suppression.ts';
import { beginningOf } from './beginning.ts';
import type { Made } from './evaluation/value.ts';
import type { Programs } from './files.ts';
import { type Found, type Framework, filesOf, foundIn, programOf } from './found.ts';
import type { ProgramFile } from './outline/outline.ts';
import { headOf } from './places.ts';
import type { TrailReading } from './trailReading.ts';
import { spelled } from './write/code.ts';
import { styleOf } from './write/style.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail<R extends TrailReading = TrailReading> extends Found<R> {
  readonly declaration: Declaration;
  readonly files: readonly ProgramFile[];
}

/** How the trails of a framework are recognised. */
export interface Telling<R> extends Framework<R> {
  readonly language: LanguageId;
  /** The id of a trail in its scope, or its logical name; its stand-in if it is not written out. */
  idOf(made: Made): string;
  /** What names the key of a trail, in TypeScript's spelling. */
  keyNameOf(made: Made): string;
  /** What the program says to other scanners about a trail. */
  silences?(made: Made, files: readonly ProgramFile[]): readonly Suppression[];
}

/** The trails that a program declares in one of its files, in the order of the text. */
export async function trailsOf<R extends TrailReading>(
  programs: Programs,
  document: SourceDocument,
  sources: Sources,
  framework: Telling<R>,
  signal?: AbortSignal,
): Promise<readonly DeclaredTrail<R>[]> {
  const program = await programOf(programs, document, sources, framework.namesTrail, signal);
  if (!program) {
    return [];
  }
  const { file, around } = program;
  const files = filesOf(file);
  const lines = new TextLines(document.text);
  return (await foundIn(file, framework, around))
    .map(found => ({ ...found, declaration: declare(found, file, files, lines, framework), files }))
    .sort((left, right) => left.declaration.header.start - right.declaration.header.start);
}

/** What a document declares, as the engine asks for it. */
export function declaredBy(trails: readonly DeclaredTrail[]): Declared {
  return {
    trails: trails.map(({ declaration }) => declaration),
    gaveUp: trails.flatMap(({ declaration, reading }): GaveUp[] =>
      reading.gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: reading.gaveUp }],
    ),
  };
}

function declare<R extends TrailReading>(
  { reading, site, call }: Found<R>,
  file: ProgramFile,
  files: readonly ProgramFile[],
  lines: TextLines,
  framework: Telling<R>,
): Declaration {
  const { language } = framework;
  const { made, facts, name, property } = reading;
  const at = (call ?? site).call;
  const { program } = file;
  const { text } = program;
  const whole = at.range;
  const header = headOf({ call: at, range: whole });
  const keyAttribute = !call && property?.file === file ? property.range : undefined;
  const misspelt = !call && reading.misspelt?.file === file ? reading.misspelt : undefined;
  const id = framework.idOf(made);
  const declared: Related = { kind: 'module-declaration', name: id, uri: made.file.uri, range: headOf(made) };
  const start = mayTell(text) ? beginningOf(call ?? site) : whole.start;
  const style = styleOf(file);
  const key = spelled(framework.keyNameOf(made), style);
  return {
    language,
    uri: file.uri,
    resource: call ? `${framework.nameOfCall(call)}.${id}` : id,
    type: text.slice(at.callee.range.start, at.callee.range.end),
    name,
    header,
    whole,
    keyAttribute: keyAttribute ?? misspelt?.range,
    spelling: {
      key: property ? spelled(property.name, style) : key,
      rotation: spelled(languageTable[language].rotationAttribute, style),
    },
    facts,
    related: [...(call ? [declared] : []), ...reading.related],
    suppressions: [
      ...commentSuppressions({
        language,
        text,
        lines,
        parsed: program,
        header: { start, end: header.end },
        whole: { start, end: whole.end },
        keyAttribute,
      }),
      ...(framework.silences?.(made, files) ?? []),
    ],
    ...(misspelt && { misspelling: { written: misspelt.name, right: key, range: misspelt.nameRange } }),
  };
}
