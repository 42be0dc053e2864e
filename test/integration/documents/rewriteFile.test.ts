import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { rewriteFile } from '../../../src/editor/commands/rewriteFile.ts';
import { folder, useFolder, write } from './documents.ts';

describe('a file that is changed without being opened', () => {
  const at = useFolder('rewritten');

  it('keeps what another program wrote meanwhile', async () => {
    const file = await write(at('own.json'), 'one');
    const isDone = await rewriteFile(
      file,
      folder(),
      writingBetween(() => writeFileSync(file.fsPath, 'two')),
    );
    assert.deepEqual([isDone, await textOf(file)], [true, 'two, and more']);
  });

  it('keeps it on a file system of an extension too', async () => {
    const disk = new OneFile('one');
    const registration = vscode.workspace.registerFileSystemProvider('one-file', disk);
    try {
      const file = vscode.Uri.parse('one-file:/own.json');
      const isDone = await rewriteFile(
        file,
        file,
        writingBetween(() => disk.put('two')),
      );
      assert.deepEqual([isDone, await textOf(file)], [true, 'two, and more']);
    } finally {
      registration.dispose();
    }
  });

  it('is left alone where others do not stop writing it', async () => {
    const file = await write(at('busy.json'), '0');
    let count = 0;
    const isDone = await rewriteFile(file, folder(), text => {
      writeFileSync(file.fsPath, `${++count}`);
      return `${text}, and more`;
    });
    assert.deepEqual([isDone, await textOf(file)], [false, `${count}`]);
  });
});

/** Somebody else writes once, between the first reading and the writing. */
function writingBetween(writeOnce: () => void): (text: string) => string {
  let isWritten = false;
  return text => {
    if (!isWritten) {
      isWritten = true;
      writeOnce();
    }
    return `${text}, and more`;
  };
}

async function textOf(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

class OneFile implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  #bytes: Uint8Array;
  #time = 1;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
  }

  put(text: string): void {
    this.writeFile(undefined, Buffer.from(text));
  }

  stat(): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#time, size: this.#bytes.length };
  }

  readFile(): Uint8Array {
    return this.#bytes;
  }

  writeFile(_: unknown, bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#time++;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {}
  delete(): void {}
  rename(): void {}
}
