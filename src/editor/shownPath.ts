import * as vscode from 'vscode';
import { endingBeside, pathBelow } from '../core/base/uri.ts';

/**
 * A path as VS Code shows it: from its workspace folder, with the folder's name in front where there are several. Where two folders have
 * the same name, as much of their paths as tells them apart.
 */
export function shownPath(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const alike = (vscode.workspace.workspaceFolders ?? []).filter(
    other => other !== folder && other.name === folder?.name,
  );
  const below = folder && alike.length > 0 ? pathBelow(`${folder.uri}`, `${uri}`) : undefined;
  return folder && below !== undefined
    ? `${endingBeside(
        `${folder.uri}`,
        alike.map(other => `${other.uri}`),
      )}/${below}`
    : vscode.workspace.asRelativePath(uri);
}
