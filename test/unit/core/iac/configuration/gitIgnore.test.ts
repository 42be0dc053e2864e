import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { type GitIgnore, gitIgnore, ignoring } from '../../../../../src/core/iac/configuration/gitIgnore.ts';
import { TemporaryFolder } from '../../../files/folder.ts';
import { holds } from '../../../holds.ts';

describe('one .gitignore', () => {
  const says = gitIgnore(
    '\uFEFF# builds\r\nbuild/\r\n*.tf.json\n!main.tf.json\n\\#a\n/top \nkept\\ \n[broken\nend\\\n',
  );

  for (const [path, isFolder, answer] of [
    ['build', true, 'ignored'],
    ['x/build', true, 'ignored'],
    ['build', false, undefined],
    ['build/main.tf', false, undefined],
    ['plan.tf.json', false, 'ignored'],
    ['main.tf.json', false, 'kept'],
    ['main.tf', false, undefined],
    ['#a', false, 'ignored'],
    ['# builds', false, undefined],
    ['top', false, 'ignored'],
    ['x/top', false, undefined],
    ['kept ', false, 'ignored'],
    ['kept', false, undefined],
    ['[broken', false, undefined],
    ['end\\', false, undefined],
  ] as const) {
    it(`says of ${path}${isFolder ? '/' : ''}: ${answer ?? 'nothing'}`, () => {
      assert.equal(says(path, isFolder), answer);
    });
  }

  for (const [line, path, answer] of [
    ['[!]', 'b', undefined],
    ['[]', ']', undefined],
    ['[]a]', ']', 'ignored'],
    ['[b-a]', 'b', 'ignored'],
    ['[b-a]', 'a', undefined],
    ['caf?', 'café', undefined],
    ['caf??', 'café', 'ignored'],
    ['[^b]', 'é', undefined],
    ['caf*', 'café', 'ignored'],
    ['[[:space:]]', '\u00a0', undefined],
    ['[[:constructor:]]', 'f', undefined],
  ] as const) {
    it(`says of ${path}, with the line ${line}: ${answer ?? 'nothing'}`, () => {
      assert.equal(gitIgnore(line)(path, false), answer);
    });
  }

  it('tells upper from lower case unless the file system does not', () => {
    assert.equal(gitIgnore('Build')('build', true), undefined);
    assert.equal(gitIgnore('Build', { ignoreCase: true })('bUILD', true), 'ignored');
  });

  it('compares patterns with many wildcards in time that grows with the path alone', () => {
    const path = `${'a/'.repeat(100)}x.tf`;
    for (const pattern of [`${'**/a/'.repeat(50)}b`, `${'*a'.repeat(50)}b`, `${'[a/]*'.repeat(50)}b`]) {
      assert.equal(gitIgnore(pattern)(path, false), undefined);
      assert.equal(gitIgnore(pattern)('a'.repeat(250), false), undefined);
    }
  });
});

describe('a .gitignore with a line that is longer than any path', () => {
  for (const line of ['a', 'é', '?', '[a]', '*a', '**/', 'a/**/', '[', '\\a']) {
    it(`says nothing of a file because of ${line}${line}${line}…`, () => {
      const says = gitIgnore(`${line.repeat(120_000 / line.length)}b\nc.tf`);
      assert.equal(says(`${'x/'.repeat(100)}main.tf`, false), undefined);
      assert.equal(says('c.tf', false), 'ignored');
    });
  }
});

describe('the .gitignore files of a folder', () => {
  it('leave aside what lies in a folder that one of them ignores; of a path the deepest decides', () => {
    const isIgnored = rulesIn('file:///repo/work', {
      'file:///repo': 'work/\n*.json\n',
      'file:///repo/work': 'out/\n!a.json\n',
      'file:///repo/work/out': '!kept.tf\n',
    });
    const paths = ['a.json', 'b.json', 'main.tf', 'out/kept.tf', 'in/b.json'];
    assert.deepEqual(
      paths.filter(path => isIgnored(`file:///repo/work/${path}`)),
      ['b.json', 'out/kept.tf', 'in/b.json'],
    );
  });

  it('say of every file of a folder what git says', function () {
    this.timeout(60_000);
    const names = ['a', 'b', 'é', 'ab', 'a b', '[a]'];
    const paths = names.flatMap(one =>
      names.flatMap(two => [`${one}/${two}/x.tf`, `${one}/${two}/a.json`, `${one}/f-${two}`]),
    );
    const folder = new TemporaryFolder(
      Object.fromEntries([...paths, ...names.map(name => `top-${name}`)].map(path => [path, ''])),
    );
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder.path, encoding: 'utf8' }).stdout;
    git('init', '--quiet');
    const all = git('ls-files', '-z', '--others')
      .split('\0')
      .filter(path => path !== '')
      .sort();
    assert.equal(all.length, paths.length + names.length);
    const token = fc.constantFrom(
      'a',
      'b',
      'x.tf',
      'json',
      'f-',
      'top',
      '*',
      '?',
      '**',
      '/',
      '/',
      '**/',
      '/**',
      '[ab]',
      '[!a]',
      '[a-b]',
      '[b-a]',
      '[]a]',
      '[!]',
      '[^[:space:]]',
      'é',
      '[[:alpha:]]',
      '\\[',
      '[',
      ']',
      '\\',
      ' ',
      '\\ ',
      '.',
    );
    const line = fc
      .tuple(fc.constantFrom('', '', '!', '/', '#'), fc.array(token, { minLength: 1, maxLength: 5 }))
      .map(([start, rest]) => start + rest.join(''));
    try {
      holds(
        fc.property(
          fc.array(line, { minLength: 1, maxLength: 4 }),
          fc.array(line, { maxLength: 2 }),
          (top, inner) => {
            const texts = { '.gitignore': top.join('\n'), 'a/.gitignore': inner.join('\n') };
            for (const [path, text] of Object.entries(texts)) {
              folder.write(path, text);
            }
            const kept = git('ls-files', '-z', '--others', '--exclude-standard')
              .split('\0')
              .filter(path => path !== '' && !path.endsWith('.gitignore'))
              .sort();
            const isIgnored = rulesIn('file:///r', {
              'file:///r': texts['.gitignore'],
              'file:///r/a': texts['a/.gitignore'],
            });
            assert.deepEqual(
              all.filter(
                path => !isIgnored(`file:///r/${path.split('/').map(encodeURIComponent).join('/')}`),
              ),
              kept,
            );
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      folder.remove();
    }
  });
});

function rulesIn(root: string, texts: Readonly<Record<string, string>>): (uri: string) => boolean {
  const rules = Object.entries(texts).map(([folder, text]): [string, GitIgnore] => [folder, gitIgnore(text)]);
  return ignoring(root, new Map(rules));
}
