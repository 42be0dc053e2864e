import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { memoryScheme } from './scheme.ts';

/** Runs in the extension host: the files that were packed beside it become a file system that is on no disk. */
export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const path = vscode.Uri.joinPath(extensionUri, 'files.json').fsPath;
  const files: Readonly<Record<string, string>> = JSON.parse(readFileSync(path, 'utf8'));
  const provider = new MemoryFiles(files);
  subscriptions.push(vscode.workspace.registerFileSystemProvider(memoryScheme, provider));
}

interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/** Files that can be read and written. It offers no search: that is left to the extensions of VS Code itself. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, MemoryFile>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) {
      this.#files.set(path, { bytes: new TextEncoder().encode(text), mtime: 1 });
    }
  }

  watch(): vscode.Disposable {
    return { dispose: () => {} };
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const file = this.#files.get(path);
    if (file) return { type: vscode.FileType.File, ctime: 1, mtime: file.mtime, size: file.bytes.length };
    if (this.#below(path).length === 0) throw vscode.FileSystemError.FileNotFound(path);
    return { type: vscode.FileType.Directory, ctime: 1, mtime: 1, size: 0 };
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const below = this.#below(path);
    if (below.length === 0) throw vscode.FileSystemError.FileNotFound(path);
    const names = new Map(
      below.map(one => {
        const [name = '', ...deeper] = posix.relative(path, one).split('/');
        return [name, deeper.length > 0 ? vscode.FileType.Directory : vscode.FileType.File];
      }),
    );
    return [...names];
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const file = this.#files.get(path);
    if (!file) throw vscode.FileSystemError.FileNotFound(path);
    return file.bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    const former = this.#files.get(uri.path);
    this.#files.set(uri.path, { bytes, mtime: (former?.mtime ?? 0) + 1 });
    const type = former ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.#changes.fire([{ type, uri }]);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions('There are folders only where there are files.');
  }

  delete({ path }: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(path);
  }

  rename({ path }: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(path);
  }

  #below(folder: string): readonly string[] {
    const start = folder.endsWith('/') ? folder : `${folder}/`;
    return [...this.#files.keys()].filter(path => path.startsWith(start));
  }
}
