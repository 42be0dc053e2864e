import * as vscode from 'vscode';
import { globOf } from '../core/base/glob.ts';
import { nameOf } from '../core/base/uri.ts';
import { Settling } from './settling.ts';

/** Changes that come within this many milliseconds are one change: tools write these files in several steps. */
const settlingTime = 300;

/**
 * Calls back when one of these files, or a file in one of these folders, is created, changed or deleted. The files may
 * be outside the workspace, and need not exist.
 */
export function watchFiles(
  paths: { readonly files: readonly string[]; readonly folders: readonly string[] },
  onChange: () => void,
): vscode.Disposable {
  const settling = new Settling(settlingTime, onChange);
  const changed = () => settling.changed();
  const watchers = [
    ...paths.files.map(file => {
      const uri = vscode.Uri.file(file);
      return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), globOf(nameOf(uri.toString())));
    }),
    ...paths.folders.map(folder => new vscode.RelativePattern(vscode.Uri.file(folder), '*.json')),
  ].map(pattern => vscode.workspace.createFileSystemWatcher(pattern));
  for (const watcher of watchers) {
    watcher.onDidCreate(changed);
    watcher.onDidChange(changed);
    watcher.onDidDelete(changed);
  }
  return vscode.Disposable.from(...watchers, settling);
}
