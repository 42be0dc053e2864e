import * as vscode from 'vscode';
import { parentOf } from '../../core/base/uri.ts';
import { foreignFolders } from '../../core/iac/candidates.ts';
import { inTime } from '../inTime.ts';
import type { Log } from '../log.ts';
import { Settling } from '../settling.ts';
import { patience } from './fileBytes.ts';
import { filesBelow } from './folderContent.ts';

/** What happened to a file or folder. The deletion of a folder is one change, without its files. */
export interface FileChange {
  readonly uri: vscode.Uri;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** Changes within this many milliseconds are reported together: a checkout changes hundreds of files at once. */
const settlingTime = 150;

/**
 * The one file watcher over the workspace. It watches every name, because only then is the deletion of a folder
 * reported. Of a folder that is created, VS Code may report nothing else: neither the files that it was moved with, nor
 * those that were written before it was watched. They are looked for, and reported after it.
 */
export class WorkspaceFiles implements vscode.Disposable {
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**');
  readonly #settled = new vscode.EventEmitter<readonly FileChange[]>();
  readonly #each = new vscode.EventEmitter<FileChange>();
  readonly #pending = new Map<string, FileChange>();
  readonly #settling = new Settling(settlingTime, () => this.#report());
  readonly #closing = new vscode.CancellationTokenSource();
  readonly #log: Log;

  /** Fires at once, for caches: a later reading sees the new file. */
  readonly onEachChange = this.#each.event;
  /** Fires when the changes have settled. */
  readonly onDidChange = this.#settled.event;

  constructor(log: Log) {
    this.#log = log;
    this.#watcher.onDidCreate(uri => this.#changed({ uri, kind: 'created' }));
    this.#watcher.onDidChange(uri => this.#changed({ uri, kind: 'changed' }));
    this.#watcher.onDidDelete(uri => this.#changed({ uri, kind: 'deleted' }));
  }

  /** Whether a change of this file or folder is reported. VS Code leaves out folders of downloads by default. */
  isWatched(uri: vscode.Uri): boolean {
    return (
      vscode.workspace.getWorkspaceFolder(uri) !== undefined &&
      !uri.path.split('/').some(name => foreignFolders.has(name))
    );
  }

  dispose(): void {
    this.#closing.cancel();
    vscode.Disposable.from(this.#closing, this.#settling, this.#watcher, this.#settled, this.#each).dispose();
  }

  #changed(change: FileChange): void {
    if (!this.isWatched(change.uri)) {
      return;
    }
    this.#each.fire(change);
    // Of a folder, both count that it was deleted and that it was created.
    this.#pending.set(`${change.kind} ${change.uri}`, change);
    this.#settling.changed();
  }

  #report(): void {
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    this.#settled.fire(changes);
    this.#reportContent(changes).catch(error => this.#log.error(String(error)));
  }

  /**
   * Reports the files in folders that were created, as far as they are not among the changes. A folder that has changed stands where another
   * one was, since VS Code reports a deletion and a creation in quick succession as one change: what was known of that one is gone.
   */
  async #reportContent(changes: readonly FileChange[]): Promise<void> {
    const present = changes.filter(({ kind }) => kind !== 'deleted').map(({ uri }) => uri);
    const folders = await foldersAmong(outermost(present));
    const reported = new Set(changes.map(({ uri }) => uri.toString()));
    const changed = new Set(changes.flatMap(({ uri, kind }) => (kind === 'changed' ? [uri.toString()] : [])));
    const isReplaced = (folder: vscode.Uri) => changed.has(folder.toString());
    const found = await Promise.all(
      folders.map(folder =>
        filesBelow(folder, {
          isWanted: uri => isReplaced(folder) || !reported.has(uri),
          isExcluded: path => foreignFolders.has(path.slice(path.lastIndexOf('/') + 1)),
          log: this.#log,
          token: this.#closing.token,
        }),
      ),
    );
    if (this.#closing.token.isCancellationRequested) {
      return;
    }
    const former = folders.map(uri => ({ uri, kind: 'deleted' as const }));
    const more = found.flat().map(uri => ({ uri, kind: 'created' as const }));
    // A folder that was looked for in vain is known, too: as one without files and folders.
    for (const change of [...former, ...more]) {
      this.#each.fire(change);
    }
    const all = [...former.filter(({ uri }) => isReplaced(uri)), ...more];
    if (all.length > 0) {
      this.#settled.fire(all);
    }
  }
}

/** Those that are in no other one: what is inside a folder is found with it. */
function outermost(uris: readonly vscode.Uri[]): readonly vscode.Uri[] {
  const all = new Set(uris.map(String));
  const isInside = (uri: string): boolean => {
    const parent = parentOf(uri);
    return parent !== undefined && (all.has(parent) || isInside(parent));
  };
  return uris.filter(uri => !isInside(uri.toString()));
}

/** A name that is asked for and gone again is none. */
async function foldersAmong(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const types = await Promise.all(uris.map(typeOf));
  return uris.filter((_, index) => types[index] === vscode.FileType.Directory);
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    return (await inTime(Promise.resolve(vscode.workspace.fs.stat(uri)), patience)).type;
  } catch {
    return undefined;
  }
}

/** Whether an address is that of the change, or in the folder that changed. */
export function concerns({ uri }: FileChange, address: string): boolean {
  const changed = uri.toString();
  return address === changed || address.startsWith(`${changed}/`);
}
