import type { Import } from '../syntax.ts';
import type { Source } from './cursor.ts';

/** What a directive imports that starts with `using`: a namespace, the members of a class, or either under another name. */
export function importAt(source: Source, at: number, end: number): Import | undefined {
  const range = source.range(at, source.at(end) === ';' ? end + 1 : end);
  let from = at + 1;
  if (source.at(from) === 'static') {
    from++;
  }
  if (source.at(from + 1) === '=') {
    const module = source.written(from + 2, end).replaceAll(/\s+|^global::/g, '');
    const local = source.at(from);
    return {
      kind: 'import',
      module,
      names: [{ imported: undefined, local, range: source.range(from, end) }],
      range,
    };
  }
  const module = source.written(from, end).replaceAll(/\s+|^global::/g, '');
  const name = { imported: '*', local: '*', range: source.range(from, end) };
  return module === '' ? undefined : { kind: 'import', module, names: [name], range };
}
