import assert from 'node:assert/strict';
import { countTrails } from '../../../../src/core/account/counts.ts';
import { seenTrails } from '../../../../src/core/account/seenTrails.ts';
import { countsInBrief, countsToActOn, countsUnderFilter } from '../../../../src/core/wording/counts.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { readAccounts } from '../report/accounts.ts';

describe('the words for numbers of trails', () => {
  for (const [all, withoutKey, needAttention, words] of [
    [0, 0, 0, 'no trails'],
    [1, 0, 0, '1 trail'],
    [12, 0, 0, '12 trails'],
    [12, 1, 7, '1 without SSE-KMS, 7 need attention'],
    [2, 1, 1, '1 without SSE-KMS, 1 needs attention'],
    [3, 3, 0, '3 without SSE-KMS'],
    [3, 0, 2, '2 need attention'],
  ] as const) {
    it(`are "${words}"`, () => {
      assert.equal(inEnglish(countsInBrief({ all, withoutKey, needAttention })), words);
    });
  }

  for (const [all, withoutKey, left, words] of [
    [4, 0, 4, '4 trails'],
    [4, 3, 3, '3 without SSE-KMS · 3 of 4 trails'],
    [3, 0, 0, '0 of 3 trails'],
    [1, 0, 0, '0 of 1 trail'],
  ] as const) {
    it(`are "${words}" where a filter leaves ${left} of ${all}`, () => {
      const told = countsUnderFilter({ all, withoutKey, needAttention: 0 }, left);
      assert.equal(told.map(inEnglish).join(' · '), words);
    });
  }

  it('are about trails that are counted once: without a key, or in need of attention for another reason', async () => {
    const seen = seenTrails(await readAccounts(), () => true);
    const counts = countTrails(seen.map(({ acting }) => acting));
    assert.deepEqual(counts, { all: 3, withoutKey: 1, needAttention: 1 });
    const words = countsToActOn(counts);
    assert.equal(words && inEnglish(words), '1 without SSE-KMS, 1 needs attention');
  });
});
