import * as vscode from 'vscode';
import { foreignFolders } from '../../core/iac/candidates.ts';
import { Settling } from '../settling.ts';

/** What happened to a file or folder. The deletion of a folder is one change, without its files. */
export interface FileChange {
  readonly uri: vscode.Uri;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** Changes within this many milliseconds are reported together: a checkout changes hundreds of files at once. */
const settlingTime = 150;

/**
 * The one file watcher over the workspace. It watches every name, because only then is the deletion of a folder
 * reported.
 */
export class WorkspaceFiles implements vscode.Disposable {
  readonly #watcher = vscode.workspace.createFileSystemWatcher('**');
  readonly #settled = new vscode.EventEmitter<readonly FileChange[]>();
  readonly #each = new vscode.EventEmitter<FileChange>();
  readonly #pending = new Map<string, FileChange>();
  readonly #settling = new Settling(settlingTime, () => {
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    this.#settled.fire(changes);
  });

  /** Fires at once, for caches: a later reading sees the new file. */
  readonly onEachChange = this.#each.event;
  /** Fires when the changes have settled. */
  readonly onDidChange = this.#settled.event;

  constructor() {
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

  /** The changes from now on, until it is disposed of. */
  record(): vscode.Disposable & { readonly changes: readonly FileChange[] } {
    const changes: FileChange[] = [];
    const listening = this.onEachChange(change => changes.push(change));
    return { changes, dispose: () => listening.dispose() };
  }

  dispose(): void {
    vscode.Disposable.from(this.#settling, this.#watcher, this.#settled, this.#each).dispose();
  }

  #changed(change: FileChange): void {
    if (!this.isWatched(change.uri)) {
      return;
    }
    this.#each.fire(change);
    this.#pending.set(change.uri.toString(), change);
    this.#settling.changed();
  }
}

/** Whether an address is that of the change, or in the folder that changed. */
export function concerns({ uri }: FileChange, address: string): boolean {
  const changed = uri.toString();
  return address === changed || address.startsWith(`${changed}/`);
}
