import type { TextRange } from '../../../../base/text.ts';
import type { Expression } from '../../../formats/code/syntax.ts';
import type { Made } from '../evaluation/value.ts';
import type { Owner, ProgramFile, Site } from '../outline/outline.ts';
import type { Style } from './code.ts';

/** Where code is written: a call in a file, and the style of it. */
export interface Standpoint {
  readonly file: ProgramFile;
  readonly place: Site;
  readonly style: Style;
}

/** A stretch of a file, in the function that it is in. */
export interface Point {
  readonly owner: Owner;
  readonly range: TextRange;
}

export function textAt(
  { program: { text } }: ProgramFile,
  { range: { start, end } }: { readonly range: Expression['range'] },
): string {
  return text.slice(start, end);
}

/** How often a text has a name, be it in a comment or a text. */
export function timesNamed(name: string, text: string): number {
  return text.match(new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`, 'g'))?.length ?? 0;
}

/** A name that nothing in the file has: `auditKey`, `auditKey2`. */
export function unusedName({ file }: Pick<Standpoint, 'file'>, wanted: string): string {
  const { text } = file.program;
  let name = wanted;
  for (let count = 2; timesNamed(name, text) > 0; count++) {
    name = `${wanted}${count}`;
  }
  return name;
}

/** How the code at a place refers to something that the program makes: by a variable or field that has it by then. */
export function expressionFor(
  made: Made,
  { place, file, style }: Standpoint,
  point: Point = { owner: place.owner, range: place.call.range },
): string | undefined {
  const { call } = made;
  if (!call || made.file !== file) {
    return undefined;
  }
  const isBefore = (owner: Owner, at: number) => owner !== point.owner || at < point.range.start;
  for (const owner of ownersAround(point.owner)) {
    for (const [name, bindings] of owner.names) {
      const [only, ...more] = bindings;
      if (
        more.length === 0 &&
        only?.kind === 'value' &&
        only.event.value === call &&
        only.event.guards.every(guard => place.guards.includes(guard)) &&
        isBefore(owner, only.event.range.end)
      ) {
        return name;
      }
    }
    for (const [name, events] of owner.fields) {
      const [only, ...more] = events;
      if (
        more.length === 0 &&
        only?.value === call &&
        (only.owner === owner || isBefore(only.owner, only.range.end))
      ) {
        return memberNamed(name, point.owner, { file, style });
      }
    }
  }
  return undefined;
}

/** Where the text says on what object it is, or something around has the name too, with the object. */
function memberNamed(
  name: string,
  owner: Owner,
  { file, style }: Pick<Standpoint, 'file' | 'style'>,
): string {
  const { self, omitsSelf } = style.writer;
  const whole = `${self}.${name}`;
  const isHidden = [...ownersAround(owner)].some(({ names }) => names.has(name));
  return omitsSelf && !isHidden && timesNamed(whole, file.program.text) === 0 ? name : whole;
}

function* ownersAround(owner: Owner): Iterable<Owner> {
  for (let one: Owner | undefined = owner; one; one = one.parent) {
    yield one;
  }
}
