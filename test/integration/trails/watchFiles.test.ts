import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { watchFiles } from '../../../src/editor/watchFiles.ts';

describe('files outside the workspace', () => {
  let folder = '';
  let watching: vscode.Disposable | undefined;
  let told = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'watched-'));
    told = 0;
  });

  afterEach(() => {
    watching?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are watched though they do not exist yet, and changes in quick succession are one', async () => {
    const file = join(folder, 'config');
    watching = watchFiles({ files: [file], folders: [] }, () => told++);
    await settled();
    writeFileSync(file, 'one');
    writeFileSync(file, 'two');
    await tellsOnce('making it');
    writeFileSync(file, 'three');
    await tellsOnce('changing it');
    rmSync(file);
    await tellsOnce('deleting it');
  });

  it('are watched whatever their names', async () => {
    const file = join(folder, 'config [work] {1}');
    watching = watchFiles({ files: [file], folders: [] }, () => told++);
    await settled();
    writeFileSync(file, 'one');
    await tellsOnce('making it');
  });

  it('of the neighbourhood are none of our business', async () => {
    watching = watchFiles({ files: [join(folder, 'config')], folders: [] }, () => told++);
    await settled();
    writeFileSync(join(folder, 'config.backup'), 'one');
    await settled();
    await settled();
    assert.equal(told, 0);
  });

  it('in a folder of tokens are watched, whatever their names', async () => {
    const cache = join(folder, 'cache');
    mkdirSync(cache);
    watching = watchFiles({ files: [], folders: [cache] }, () => told++);
    await settled();
    writeFileSync(join(cache, '0123456789abcdef.json'), '{}');
    await tellsOnce('a new token');
  });

  it('tell nothing any more when watching has ended', async () => {
    const file = join(folder, 'config');
    watching = watchFiles({ files: [file], folders: [] }, () => told++);
    await settled();
    writeFileSync(file, 'one');
    watching.dispose();
    await settled();
    await settled();
    assert.equal(told, 0);
  });

  async function tellsOnce(what: string): Promise<void> {
    const before = told;
    const deadline = Date.now() + 10_000;
    while (told === before) {
      assert.ok(Date.now() < deadline, `${what} was not told`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await settled();
    assert.equal(told, before + 1, what);
  }
});

/** Longer than changes are gathered, and than a watcher needs to begin. */
function settled(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 700));
}
