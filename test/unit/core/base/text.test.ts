import assert from 'node:assert/strict';
import { lineStartsOf, TextLines } from '../../../../src/core/base/text.ts';

describe('the lines of a text', () => {
  for (const [text, starts] of [
    ['', [0]],
    ['a', [0]],
    ['a\nb\n', [0, 2, 4]],
    ['a\r\nb\r\n', [0, 3, 6]],
    ['a\rb\r\r\nc\n\rd', [0, 2, 4, 6, 8, 9]],
  ] as const) {
    it(`begin at ${starts} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual([...lineStartsOf(text).starts], starts);
    });
  }

  it('are told without the text too', () => {
    const lines = new TextLines(structuredClone(lineStartsOf('ab\r\ncd')));
    assert.deepEqual(
      [-1, 1, 3, 4, 6, 9].map(offset => lines.positionAt(offset)),
      [
        { line: 0, column: 0 },
        { line: 0, column: 1 },
        { line: 0, column: 3 },
        { line: 1, column: 0 },
        { line: 1, column: 2 },
        { line: 1, column: 2 },
      ],
    );
    assert.deepEqual([lines.startOf(-1), lines.startOf(1), lines.startOf(2)], [0, 4, 6]);
  });
});
