import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ComposedText } from '../../../../../src/core/iac/analysis/composedText.ts';
import type { TextEdit } from '../../../../../src/core/iac/fix.ts';
import { holds } from '../../../holds.ts';

describe('a composed text', () => {
  it('tells edits of the original text, each with what it was made for', () => {
    const text = new ComposedText<string>('one two three');
    text.apply([{ offset: 4, length: 3, content: 'TWO' }], 'shout');
    text.apply([{ offset: 0, length: 0, content: 'zero ' }], 'count');
    assert.equal(text.text, 'zero one TWO three');
    assert.deepEqual(text.edits(), [
      { offset: 0, length: 0, content: 'zero ', purposes: ['count'] },
      { offset: 4, length: 3, content: 'TWO', purposes: ['shout'] },
    ]);
  });

  it('joins what one edit did to the text of another', () => {
    const text = new ComposedText<string>('a b');
    text.apply([{ offset: 1, length: 0, content: ' key = 1' }], 'add');
    text.apply([{ offset: 8, length: 1, content: '2' }], 'change');
    assert.deepEqual(text.edits(), [
      { offset: 1, length: 0, content: ' key = 2', purposes: ['add', 'change'] },
    ]);
  });

  it('tells nothing where the text is what it was', () => {
    const text = new ComposedText<string>('a b');
    text.apply([{ offset: 1, length: 1, content: '' }], 'join');
    text.apply([{ offset: 1, length: 0, content: ' ' }], 'part');
    assert.deepEqual(text.edits(), []);
  });

  it('comes to the same text by its edits, whatever the edits were', () => {
    const edit = fc.record({ at: fc.nat(40), length: fc.nat(6), content: fc.string({ maxLength: 5 }) });
    holds(
      fc.property(fc.string({ maxLength: 30 }), fc.array(edit, { maxLength: 12 }), (original, edits) => {
        const composed = new ComposedText<number>(original);
        let expected = original;
        for (const [index, { at, length, content }] of edits.entries()) {
          const offset = Math.min(at, expected.length);
          const one = { offset, length: Math.min(length, expected.length - offset), content };
          composed.apply([one], index);
          expected = applied(expected, [one]);
        }
        assert.equal(composed.text, expected);
        assert.equal(applied(original, composed.edits()), expected);
      }),
    );
  });
});

/** The text after edits that do not overlap, in their order. */
function applied(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let end = 0;
  for (const { offset, length, content } of edits) {
    assert.ok(offset >= end, 'in order, not overlapping');
    result += text.slice(end, offset) + content;
    end = offset + length;
  }
  return result + text.slice(end);
}
