import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCase } from './golden.ts';
import { dialects, expectedIn, situations, told } from './situations.ts';

/*
 * A situation is a folder of `test/fixtures/iac/same/`: the same thing written in every language, a folder each, and
 * `situation.json` with what is to be said of it in all of them. What a language cannot say is named there, with the
 * reason. A language that is neither there nor excused fails, and so does one of which something else is said.
 */

describe('the same situation in every language', () => {
  for (const { name, folder, situation } of situations()) {
    for (const dialect of dialects) {
      const place = join(folder, dialect);
      const excuse = situation.cannot?.[dialect];
      if (excuse === undefined) {
        it(`${name}: ${dialect}`, async () => {
          assert.ok(existsSync(place), `${name} is not written in ${dialect}, and nothing says why`);
          const expected = expectedIn(situation, dialect);
          assert.deepEqual(await told(readCase(place), expected), expected);
        });
      } else {
        it(`${name}: not in ${dialect}`, () => {
          assert.ok(!existsSync(place), `${dialect} says what situation.json has an excuse for: ${excuse}`);
        });
      }
    }
  }
});
