import type { YamlLines } from './lines.ts';

/** A block list taken apart by its dashes. */
export interface ListItems {
  /** The same text with a space in the place of each dash, so that what an item holds is there by itself. */
  readonly lines: YamlLines;
  /** First line and line after the last one of each item. */
  readonly items: readonly (readonly [number, number])[];
}

/** The items of the list that starts at a line, recognised only by indentation. */
export function itemsIn(lines: YamlLines, first: number, last: number): ListItems {
  const indent = lines.indent(first);
  const begins: number[] = [];
  for (let line = first; line < last; line++) {
    if (lines.indent(line) === indent && /^-(?:\s|$)/.test(lines.content(line))) {
      begins.push(line);
    }
  }
  return {
    lines: lines.withBlanksAt(begins),
    items: begins.map((line, index) => [line, begins[index + 1] ?? last]),
  };
}
