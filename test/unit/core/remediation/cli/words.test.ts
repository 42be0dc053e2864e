import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { quote } from '../../../../../src/core/remediation/cli/words.ts';
import { cliOf } from '../../../../../src/core/remediation/index.ts';
import { holds } from '../../../holds.ts';
import { shells } from '../../../script/shell.ts';
import { planFor } from '../plans.ts';
import { World } from '../world.ts';

const shellUnit = fc.oneof(
  fc.constantFrom("'", '"', '$', '`', '\\', '\n', '!', '*', ' ', ';', '&', '~', '(', '%', '-'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

describe('Words of a script', () => {
  for (const shell of shells) {
    it(`are taken as they are by ${shell}, whatever they hold`, () => {
      holds(
        fc.property(fc.string({ unit: shellUnit }), word => {
          const printed = execFileSync(shell, ['-c', `printf '%s.' ${quote(word)}`], { encoding: 'utf8' });
          assert.equal(printed, `${word}.`);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('name no profile where the credentials of the environment are meant', () => {
    assert.doesNotMatch(cliOf(planFor(new World(), { profile: '[environment]' })), /--profile/);
  });
});
