import type { TextEdit } from '../../fix.ts';
import type { Parameter } from '../../formats/code/syntax.ts';
import { replace } from '../../formats/edit.ts';
import type { ProgramFile } from '../outline.ts';

/**
 * `key?: IKey` becomes `key: IKey`. `key: IKey = None` and, in C#, `IKey? key = null` lose their default, where no parameter in
 * front has one.
 */
export function requiring(file: ProgramFile, range: Parameter['range']): TextEdit | undefined {
  const written = file.program.text.slice(range.start, range.end);
  const mark = /^(?:(?:readonly|private|public|protected)\s+)*[\w$]+(\?)\s*:/.exec(written);
  if (mark) {
    const at = range.start + mark[0].indexOf('?');
    return replace({ start: at, end: at + 1 }, '');
  }
  const typed = /^((?:[a-z]+\s+)*[\w.<>]+)(\??)(\s+\w+)(\s*=\s*null)?(?=$|\s*\{)/.exec(written);
  if (typed && file.uri.endsWith('.cs')) {
    const [whole, type = '', , name = '', value] = typed;
    return value === undefined || mayStandWithoutDefault(file, range)
      ? replace({ start: range.start, end: range.start + whole.length }, type + name)
      : undefined;
  }
  const byDefault = /\s*=\s*None$/.exec(written);
  return byDefault && mayStandWithoutDefault(file, range)
    ? replace({ start: range.start + byDefault.index, end: range.end }, '')
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
