import type { TextEdit } from '../../../fix.ts';
import type { Parameter } from '../../../formats/code/syntax.ts';
import { replace } from '../../../formats/edit.ts';
import type { ProgramFile } from '../outline/outline.ts';
import { styleOf } from './style.ts';

/** Makes an optional parameter one that has to be given. None loses its default where one in front has one. */
export function requiring(file: ProgramFile, { start, end }: Parameter['range']): TextEdit | undefined {
  const { text } = file.program;
  const made = styleOf(file).writer.required?.(text.slice(start, end), text);
  return made && (!made.losesDefault || mayStandWithoutDefault(file, { start, end }))
    ? replace({ start: start + made.start, end: start + made.end }, made.text)
    : undefined;
}

function mayStandWithoutDefault(
  { outline, program: { text } }: ProgramFile,
  range: Parameter['range'],
): boolean {
  const parameters = outline.owners.find(one =>
    one.declaration?.parameters.some(other => other.range.start === range.start),
  )?.declaration?.parameters;
  const before =
    parameters?.slice(
      0,
      parameters.findIndex(one => one.range.start === range.start),
    ) ?? [];
  const [first] = before;
  const isByNameAlone =
    first !== undefined && /,\s*\*\s*,|,\s*\*\w+/.test(text.slice(first.range.start, range.start));
  return isByNameAlone || before.every(one => one.byDefault === undefined);
}
