import { join } from 'node:path';

/** What a scanner said of the cases in the syntaxes that it reads. */
export interface Row {
  readonly name: string;
  readonly version: string;
  readonly rule: string;
  readonly reads: readonly string[];
  /** Of cases about a trail that has a key or none. */
  readonly keys: { readonly all: number; readonly falseAlarms: number; readonly missed: number };
  /** Of cases about a key that does not serve. */
  readonly serving: { readonly all: number; readonly found: number };
  /** The cases that it told wrongly, as `SITUATION/DIALECT`. */
  readonly wrong: readonly string[];
}

export interface Results {
  /** Of all syntaxes together. */
  readonly cases: number;
  readonly rows: readonly Row[];
}

export const resultsFile = join(import.meta.dirname, 'results.json');

/** The table of README.md, between its two marks. */
const marks = ['<!-- comparison: npm run compare -- --write -->', '<!-- end of comparison -->'] as const;

export function comparisonTable({ rows }: Results): string {
  const syntaxes = Math.max(...rows.map(({ reads }) => reads.length));
  return [
    '| | syntaxes read | key or no key: right | false alarms | missed | unusable keys: found |',
    '|---|---|---|---|---|---|',
    ...rows.map(({ name, version, reads, keys, serving }) => {
      const right = keys.all - keys.falseAlarms - keys.missed;
      return `| ${name} ${version} | ${reads.length} of ${syntaxes} | ${right} of ${keys.all} | ${keys.falseAlarms} | ${keys.missed} | ${serving.found} of ${serving.all} |`;
    }),
  ].join('\n');
}

/** A page with the table of these results in place of the one that it has. Throws where the page has no place for it. */
export function withTable(page: string, results: Results): string {
  const [begin, end] = marks.map(mark => page.indexOf(mark));
  if (begin === undefined || end === undefined || begin < 0 || end < begin) {
    throw new Error('The page has no marks for the table.');
  }
  return `${page.slice(0, begin + marks[0].length)}\n${comparisonTable(results)}\n${page.slice(end)}`;
}
