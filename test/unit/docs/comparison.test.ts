import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { own } from '../../../bench/comparison/scanners.ts';
import { type Results, resultsFile, withTable } from '../../../bench/comparison/table.ts';

const page = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
const results: Results = JSON.parse(readFileSync(resultsFile, 'utf8'));

describe('the comparison with other scanners', () => {
  it('is in README.md as it was measured', () => {
    assert.ok(results.rows.length > 1);
    assert.equal(withTable(page, results), page);
    assert.throws(() => withTable('# A page', results), /no marks/);
  });

  it('lists every case that a scanner told wrongly, in a syntax that it reads', () => {
    for (const { name, reads, keys, wrong } of results.rows) {
      assert.equal(wrong.length, keys.falseAlarms + keys.missed, name);
      assert.deepEqual(
        wrong.filter(path => !reads.includes(path.split('/')[1] ?? '')),
        [],
      );
    }
  });

  it('shows of this scanner what its own tests ask for: all of it', () => {
    const [first] = results.rows;
    assert.deepEqual([first?.name, first?.wrong, first?.serving.found], [own.name, [], first?.serving.all]);
  });
});
