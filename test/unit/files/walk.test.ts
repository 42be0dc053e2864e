import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { FileProblem } from '../../../src/core/iac/sources/fileProblem.ts';
import { excludeBy } from '../../../src/files/ignoreRules.ts';
import { walk } from '../../../src/files/walk.ts';
import { type Entry, TemporaryFolder } from './folder.ts';
import { hasDevices, isLinux } from './machine.ts';

describe('the walk', () => {
  let folder: TemporaryFolder;
  afterEach(() => folder.remove());

  /** The files met below the folder, and what could not be looked at. */
  function walked(entries: Record<string, Entry>, from: readonly string[] = ['.'], exclude: string[] = []) {
    folder = new TemporaryFolder(entries);
    const short = (path: string) => relative(folder.path, path).split(sep).join('/');
    const problems: FileProblem[] = [];
    const paths = walk(
      from.map(path => join(folder.path, path)),
      { exclude: excludeBy(exclude, folder.path), onProblem: problem => problems.push(problem) },
    );
    return { files: [...paths].map(short), problems: problems.map(one => `${one.kind} ${short(one.path)}`) };
  }

  it('meets the files that may hold infrastructure code, those of a folder before its folders', () => {
    const { files } = walked({
      'z.tf': '',
      'a/main.tofu': '',
      'a/b/template.json': '',
      'a/values.YAML': '',
      'a/c.yml': '',
      'a/d.template': '',
      'README.md': '',
      'main.tf.bak': '',
    });
    assert.deepEqual(files, [
      'z.tf',
      'a/c.yml',
      'a/d.template',
      'a/main.tofu',
      'a/values.YAML',
      'a/b/template.json',
    ]);
  });

  it('leaves out what is downloaded or belongs to version control', () => {
    const { files } = walked({
      'node_modules/x/a.json': '',
      '.terraform/modules/x/a.tf': '',
      '.git/a.json': '',
      'live/.terraform/modules/modules.json': '',
      'live/a.tf': '',
    });
    assert.deepEqual(files, ['live/a.tf']);
  });

  it('follows .gitignore, the nested ones too, and the exclude file of the repository', () => {
    const { files } = walked({
      '.git/info/exclude': 'private.tf\n',
      '.gitignore': '*.json\n/dist/\nbuild/*\n!build/keep.tf\n',
      'a.json': '',
      'private.tf': '',
      'dist/a.tf': '',
      'build/a.tf': '',
      'build/keep.tf': '',
      'sub/dist/a.tf': '',
      'sub/.gitignore': '!kept.json\n# comment\nlocal.tf',
      'sub/kept.json': '',
      'sub/other.json': '',
      'sub/local.tf': '',
      'sub/deep/local.tf': '',
      'local.tf': '',
    });
    assert.deepEqual(files, ['local.tf', 'build/keep.tf', 'sub/kept.json', 'sub/dist/a.tf']);
  });

  it('knows the rules above the folder it begins in, unless they leave out that folder', () => {
    const entries = {
      '.git': 'folder',
      '.gitignore': 'dist\n*.json\n',
      'dist/a.tf': '',
      'live/a.json': '',
      'live/b.tf': '',
    } as const;
    assert.deepEqual(walked(entries, ['live', 'dist']).files, ['live/b.tf', 'dist/a.tf']);
  });

  it('applies no rules of a repository around another one', () => {
    const { files } = walked({
      '.git': 'folder',
      '.gitignore': '*.tf\n',
      'vendored/.git': 'gitdir: elsewhere',
      'vendored/a.tf': '',
      'a.tf': '',
    });
    assert.deepEqual(files, ['vendored/a.tf']);
  });

  it('leaves out what it is told to', () => {
    const { files } = walked(
      { 'a.tf': '', 'test/a.tf': '', 'x/test/a.tf': '', 'x/b.json': '' },
      ['.'],
      ['test/', '*.json'],
    );
    assert.deepEqual(files, ['a.tf']);
  });

  it('takes a file that is named, whatever its name and whoever ignores it, once', () => {
    const { files } = walked({ '.gitignore': 'a.txt', '.git': 'folder', 'a.txt': '', 'b.tf': '' }, [
      'a.txt',
      'a.txt',
      '.',
    ]);
    assert.deepEqual(files, ['a.txt', 'b.tf']);
  });

  it('meets a file once, under its own name, and comes back from a loop of links', () => {
    const { files, problems } = walked({
      'a/link.tf': { link: '../z/real.tf' },
      'a/around': { link: '..' },
      'b/twice': { link: '../z' },
      'b/outside.tf': { link: '../z/unnamed' },
      'b/gone.tf': { link: 'nowhere' },
      'b/gone': { link: 'nowhere' },
      'z/real.tf': '',
      'z/unnamed': '',
      'z/self': { link: 'self' },
    });
    assert.deepEqual(files, ['z/real.tf', 'b/outside.tf']);
    assert.deepEqual(problems, ['loop a/around', 'unreadable b/gone.tf']);
  });

  if (hasDevices) {
    it('tells of what is named like a file of code and is none', () => {
      const { files, problems } = walked({
        'a.tf': '',
        'pipe.tf': { pipe: true },
        'pipe.txt': { pipe: true },
        'out/pipe.tf': { pipe: true },
        '.gitignore': 'out/',
        '.git': 'folder',
        'link.tf': { link: 'pipe.txt' },
        'zero.tf': { link: devNull },
      });
      assert.deepEqual(files, ['a.tf']);
      assert.deepEqual(problems, ['unreadable pipe.tf', 'unreadable link.tf', 'unreadable zero.tf']);
    });
  }

  it('follows links out of what it walks through only where Terraform does: to files of a module', () => {
    const outside = new TemporaryFolder({ 'common.tf': '', 'stack.json': '', 'deep/a.tf': '' });
    try {
      const link = (path: string) => ({ link: join(outside.path, path) });
      const { files, problems } = walked(
        {
          'in/own.tf': '',
          'in/common.tf': link('common.tf'),
          'in/stack.json': link('stack.json'),
          'in/deep': link('deep'),
          'in/deep.tf': link('deep'),
          'in/beside': { link: '../beside' },
          'beside/b.tf': '',
        },
        ['in', 'beside'],
      );
      assert.deepEqual(files, ['in/own.tf', 'in/beside/b.tf', 'in/common.tf']);
      assert.deepEqual(problems, ['outside in/deep', 'outside in/deep.tf', 'outside in/stack.json']);
    } finally {
      outside.remove();
    }
  });

  if (isLinux) {
    it('does not enter what the operating system generates', () => {
      for (const entry of ['/proc', '/sys', '/dev']) {
        assert.deepEqual(walked({ 'a.tf': '', x: { link: entry } }), {
          files: ['a.tf'],
          problems: ['outside x'],
        });
        folder.remove();
      }
      const problems: FileProblem[] = [];
      assert.deepEqual([...walk(['/proc/self'], { onProblem: problem => problems.push(problem) })], []);
      assert.deepEqual(problems, [
        { path: '/proc/self', kind: 'unreadable', detail: 'a folder of the operating system' },
      ]);
    });
  }

  if (isLinux) {
    it('tells of names that are not UTF-8, and reads those beside them', () => {
      folder = new TemporaryFolder({ 'a.tf': '', 'real\uFFFD.tf': '' });
      for (const name of ['caf\xe9.tf', 'caf\xe9.txt']) {
        writeFileSync(Buffer.from(join(folder.path, name), 'latin1'), '');
      }
      mkdirSync(Buffer.from(join(folder.path, 'd\xff'), 'latin1'));
      const problems: FileProblem[] = [];
      const files = [...walk([folder.path], { onProblem: problem => problems.push(problem) })];
      assert.deepEqual(files, [join(folder.path, 'a.tf'), join(folder.path, 'real\uFFFD.tf')]);
      assert.deepEqual(problems.map(({ path }) => path).sort(), [
        join(folder.path, String.raw`caf\xe9.tf`),
        join(folder.path, String.raw`d\xff`),
      ]);
      assert.ok(
        problems.every(({ kind, detail }) => kind === 'unreadable' && detail === 'its name is not UTF-8'),
      );
    });
  }

  it('says where it looks before it looks there, and does not touch what is left out', () => {
    folder = new TemporaryFolder({
      'a.tf': '',
      'in/b.tf': '',
      'out/c.tf': '',
      link: { link: 'out' },
      'left.tf': { link: '/dev/zero' },
    });
    const at = (path: string) => join(folder.path, path);
    const steps: string[] = [];
    const paths = walk([folder.path], {
      exclude: path => [at('out'), at('left.tf')].includes(path),
      onPlace: path => steps.push(`at ${relative(folder.path, path)}`),
      onProblem: ({ path }) => assert.fail(path),
    });
    for (const path of paths) {
      steps.push(relative(folder.path, path));
    }
    assert.deepEqual(steps, ['at ', 'at ', 'a.tf', 'at in', 'in/b.tf', 'at link', 'at link', 'link/c.tf']);
  });

  if (hasDevices) {
    it('tells of rules that it cannot read, and goes on without them', () => {
      const { files, problems } = walked({
        '.git/info/exclude': { link: '/dev/zero' },
        '.gitignore': { pipe: true },
        'a.tf': '',
        'sub/.gitignore': { sparse: 1e9 },
        'sub/b.tf': '',
      });
      assert.deepEqual(files, ['a.tf', 'sub/b.tf']);
      assert.deepEqual(problems, [
        'unreadable .git/info/exclude',
        'unreadable .gitignore',
        'too-large sub/.gitignore',
      ]);
    });
  }

  it('reads a byte order mark in front of rules, in every file of them', () => {
    const { files } = walked({
      '.git/info/exclude': '\uFEFFa.tf\n',
      '.gitignore': '\uFEFFb.tf\n',
      'a.tf': '',
      'b.tf': '',
      'c.tf': '',
    });
    assert.deepEqual(files, ['c.tf']);
  });

  if (hasDevices) {
    it('goes on where a link leads back to itself, whatever its name', () => {
      const { files } = walked({
        '.git': { link: '.git' },
        'a.tf': '',
        'sub/.git': { link: '.git' },
        'sub/.gitignore': 'b.tf',
        'sub/b.tf': '',
        'sub/c.tf': '',
      });
      assert.deepEqual(files, ['a.tf', 'sub/c.tf']);
    });

    it('follows no link to rules, and says so, as git does', () => {
      const { files, problems } = walked({
        'rules/.git': '',
        'rules/all': '*.tf',
        'rules/.gitignore': { link: 'all' },
        'rules/a.tf': '',
      });
      assert.deepEqual(files, ['rules/a.tf']);
      assert.deepEqual(problems, ['link rules/.gitignore']);
    });
  }

  if (hasDevices) {
    it('enters no more folders in one another than anybody has', () => {
      const { files, problems } = walked({
        [`${'d/'.repeat(100)}a.tf`]: '',
        [`${'d/'.repeat(101)}b.tf`]: '',
      });
      assert.deepEqual(files, [`${'d/'.repeat(100)}a.tf`]);
      assert.deepEqual(problems, [`unreadable ${'d/'.repeat(101).slice(0, -1)}`]);
    });
  }

  it('walks into a folder that is named like a file, and tells of a path that is not there', () => {
    const { files, problems } = walked({ 'x.tf/main.tf': '' }, ['.', 'nowhere']);
    assert.deepEqual(files, ['x.tf/main.tf']);
    assert.deepEqual(problems, ['unreadable nowhere']);
  });
});
