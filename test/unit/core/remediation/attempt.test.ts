import assert from 'node:assert/strict';
import { type Answer, effectOf, type Seen } from '../../../../src/core/remediation/attempt.ts';

type Row = readonly [answer: Answer, seen: Seen, doubted: boolean, effect: ReturnType<typeof effectOf>];

const rows: readonly Row[] = [
  // AWS said that it was done: only seeing that it is not is a doubt, and takes none away.
  ['accepted', 'not-read', false, 'done'],
  ['accepted', 'not-read', true, 'done'],
  ['accepted', 'done', false, 'done'],
  ['accepted', 'done', true, 'done'],
  ['accepted', 'not-done', false, 'uncertain'],
  ['accepted', 'not-done', true, 'uncertain'],
  // AWS refused this attempt, and said nothing of the earlier one.
  ['refused', 'not-read', false, 'not-done'],
  ['refused', 'not-read', true, 'uncertain'],
  ['refused', 'done', false, 'done'],
  ['refused', 'done', true, 'done'],
  ['refused', 'not-done', false, 'not-done'],
  ['refused', 'not-done', true, 'uncertain'],
  // No answer: what is not seen yet may come.
  ['none', 'not-read', false, 'uncertain'],
  ['none', 'not-read', true, 'uncertain'],
  ['none', 'done', false, 'done'],
  ['none', 'done', true, 'done'],
  ['none', 'not-done', false, 'uncertain'],
  ['none', 'not-done', true, 'uncertain'],
];

describe('whether a write took effect', () => {
  for (const [answer, seen, doubted, effect] of rows) {
    it(`is ${effect}: ${answer}, ${seen}${doubted ? ', after an attempt without an answer' : ''}`, () => {
      assert.equal(effectOf(answer, seen, doubted), effect);
    });
  }
});
