import type { TextRange } from '../../../base/text.ts';
import type { Call } from '../../formats/code/syntax.ts';
import type { Made, Place } from './evaluation/value.ts';
import { calledName, type Event, type Owner } from './outline/outline.ts';

/** The name or field that the result of a call is kept in. */
function keptAs(call: Call, owner: Owner): string | undefined {
  for (let one: Owner | undefined = owner; one; one = one.parent) {
    for (const [name, bindings] of one.names) {
      if (bindings.some(binding => binding.kind === 'value' && gives(binding.event, call))) {
        return name;
      }
    }
    for (const [name, events] of one.fields) {
      if (events.some(event => gives(event, call))) {
        return name;
      }
    }
  }
  return undefined;
}

/** Whether the value is the call; read only where the call is in it. */
function gives(event: Event, { range: { start, end } }: Call): boolean {
  return (
    event.range.start <= start &&
    end <= event.range.end &&
    event.value?.range.start === start &&
    event.value.range.end === end
  );
}

/** What the code calls something that it makes: the name or field that it is kept in, else its own name. */
export function nameInCode(made: Made, own: string | undefined): string {
  const { call, environment } = made;
  const kept = call && keptAs(call, environment.owner);
  // In Go, a function makes an object of a class.
  return kept ?? own ?? (call ? calledName(call)?.replace(/^New(?=[A-Z])/, '') : undefined) ?? '?';
}

/** A piece of a text on one line. */
export function writtenAt(text: string, { start, end }: TextRange): string {
  return text.slice(start, end).replaceAll(/\s+/g, ' ');
}

/** The value of a property as its code writes it. */
export function writtenIn({ file, value, range }: Place): string {
  return writtenAt(file.program.text, value?.range ?? range);
}

/** Where something is created: from the call to its arguments. */
export function headOf({ call, range }: Pick<Made, 'call' | 'range'>): TextRange {
  return call && call.range.start === range.start ? { start: range.start, end: call.argsRange.start } : range;
}
