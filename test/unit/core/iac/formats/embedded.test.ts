import assert from 'node:assert/strict';
import { openEmbedded } from '../../../../../src/core/iac/formats/embedded.ts';
import { parseTree } from '../../../../../src/core/iac/formats/text.ts';
import { valueAt } from '../../../../../src/core/iac/formats/tree.ts';

function open(text: string) {
  const node = valueAt(parseTree(text).documents[0]?.root, 'body');
  assert.ok(node?.kind === 'scalar');
  const embedded = openEmbedded(node, text);
  assert.ok(embedded);
  return embedded;
}

describe('A text inside a text', () => {
  it('stands in a literal block behind its indentation', () => {
    const text = 'body: |\r\n\r\n    one:\r\n      two: 2\r\n';
    const embedded = open(text);
    assert.equal(embedded.text, '\r\none:\r\n  two: 2');
    for (const word of ['one', 'two', '2']) {
      assert.equal(embedded.outer(embedded.text.indexOf(word)), text.indexOf(word));
    }
    assert.equal(embedded.encode?.('\n  x:\n    y'), '\n      x:\n        y');
  });

  it('may be blank lines and nothing else, however many', () => {
    assert.equal(open(`body: |\r\n${'\r\n'.repeat(100_000)}`).text.trim(), '');
  });

  it('stands in a quoted string behind its escapes', () => {
    const text = String.raw`{ "body": "{\n  \"a\": \"\u0041\"\n}" }`;
    const embedded = open(text);
    assert.equal(embedded.text, '{\n  "a": "A"\n}');
    assert.equal(embedded.outer(embedded.text.indexOf('a')), text.indexOf('a\\"'));
    assert.equal(embedded.outer(embedded.text.indexOf('A')), text.indexOf('\\u0041'));
    assert.equal(embedded.encode?.('"b"\n'), String.raw`\"b\"\n`);
  });

  it('of a folded block is read, but not written', () => {
    assert.equal(open('body: >\n  a\n  b\n').encode, undefined);
  });
});
