import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { endingBeside, join, nameOf, parentOf, pathBelow } from '../../../../src/core/base/uri.ts';
import { holds } from '../../holds.ts';

describe('addresses', () => {
  const parents: readonly (readonly [string, string | undefined])[] = [
    ['file:///infra/main.tf', 'file:///infra'],
    ['file:///infra/', 'file:///'],
    ['file:///main.tf', 'file:///'],
    ['file:///', undefined],
    ['file:///c%3A/infra/main.tf', 'file:///c%3A/infra'],
    ['vscode-vfs://github/acme/infra/main.tf', 'vscode-vfs://github/acme/infra'],
    [
      'vscode-remote://ssh-remote%2Bhost/home/me/main.tf?x=/y#/z',
      'vscode-remote://ssh-remote%2Bhost/home/me',
    ],
    ['memfs:/infra/main.tf', 'memfs:/infra'],
    ['untitled:Untitled-1', undefined],
    ['untitled:/infra/new.tf', 'untitled:/infra'],
    ['not an address', undefined],
  ];
  for (const [uri, parent] of parents) {
    it(`${uri} lies in ${parent}`, () => assert.equal(parentOf(uri), parent));
  }

  const joined: readonly (readonly [string, string, string | undefined])[] = [
    ['file:///infra/live', '../modules/audit', 'file:///infra/modules/audit'],
    ['file:///infra/live/', './a b/c#d.json', 'file:///infra/live/a%20b/c%23d.json'],
    ['file:///infra', '', 'file:///infra/'.slice(0, -1)],
    ['file:///infra', '.', 'file:///infra'],
    ['file:///infra', '..', 'file:///'],
    ['file:///infra', '../..', undefined],
    ['file:///infra', 'modules\\audit', 'file:///infra/modules/audit'],
    ['file:///a%20b', 'c', 'file:///a%20b/c'],
    ['file:///c%3A/infra', 'C:\\other\\x.tf', 'file:///c%3A/other/x.tf'],
    ['file:///infra', '/etc/x.json', 'file:///etc/x.json'],
    ['file:///infra', 'a%20b', 'file:///infra/a%2520b'],
    ['file:///infra', "it's(1)!*.tf", 'file:///infra/it%27s%281%29%21%2A.tf'],
    ['vscode-vfs://github/acme', 'x', 'vscode-vfs://github/acme/x'],
    ['vscode-vfs://github', 'x', 'vscode-vfs://github/x'],
    ['untitled:Untitled-1', 'x', undefined],
  ];
  for (const [folder, relative, result] of joined) {
    it(`${folder} and ${relative} make ${result}`, () => assert.equal(join(folder, relative), result));
  }

  it('names what they end in, decoded', () => {
    assert.deepEqual(
      [
        'file:///a/main.tf',
        'file:///a/b%20c.tf',
        'untitled:Untitled-1',
        'file:///',
        'file:///100%.tf',
        'file:///a/',
        'memfs:/a/b.tf?x=/c.tf',
        'vscode-vfs://github',
      ].map(nameOf),
      ['main.tf', 'b c.tf', 'Untitled-1', '', '100%.tf', 'a', 'b.tf', ''],
    );
  });

  it('tell folders of the same name apart by as much of their paths as that takes', () => {
    const folders = ['file:///teams/a/infra', 'file:///teams/b%20c/infra', 'file:///infra'];
    assert.deepEqual(
      folders.map(one =>
        endingBeside(
          one,
          folders.filter(other => other !== one),
        ),
      ),
      ['a/infra', 'b c/infra', 'infra'],
    );
  });

  it('tell the way below a folder', () => {
    assert.equal(pathBelow('file:///infra', 'file:///infra/a%20b/main.tf'), 'a b/main.tf');
    assert.equal(pathBelow('file:///infra/', 'file:///infra'), '');
    assert.equal(pathBelow('file:///infra', 'file:///infrastructure/main.tf'), undefined);
    assert.equal(pathBelow('file:///infra', 'memfs:/infra/main.tf'), undefined);
  });

  it('lead back to the folder from any name', () => {
    const name = fc
      .string({ minLength: 1 })
      .filter(text => !/^\.{1,2}$|[\\/]/.test(text) && !/\p{Cs}/u.test(text));
    holds(
      fc.property(name, text => {
        const uri = join('file:///infra/live', text);
        assert.ok(uri);
        assert.equal(parentOf(uri), 'file:///infra/live');
        assert.equal(nameOf(uri), text);
        assert.equal(new URL(uri).href, new URL(uri).toString());
      }),
    );
  });

  it('lie in the folder that is one step up, whatever they are made of', () => {
    const part = fc.constantFrom('', 'a', 'b c', '%20', '?', '#', ':', '.', '..', 'é');
    const scheme = fc.constantFrom('file://', 'vscode-vfs://github', 'untitled:', 'x');
    holds(
      fc.property(scheme, fc.array(part, { maxLength: 6 }), (root, parts) => {
        const uri = `${root}/${parts.join('/')}`;
        assert.equal(parentOf(uri), join(uri, '..'));
      }),
      { examples: [['x', [':', '', '', 'a', '%20']]] },
    );
  });
});
