import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applied, EditedText } from '../../../../src/core/iac/editedText.ts';
import type { TextEdit } from '../../../../src/core/iac/fix.ts';

describe('a text that is edited several times', () => {
  const uri = 'file:///a.tf';

  it('comes to one list of edits of the text as it was', () => {
    const text = new EditedText({ uri, text: 'one two three' });
    assert.ok(text.apply([{ offset: 4, length: 3, content: '2' }]));
    assert.ok(
      text.apply([
        { offset: 0, length: 3, content: '1' },
        { offset: 5, length: 0, content: '.5' },
      ]),
    );
    assert.equal(text.document.text, '1 2.5 three');
    assert.deepEqual(text.edits(), [
      { offset: 0, length: 3, content: '1' },
      { offset: 4, length: 3, content: '2.5' },
    ]);
  });

  it('stays the same object until it is edited, and as it was where an edit does not fit', () => {
    const original = { uri, text: 'abc' };
    const text = new EditedText(original);
    assert.equal(text.apply([{ offset: 2, length: 2, content: '' }]), false);
    assert.equal(text.document, original);
    assert.deepEqual(text.edits(), []);
  });

  it('is made from the original by its edits, whatever was done to it', () => {
    const steps = fc.array(fc.array(fc.tuple(fc.nat(9), fc.nat(4), fc.stringMatching(/^[x-z]{0,3}$/))));
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), steps, (original, all) => {
        const text = new EditedText({ uri, text: original });
        for (const step of all) {
          const edits: TextEdit[] = [];
          let at = 0;
          for (const [gap, length, content] of step) {
            edits.push({ offset: at + gap, length, content });
            at += gap + length;
          }
          const expected = applied(text.document.text, edits);
          assert.equal(text.apply(edits), expected !== undefined);
          assert.equal(text.document.text, expected ?? text.document.text);
          assert.equal(applied(original, text.edits()), text.document.text);
        }
      }),
    );
  });
});
