import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../../../src/core/iac/formats/json/index.ts';
import { toPlain } from '../../../../../src/core/iac/formats/plain.ts';
import { parseTree } from '../../../../../src/core/iac/formats/text.ts';
import { holds } from '../../../holds.ts';
import { show, valueTexts } from './show.ts';

const root = (text: string) => parseJson(text).documents[0]?.root;

describe('JSON', () => {
  it('reads what JSON.parse reads', () => {
    holds(
      fc.property(fc.jsonValue({ maxDepth: 5, noUnicodeString: false }), fc.nat(4), (value, indent) => {
        const plain = JSON.parse(
          JSON.stringify(value, (_key, one) => (typeof one === 'number' ? String(one) : one)),
        );
        const text = JSON.stringify(plain, undefined, indent);
        assert.deepEqual({ ...{ value: toPlain(root(text), 100_000) } }, { value: plain });
      }),
      { numRuns: 200 },
    );
  });

  it('takes comments and trailing commas', () => {
    const { documents, comments } = parseJson('\uFEFF// one\n{ "a": [1, /* two */], "b": null, }');
    assert.deepEqual(show(documents[0]?.root), { a: ['1'], b: null });
    assert.deepEqual(
      comments.map(comment => comment.text),
      [' one', ' two '],
    );
  });

  it('knows where values stand', () => {
    const text = '{ "a": { "b": "c" }, "d": [ 1 ] }';
    assert.deepEqual(valueTexts(text, parseJson(text)), { a: '{ "b": "c" }', 'a.b': '"c"', d: '[ 1 ]' });
  });

  it('tells by the indentation where an object was meant to end', () => {
    const unclosed = '{\n  "A": {\n    "x": {\n      "y": 1\n  },\n  "B": {\n    "z": 2\n  }\n}\n';
    assert.deepEqual(show(root(unclosed)), { A: { x: { y: '1' } }, B: { z: '2' } });
    const half = '{\n  "A": {\n    "x":\n    "y": "open\n  },\n  "B": 1\n}\n';
    assert.deepEqual(show(root(half)), { A: { x: '!!', y: '!!' }, B: '1' });
  });

  it('keeps every member of a name that stands several times', () => {
    const text = '{ "a": 1, "b": { "c": 2, "c": 3 }, "a": 4 }';
    const top = root(text);
    assert.ok(top?.kind === 'map');
    assert.deepEqual(
      top.entries.map(({ key, range }) => [key, text.slice(range.start, range.end)]),
      [
        ['a', '"a": 1'],
        ['b', '"b": { "c": 2, "c": 3 }'],
        ['a', '"a": 4'],
      ],
    );
  });

  it('reads on where a value is missing or a word has no meaning', () => {
    assert.deepEqual(
      show(root('{ "a":, "b" "c": 1, d "e": [2 3,,4], [5] "f": tru, "g":\n"h": 6, "i": "\\q" }')),
      {
        a: '!!',
        b: '!!',
        c: '1',
        e: ['2', '3', '4'],
        f: '!!',
        g: '!!',
        h: '6',
        i: '!!',
      },
    );
  });

  it('takes what is deeper than any file as broken', () => {
    const text = `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`;
    let node = root(text);
    let depth = 0;
    for (; node?.kind === 'map'; node = node.entries[0]?.value) {
      depth++;
    }
    assert.ok(depth < 500);
    assert.ok(node?.kind === 'scalar' && node.broken);
    assert.equal(node.range.end, text.length - depth);
  });

  it('is told from YAML by its looks', () => {
    assert.equal(parseTree('// c\n{ "a": 1 }').documents[0]?.format, 'json');
    assert.equal(parseTree('{a: 1}').documents[0]?.format, 'yaml');
    assert.equal(parseTree('').documents.length, 0);
  });

  it('is YAML where it holds what only YAML knows, and all of it is YAML', () => {
    const format = (text: string) => parseTree(text).documents[0]?.format;
    for (const yaml of [
      '{ "a": !Ref b }',
      '{ "a": \'b\' }',
      '{ "a": &b c, "d": *b }',
      '{ "a": 1, b: 2 }',
      '{ # note\n "a": 1 }',
      '{\n\t"a": !Sub "{b}" }',
    ]) {
      assert.equal(format(yaml), 'yaml', yaml);
    }
    for (const json of [
      '{ "a": "!Ref b", "c": "it\'s", "d": "# e" }',
      '{ "a\\\\": "b: !Ref c" }',
      '{ "a": 1, // it\'s\n /* !Ref */ "b": true }',
      '{ "a": !Ref\n "b": 1 }',
      '{ "a": half, "b": true }',
      '{ "a": !Ref b',
    ]) {
      assert.equal(format(json), 'json', json);
    }
    assert.equal(format(`{ "a": ${'x'.repeat(100_000)} }`), 'json');
  });

  it('does not run out of stack', () => {
    assert.doesNotThrow(() => root('{"a":'.repeat(50_000)));
    assert.doesNotThrow(() => root('['.repeat(50_000)));
  });
});
