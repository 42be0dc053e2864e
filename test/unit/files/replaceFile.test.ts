import assert from 'node:assert/strict';
import fs, { chmodSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { replaceFile } from '../../../src/files/replaceFile.ts';
import { TemporaryFolder } from './folder.ts';

describe('a file that is replaced', () => {
  let folder: TemporaryFolder;
  afterEach(() => folder.remove());

  it('has the new text, its mode and its encoding, and nothing stays beside it', () => {
    const encodings = {
      plain: Buffer.from('ä'),
      marked: Buffer.from('\uFEFFä'),
      little: Buffer.from('\uFEFFä', 'utf16le'),
      big: Buffer.from('\uFEFFä', 'utf16le').swap16(),
    };
    folder = new TemporaryFolder(encodings);
    const expected = {
      plain: Buffer.from('ö\n'),
      marked: Buffer.from('\uFEFFö\n'),
      little: Buffer.from('\uFEFFö\n', 'utf16le'),
      big: Buffer.from('\uFEFFö\n', 'utf16le').swap16(),
    };
    for (const [name, bytes] of Object.entries(expected)) {
      const file = join(folder.path, name);
      chmodSync(file, 0o640);
      assert.equal(replaceFile(file, 'ä', 'ö\n', [folder.path]), undefined);
      assert.deepEqual(readFileSync(file), bytes, name);
      if (process.platform !== 'win32') {
        assert.equal(statSync(file).mode & 0o777, 0o640);
      }
    }
    assert.deepEqual(readdirSync(folder.path).sort(), Object.keys(encodings).sort());
  });

  it('stays as it is where it has changed, is gone, or its bytes are more than its text', () => {
    folder = new TemporaryFolder({ changed: 'b', latin: Buffer.from([0x61, 0xe4]) });
    const replaced = (name: string, before: string) =>
      replaceFile(join(folder.path, name), before, 'new', [folder.path]);
    assert.equal(replaced('changed', 'a'), 'it has changed since it was read');
    assert.equal(replaced('gone', 'a'), 'it no longer exists');
    assert.equal(replaced('latin', 'a\uFFFD'), 'its text cannot be written back unchanged');
    assert.equal(readFileSync(join(folder.path, 'changed'), 'utf8'), 'b');
    assert.deepEqual(readdirSync(folder.path).sort(), ['changed', 'latin']);
  });

  it('stays as another program changes it while the new text is written', () => {
    folder = new TemporaryFolder({ file: 'a' });
    const file = join(folder.path, 'file');
    const { fsyncSync } = fs;
    fs.fsyncSync = descriptor => {
      fsyncSync(descriptor);
      writeFileSync(file, 'theirs');
    };
    syncBuiltinESMExports();
    try {
      assert.equal(replaceFile(file, 'a', 'ours', [folder.path]), 'it has changed since it was read');
    } finally {
      fs.fsyncSync = fsyncSync;
      syncBuiltinESMExports();
    }
    assert.equal(readFileSync(file, 'utf8'), 'theirs');
    assert.deepEqual(readdirSync(folder.path), ['file']);
  });

  if (process.platform !== 'win32') {
    it('is the one behind a link, unless the link leads out', () => {
      folder = new TemporaryFolder({
        'in/real': 'a',
        'in/link': { link: 'real' },
        'in/out': { link: '../secret' },
        secret: 'a',
      });
      const inside = join(folder.path, 'in');
      assert.equal(replaceFile(join(inside, 'link'), 'a', 'b', [inside]), undefined);
      assert.ok(lstatSync(join(inside, 'link')).isSymbolicLink());
      assert.equal(readFileSync(join(inside, 'real'), 'utf8'), 'b');
      assert.equal(replaceFile(join(inside, 'out'), 'a', 'b', [inside]), 'it is outside the scanned paths');
      assert.equal(readFileSync(join(folder.path, 'secret'), 'utf8'), 'a');
    });
  }
});
