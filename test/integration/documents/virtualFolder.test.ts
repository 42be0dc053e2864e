import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { gate, headerAt, shownIs, trail } from './documents.ts';
import { changeOf, using } from './ownScan.ts';

const scheme = 'slow';
const root = vscode.Uri.parse(`${scheme}:/acme`);
const at = (name: string) => vscode.Uri.joinPath(root, name);

/** Files without folders. A listing may be held: it answers with what was there when it began. */
class SlowFiles implements vscode.FileSystemProvider {
  readonly #names = new Set<string>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  #held: { readonly begun: () => void; readonly answered: Promise<void> } | undefined;
  readonly onDidChangeFile = this.#changes.event;

  holdListing() {
    const [began, answered] = [gate(), gate()];
    this.#held = { begun: began.open, answered: answered.passed };
    return { hasBegun: began.passed, answer: answered.open };
  }

  write(uri: vscode.Uri): void {
    this.#names.add(uri.path);
    this.#changes.fire([{ type: vscode.FileChangeType.Created, uri }]);
  }

  watch(): vscode.Disposable {
    return { dispose: () => {} };
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const isFile = this.#names.has(path);
    if (!isFile && path !== root.path) throw vscode.FileSystemError.FileNotFound(path);
    const type = isFile ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 1, mtime: 1, size: isFile ? trail.length : 0 };
  }

  async readDirectory(): Promise<[string, vscode.FileType][]> {
    const names = [...this.#names];
    const held = this.#held;
    this.#held = undefined;
    held?.begun();
    await held?.answered;
    return names.map(path => [path.slice(root.path.length + 1), vscode.FileType.File]);
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    if (!this.#names.has(path)) throw vscode.FileSystemError.FileNotFound(path);
    return new TextEncoder().encode(trail);
  }

  createDirectory({ path }: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(path);
  }

  writeFile({ path }: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(path);
  }

  delete({ path }: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(path);
  }

  rename({ path }: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(path);
  }
}

describe('a folder on a file system of its own', () => {
  const files = new SlowFiles();
  let registered: vscode.Disposable;

  before(async () => {
    registered = vscode.workspace.registerFileSystemProvider(scheme, files);
    files.write(at('first.tf'));
    await foldersChange(() => vscode.workspace.updateWorkspaceFolders(2, 0, { uri: root }));
  });

  after(async () => {
    await foldersChange(() => vscode.workspace.updateWorkspaceFolders(2, 1));
    registered.dispose();
  });

  it('is scanned with what comes while it is listed', async () => {
    await using({ warn: () => {} }, async own => {
      const listing = files.holdListing();
      const scanned = own.scan.run(() => {}, new vscode.CancellationTokenSource().token);
      await listing.hasBegun;
      const told = changeOf(own, at('second.tf'));
      files.write(at('second.tf'));
      await told;
      listing.answer();
      await scanned;
      assert.deepEqual(
        ['first.tf', 'second.tf'].map(name => own.readings.get(at(name))?.assessments.length),
        [1, 1],
      );
    });
  });

  it('is scanned when it is added to what was scanned, and forgotten when it is removed', async () => {
    await vscode.commands.executeCommand('cloudtrailEncryption.scanWorkspace');
    await shownIs(at('first.tf'), [headerAt(1)]);
    await foldersChange(() => vscode.workspace.updateWorkspaceFolders(2, 1));
    await shownIs(at('first.tf'), []);
    await foldersChange(() => vscode.workspace.updateWorkspaceFolders(2, 0, { uri: root }));
    await shownIs(at('first.tf'), [headerAt(1)]);
  });
});

async function foldersChange(change: () => boolean): Promise<void> {
  const changed = new Promise<void>(resolve => {
    const listening = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listening.dispose();
      resolve();
    });
  });
  assert.ok(change());
  await changed;
}
