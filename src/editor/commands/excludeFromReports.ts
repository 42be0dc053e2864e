import * as vscode from 'vscode';
import { globOf } from '../../core/base/glob.ts';
import { parentOf, pathBelow } from '../../core/base/uri.ts';
import { leaveOut } from '../../core/iac/configuration/leaveOut.ts';
import { textAfter } from '../../core/iac/fix.ts';
import { section, settings } from '../contributions.ts';
import { editOfTexts } from '../documents/edits.ts';
import { strings } from '../settings.ts';
import { rewriteFile } from './rewriteFile.ts';

/**
 * Leaves a file out of what is reported: in the configuration file where there is one, since it is what everybody has, else
 * in the settings of its folder. False where the file is in no open folder.
 */
export async function excludeFromReports(uri: vscode.Uri, file: vscode.Uri | undefined): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) {
    return false;
  }
  if (!file || !(await excludedIn(file, uri, folder.uri))) {
    await excludedInSettings(folder, uri);
  }
  return true;
}

/** False where the file cannot say it. */
async function excludedIn(file: vscode.Uri, uri: vscode.Uri, within: vscode.Uri): Promise<boolean> {
  const folder = parentOf(file.toString());
  const path = folder && pathBelow(folder, uri.toString());
  if (!path) {
    return false;
  }
  const pattern = globOf(path);
  const open = vscode.workspace.textDocuments.find(one => one.uri.toString() === file.toString());
  if (open) {
    return excludedInDocument(open, pattern);
  }
  // Without a document: VS Code would keep it, and what it says, after the file is gone.
  return rewriteFile(file, within, text => {
    const edits = leaveOut(text, pattern);
    return edits && textAfter(text, edits);
  });
}

/** What somebody is typing there is theirs to save. */
async function excludedInDocument(document: vscode.TextDocument, pattern: string): Promise<boolean> {
  const wasSaved = !document.isDirty;
  const before = { uri: document.uri.toString(), text: document.getText() };
  const edits = leaveOut(before.text, pattern);
  if (!edits || !(await vscode.workspace.applyEdit(editOfTexts([{ before, edits }])))) {
    return false;
  }
  return !wasSaved || document.save();
}

async function excludedInSettings(folder: vscode.WorkspaceFolder, uri: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section, folder.uri);
  const present = strings(configuration.get(settings.diagnosticsExclude));
  const pattern = globOf(vscode.workspace.asRelativePath(uri, false));
  const target =
    (vscode.workspace.workspaceFolders?.length ?? 0) > 1
      ? vscode.ConfigurationTarget.WorkspaceFolder
      : vscode.ConfigurationTarget.Workspace;
  await configuration.update(settings.diagnosticsExclude, [...new Set([...present, pattern])], target);
}
