import assert from 'node:assert/strict';
import { excluding, expandBraces, globOf } from '../../../../src/core/base/glob.ts';

describe('globs of settings', () => {
  const cases: readonly (readonly [
    pattern: string,
    matches: readonly string[],
    others: readonly string[],
  ])[] = [
    [
      '**/node_modules',
      ['node_modules/a.tf', 'x/node_modules/y/a.tf', 'node_modules'],
      ['my_node_modules/a.tf'],
    ],
    ['**/*.json', ['a.json', 'x/y/b.json'], ['a.jsonc', 'json']],
    ['infra/legacy/**', ['infra/legacy/a.tf', 'infra/legacy/x/a.tf'], ['infra/a.tf', 'x/infra/legacy/a.tf']],
    ['infra/legacy', ['infra/legacy/a.tf'], ['infra/legacy2/a.tf']],
    ['./infra/', ['infra/a.tf'], ['x/infra/a.tf']],
    ['*.tf', ['main.tf'], ['x/main.tf']],
    ['**/?.tf', ['a.tf', 'x/b.tf'], ['ab.tf', '.tf']],
    ['**/v[0-9].tf', ['v1.tf'], ['vx.tf']],
    ['**/v[!0-9].tf', ['vx.tf'], ['v1.tf']],
    ['**/{test,tests}/**/*.{tf,tofu}', ['test/a.tf', 'x/tests/y/b.tofu'], ['testing/a.tf', 'test/a.json']],
    ['a/**/b.tf', ['a/b.tf', 'a/x/y/b.tf'], ['b.tf']],
    ['**', ['a', 'a/b'], []],
    ['a+(b).tf', ['a+(b).tf'], ['aab.tf']],
    ['**/a*/**/*b*', ['a/b', 'x/ay/z/abc', 'a/b/c'], ['a', 'b/a', 'x/b']],
    ['**/[a-c]*/**/?x*.tf', ['b/1x.tf', 'y/cc/z/axy.tf'], ['d/1x.tf', 'b/x.tf']],
    ['a*/**/b*/**', ['ax/b/c', 'a/x/y/bz/c/d'], ['ax/b', 'x/b/c']],
    ['', [], ['a.tf']],
    ['**/[', ['['], ['a.tf']],
  ];

  it('are written for a path, whatever is in its names', () => {
    for (const path of [
      'infra/main.tf',
      '{{cookiecutter.name}}/template.yaml',
      '[env]/a.tf',
      '{a,b}.tf',
      'a*?.tf',
    ]) {
      const test = excluding([globOf(path)]);
      assert.deepEqual([path, `other/${path}`, `${path}.tf`].filter(test), [path]);
    }
  });

  for (const [pattern, matches, others] of cases) {
    it(`${pattern || 'an empty pattern'} means what VS Code means by it`, () => {
      const test = excluding([pattern]);
      assert.deepEqual([...matches, ...others].filter(test), matches);
    });
  }

  it('comes to an end with every pattern and every path', () => {
    const deep = 'a/'.repeat(60);
    const long = 'a'.repeat(250);
    assert.equal(excluding([`${'**/a*/'.repeat(12)}z`])(deep), false);
    assert.equal(excluding([`${'*a'.repeat(20)}z`])(long), false);
    assert.equal(excluding([`${'*a'.repeat(20)}*`])(long), true);
    assert.deepEqual(expandBraces('{a,b}'.repeat(30)), []);
  });

  it('opens braces, also one within the other, and leaves those alone that do not close', () => {
    assert.deepEqual(expandBraces('*.{tf,{json,ya{,m}l}}'), ['*.tf', '*.json', '*.yal', '*.yaml']);
    assert.deepEqual(expandBraces('a{b,c'), ['a{b,c']);
    assert.deepEqual(expandBraces('{a,b}/{c,d}'), ['a/c', 'a/d', 'b/c', 'b/d']);
  });

  it('compare patterns longer than any expression may be, alone and many at a time', () => {
    const long = ['a'.repeat(200_000), '[a]'.repeat(60_000), '?'.repeat(200_000)];
    const many = Array.from({ length: 900 }, (_, index) => `${'x'.repeat(300)}${index}`);
    const isExcluded = excluding([...long, ...many, 'b.tf']);
    assert.deepEqual(['a/b', 'b.tf', `${'x'.repeat(300)}899/c.tf`].filter(isExcluded), [
      'b.tf',
      `${'x'.repeat(300)}899/c.tf`,
    ]);
  });
});
