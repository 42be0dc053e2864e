import assert from 'node:assert/strict';
import {
  entriesOf,
  mapOf,
  type TreeNode,
  textOf,
  valueAt,
} from '../../../../../src/core/iac/formats/tree.ts';
import { ChunkCache } from '../../../../../src/core/iac/formats/yaml/chunkCache.ts';
import { parseYaml } from '../../../../../src/core/iac/formats/yaml/index.ts';
import { casesOf, readCase } from '../golden.ts';
import { show, valueTexts } from './show.ts';

const root = (text: string) => parseYaml(text).documents[0]?.root;

describe('YAML', () => {
  it('gives maps, lists, tags and nulls, scalars as they are written', () => {
    const text = 'a: yes\nb:\nc: ~\nd: "q"\ne:\n  - 0123\n  - !Ref X\nf: !If [c, !GetAtt a.b, {Ref: x}]\n';
    assert.deepEqual(show(root(text)), {
      a: 'yes',
      b: null,
      c: null,
      d: 'q',
      e: ['0123', '!Ref X'],
      f: { '!If': ['c', '!GetAtt a.b', { Ref: 'x' }] },
    });
  });

  it('knows where values stand, with tags and without comments', () => {
    const text =
      '\uFEFFA:\r\n  x: !Sub "v" # note\r\n  y:   # none\r\n  z:\r\n    - 1\r\n    - 2 # two\r\n\r\n  w: |\r\n    t\r\n';
    assert.deepEqual(valueTexts(text, parseYaml(text)), {
      A: text.slice(text.indexOf('x:'), text.length - 2),
      'A.x': '!Sub "v"',
      'A.y': '',
      'A.z': '- 1\r\n    - 2',
      'A.w': '|\r\n    t',
    });
  });

  it('resolves aliases and merges across sections, and shares what they name', () => {
    const node = root('x: &x {k: v}\ny: &y\n  <<: *x\n  own: 1\nR:\n  T:\n    <<: [*y]\n    k: mine\n');
    const merged = valueAt(valueAt(node, 'R'), 'T');
    assert.deepEqual(
      entriesOf(merged).map(entry => [entry.key, textOf(entry.value)]),
      [
        ['k', 'mine'],
        ['own', '1'],
      ],
    );
  });

  it('reads every document of a stream', () => {
    const { documents } = parseYaml('%YAML 1.2\n---\na: 1\n--- # next\nb: 2\n...\n---\n- c\n');
    assert.deepEqual(
      documents.map(one => show(one.root)),
      [{ a: '1' }, { b: '2' }, ['c']],
    );
  });

  it('loses nothing but the line that it cannot read', () => {
    const text = 'R:\n  A:\n    x: "open\n    y: 1\n    half\n  B:\n    z: [1, 2\n  C:\n    v: {a: b}\n';
    assert.deepEqual(show(root(text)), {
      R: { A: { x: '!!', y: '1', half: '!!' }, B: { z: ['1', '2'] }, C: { v: { a: 'b' } } },
    });
  });

  it('takes a list apart where one of its items cannot be read', () => {
    const text =
      'r:\n  - A:\n      x: 1\n  - B:\n        y: 2\n    z: 3\n    half\n  - C: { v: *a }\n    D: "open\n';
    assert.deepEqual(show(root(text)), {
      r: [{ A: { x: '1' } }, { B: { y: '2' }, z: '3', half: '!!' }, { C: { v: '*a' }, D: '!!' }],
    });
    assert.deepEqual(valueTexts(text, parseYaml(text))['r'], text.slice(text.indexOf('- A'), -1));
  });

  it('lists comments, not what looks like one', () => {
    const text = '# one\na: "# no" # two\nb: it\'s # three\nc: |\n  # no\n  text\nd: x#no\n# four\n';
    assert.deepEqual(
      parseYaml(text).comments.map(comment => comment.text.trim()),
      ['one', 'two', 'three', 'four'],
    );
  });

  it('is not blown up by aliases', () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
    );
    const node = root(`a0: &a0 x\n${lines.join('\n')}\nend: *a40\n`);
    assert.equal(mapOf(node)?.entries.length, 42);
    assert.equal(valueAt(node, 'end')?.kind, 'list');
  });

  it('composes a chunk once, however often its text comes back', () => {
    const cache = new ChunkCache();
    assert.equal(cache.chunk('a: 1\n'), cache.chunk('a: 1\n'));
  });

  it('reads a value that goes on in lines left of it, however many', () => {
    const text = `a:\n  b: ${'class A:\n '.repeat(100_000)}\nc: d\n`;
    const { value } = entriesOf(root(text)).find(({ key }) => key === 'c') ?? assert.fail();
    assert.deepEqual(show(value), 'd');
    assert.equal(entriesOf(entriesOf(root(text))[0]?.value)[0]?.value.kind, 'map');
  });

  it('takes what is deeper than any file as broken, and reads what is beside it', () => {
    const deep = [
      ['[', ']'],
      ['{a: ', '}'],
      ['!If [c, ', ']'],
      ['- ', ''],
      ['? ', ''],
    ] as const;
    for (const [open, close] of deep) {
      // The library would still compose the first, and end the process at the second.
      for (const times of [300, 3000]) {
        const nested = `${open.repeat(times)}x${close.repeat(times)}`;
        const text = `R:\n  T:\n    n: 1\n    d:\n      ${nested}\n    m: 2\n`;
        const resource = valueAt(valueAt(root(text), 'R'), 'T');
        assert.equal(textOf(valueAt(resource, 'n')), '1');
        assert.equal(textOf(valueAt(resource, 'm')), '2');
        assert.ok(depthOf(valueAt(resource, 'd')) < 300, nested.slice(0, 40));
      }
      assert.equal(depthOf(root(`${open.repeat(50)}x${close.repeat(50)}`)), open === '? ' ? 1 : 50);
    }
  });

  it('says the same of a list that is so long that its items are composed one by one', () => {
    const filler = Array.from(
      { length: 200 },
      (_, index) => `- name: filler ${index}\n  debug:\n    msg: nothing\n`,
    );
    let items = 0;
    for (const folder of [...casesOf('ansible'), ...casesOf('same')]) {
      for (const [uri, text] of Object.entries(readCase(folder))) {
        const list = root(text);
        if (list?.kind === 'list' && !list.flow && /^- /m.test(text) && text.endsWith('\n')) {
          const long = root(text + filler.join(''));
          const first = long?.kind === 'list' ? long.items.slice(0, list.items.length) : [];
          assert.deepEqual(first.map(placed), list.items.map(placed), uri);
          items += list.items.length;
        }
      }
    }
    assert.ok(items > 100);
  });
});

function depthOf(node: TreeNode | undefined): number {
  const [inner] =
    node?.kind === 'list'
      ? node.items.slice(-1)
      : node?.kind === 'map'
        ? entriesOf(node).map(({ value }) => value)
        : [];
  return inner ? 1 + depthOf(inner) : 0;
}

/** A node with the places of all in it. */
function placed(node: TreeNode): unknown {
  const { range } = node;
  return node.kind === 'map'
    ? {
        entries: node.entries.map(({ key, keyRange, valueRange, value }) => [
          key,
          keyRange,
          valueRange,
          placed(value),
        ]),
      }
    : node.kind === 'list'
      ? { items: node.items.map(placed), range }
      : { shown: show(node), range };
}
