// What a failed step has to say, said once more where a long log ends.

import { stripVTControlCharacters } from 'node:util';

/** At most so many lines, of each step. */
const most = 60;

/**
 * Of what a check printed: its failures as Mocha lists them after its tests, else its last lines.
 * @param {string} printed
 */
export function failures(printed) {
  const lines = printed.trimEnd().split('\n');
  const list = lines.findLastIndex(line => /^\W*\d+ failing\b/u.test(stripVTControlCharacters(line)));
  return list === -1 ? lines.slice(-most).join('\n') : lines.slice(list, list + most).join('\n');
}
