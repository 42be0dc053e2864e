import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createLanguages } from '../src/core/iac/index.ts';
import type { LanguageId } from '../src/core/iac/languageTable.ts';
import { casesOf, dialectsOf, readCase, settingsOf, toldOfCase } from '../test/unit/core/iac/golden.ts';
import { expectedIn, situations, told } from '../test/unit/core/iac/situations.ts';

/** In the order of the table. A cell without a case shows what is not tried. */
const constructs = [
  'literal',
  'reference',
  'input with default',
  'input without default',
  'conditional',
  'loop',
  'module or wrapper',
  'granted or not',
  'suppressed',
  'broken',
];

interface Cell {
  right: number;
  all: number;
}

/** Languages and their syntaxes × constructs: how many cases are told as they are, of how many there are. */
export async function printAccuracy(): Promise<void> {
  const table = new Map<string, Map<string, Cell>>();
  const count = (row: string, column: string, isRight: boolean) => {
    const cells = table.get(row) ?? new Map<string, Cell>();
    const cell = cells.get(column) ?? { right: 0, all: 0 };
    cell.right += isRight ? 1 : 0;
    cell.all += 1;
    table.set(row, cells.set(column, cell));
  };
  for (const { id } of createLanguages()) {
    await countSituations(id, count);
    await countCases(id, count);
  }
  print(table);
}

type Count = (row: string, column: string, isRight: boolean) => void;

async function countSituations(id: LanguageId, count: Count): Promise<void> {
  for (const { folder, situation } of situations()) {
    for (const dialect of dialectsOf(id)) {
      const place = join(folder, dialect);
      if (existsSync(place)) {
        const expected = expectedIn(situation, dialect);
        const said = await told(readCase(place), expected).catch(() => undefined);
        count(dialect, situation.construct, isDeepStrictEqual(said, expected));
      }
    }
  }
}

/** A language's own cases, whose names say nothing of a syntax, count for its first one. */
async function countCases(id: LanguageId, count: Count): Promise<void> {
  const languages = createLanguages();
  for (const folder of casesOf(id)) {
    const { construct } = settingsOf(folder);
    if (construct !== undefined) {
      const { told: said, expected } = await toldOfCase(folder, languages);
      // As JSON holds it.
      count(id, construct, isDeepStrictEqual(JSON.parse(JSON.stringify(said)), expected));
    }
  }
}

function print(table: ReadonlyMap<string, ReadonlyMap<string, Cell>>): void {
  const widths = constructs.map(one => one.length);
  const first = Math.max(...[...table.keys()].map(one => one.length));
  const line = (row: string, cells: readonly string[]) =>
    console.log(
      [row.padEnd(first), ...cells.map((one, index) => one.padStart(widths[index] ?? 0))].join('  '),
    );
  line('', constructs);
  const sums = new Map<string, Cell>();
  for (const [row, cells] of table) {
    line(
      row,
      constructs.map(one => shown(cells.get(one))),
    );
    for (const [construct, { right, all }] of cells) {
      const sum = sums.get(construct) ?? { right: 0, all: 0 };
      sums.set(construct, { right: sum.right + right, all: sum.all + all });
    }
  }
  line(
    'all',
    constructs.map(one => shown(sums.get(one))),
  );
}

function shown(cell: Cell | undefined): string {
  return cell ? `${cell.right}/${cell.all}` : '–';
}
