// npm run compare: which scanners say what of the situations in test/fixtures/iac/same. Scanners that are not on the PATH are passed over.
//
//   npm run compare               prints the table
//   npm run compare -- --write    writes results.json too, and the table of README.md. What is not installed keeps its row

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allCases, type Case } from './cases.ts';
import { others, own, type Scanner } from './scanners.ts';
import { comparisonTable, type Results, type Row, resultsFile, withTable } from './table.ts';

const root = join(import.meta.dirname, '../..');
const situations = join(root, 'test/fixtures/iac/same');

const cases = allCases();
const former: Results = JSON.parse(readFileSync(resultsFile, 'utf8'));
const rows: Row[] = [];
for (const scanner of [own, ...others]) {
  const row = compare(scanner) ?? former.rows.find(({ name }) => name === scanner.name);
  if (row) rows.push(row);
}
const results: Results = { cases: cases.length, rows };
console.log(comparisonTable(results));
if (process.argv.includes('--write')) {
  writeFileSync(resultsFile, `${JSON.stringify(results, undefined, 2)}\n`);
  const page = join(root, 'README.md');
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), results));
}

/** No scanner meets what it does not read. */
function copyOf(all: readonly Case[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'situations-'));
  for (const { path } of all) cpSync(join(situations, path), join(folder, path), { recursive: true });
  return folder;
}

function compare(scanner: Scanner): Row | undefined {
  const version = scanner.version();
  if (version === undefined) {
    console.error(`${scanner.name} is not installed.`);
    return undefined;
  }
  const folder = copyOf(cases.filter(({ dialect }) => scanner.dialects.includes(dialect)));
  let reported: ReadonlySet<string>;
  try {
    reported = new Set(scanner.scan(folder).map(file => file.split('/').slice(0, 2).join('/')));
  } finally {
    rmSync(folder, { recursive: true });
  }
  // It reads a syntax if it reports the trail there that plainly has no key.
  const reads = scanner.dialects.filter(dialect => reported.has(`no-key/${dialect}`));
  const about = (kind: Case['about']) =>
    cases.filter(one => one.about === kind && reads.includes(one.dialect));
  const count = (all: readonly Case[], isBad: boolean, isReported: boolean) =>
    all.filter(one => one.isBad === isBad && reported.has(one.path) === isReported).length;
  const keys = about('key');
  const wrong = keys.filter(one => one.isBad !== reported.has(one.path)).map(({ path }) => path);
  return {
    name: scanner.name,
    version,
    rule: scanner.rule,
    reads,
    keys: {
      all: keys.length,
      falseAlarms: count(keys, false, true),
      missed: count(keys, true, false),
    },
    serving: { all: about('serving').length, found: count(about('serving'), true, true) },
    wrong,
  };
}
