/**
 * Rows of a table written in text. The first line names the columns; a line of dashes and outer bars are decoration; `-` and
 * an empty cell are absent. An unknown column, or a row of another width, is a mistake of the table's author and throws.
 *
 *     name      | home      | key
 *     org-trail | eu-west-1 | alias/cloudtrail
 */
export function readTable<C extends string>(
  text: string,
  columns: readonly C[],
): readonly Partial<Record<C, string>>[] {
  const [header = [], ...rows] = text
    .split('\n')
    .filter(line => line.trim() !== '' && !/^[\s|:+-]*-[\s|:+-]*$/.test(line))
    .map(cellsOf);
  const names = header.map(
    name =>
      columns.find(column => column === name) ??
      mistake(`no column "${name}"; there are ${columns.join(', ')}`),
  );
  return rows.map(cells => {
    if (cells.length !== names.length)
      mistake(`${names.length} columns, but ${cells.length} in: ${cells.join(' | ')}`);
    const row: Partial<Record<C, string>> = {};
    names.forEach((name, index) => {
      const cell = cells[index];
      if (cell !== undefined && cell !== '' && cell !== '-') row[name] = cell;
    });
    return row;
  });
}

/** The words of a cell that holds a list: `all Regions, organization`. */
export function wordsOf(cell: string | undefined): readonly string[] {
  return (cell ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

/** A cell that is one of several words. */
export function choice<V extends string>(cell: string | undefined, values: readonly V[], otherwise: V): V {
  if (cell === undefined) return otherwise;
  return values.find(value => value === cell) ?? mistake(`"${cell}" is none of ${values.join(', ')}`);
}

export function mistake(what: string): never {
  throw new Error(`Table of the emulated world: ${what}`);
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map(cell => cell.trim());
}
