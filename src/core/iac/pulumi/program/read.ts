import { TextLines } from '../../../base/text.ts';
import type { Declaration, Related } from '../../declaration.ts';
import { languageTable } from '../../languageTable.ts';
import type { Programs } from '../../programs/files.ts';
import { type Found, type Framework, filesOf, foundIn, programOf } from '../../programs/found.ts';
import type { Library } from '../../programs/library.ts';
import type { ProgramFile, Site } from '../../programs/outline.ts';
import { headOf, writtenAt } from '../../programs/places.ts';
import { spelled } from '../../programs/write/code.ts';
import { styleOf } from '../../programs/write/style.ts';
import type { SourceDocument, Sources } from '../../sources.ts';
import { commentSuppressions } from '../../suppression/index.ts';
import { pulumiLibrary } from './library.ts';
import { isTrail, keyName, logicalName } from './resources.ts';
import { settingsFor } from './settings.ts';
import { isOfSst } from './sst.ts';
import { readTrail, type TrailReading } from './trail.ts';

/** A trail with where it was read from, so that a fix can go back there. */
export interface DeclaredTrail extends Found<TrailReading> {
  readonly declaration: Declaration;
  readonly files: readonly ProgramFile[];
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
  const program = await programOf(programs, document, sources, signal);
  if (!program) {
    return [];
  }
  const { file, around } = program;
  const isSst = await isOfSst(document, sources);
  const library = pulumiLibrary(await settingsFor(document.uri, sources));
  const framework: Framework<TrailReading> = {
    library,
    ...(isSst && { globals: ['aws', 'awsnative', 'awsx'] }),
    classes: ['Trail'],
    isTrail,
    read: (site, files, open) => readTrail(library, site, files, open),
    nameOfCall: call => nameOfCall(call) ?? 'Component',
  };
  const files = filesOf(file);
  const lines = new TextLines(document.text);
  return (await foundIn(file, framework, around))
    .map(found => ({ ...found, declaration: declare(found, file, lines), files, library, isSst }))
    .sort((left, right) => left.declaration.header.start - right.declaration.header.start);
}

function declare({ reading, call }: Found<TrailReading>, file: ProgramFile, lines: TextLines): Declaration {
  const { made, facts, name, property } = reading;
  const at = call?.call ?? made.call;
  const { text, comments } = file.program;
  const whole = call ? call.call.range : made.range;
  const header = call ? headOf({ call: call.call, range: whole }) : headOf(made);
  const keyAttribute = !call && property?.file === file ? property.range : undefined;
  const misspelt = !call && reading.misspelt?.file === file ? reading.misspelt : undefined;
  const id = logicalName(made) ?? 'trail';
  const declared: Related = { kind: 'module-declaration', name: id, uri: made.file.uri, range: headOf(made) };
  const style = styleOf(file);
  const key = spelled(keyName, style);
  return {
    language: 'pulumi',
    uri: file.uri,
    resource: call ? `${nameOfCall(call) ?? 'Component'}.${id}` : id,
    type: at ? writtenAt(text, at.callee.range) : 'Trail',
    name,
    header,
    whole,
    keyAttribute: keyAttribute ?? misspelt?.range,
    spelling: { key, rotation: spelled(languageTable.pulumi.rotationAttribute, style) },
    facts,
    related: [...(call ? [declared] : []), ...reading.related],
    suppressions: commentSuppressions({
      language: 'pulumi',
      text,
      lines,
      comments,
      header,
      whole,
      keyAttribute,
    }),
    ...(misspelt && {
      misspelling: { written: misspelt.name, right: key, range: misspelt.nameRange },
    }),
  };
}

/** The logical name that a component is given. */
function nameOfCall({ call }: Site): string | undefined {
  const named = call.args.find(({ name }) => name === 'name' || name === 'resource_name')?.value;
  const value = named ?? call.args[0]?.value;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}
