import * as vscode from 'vscode';
import { type InputSetting, readInputSetting } from '../../core/iac/inputSetting.ts';
import type { InputSet } from '../../core/iac/inputs.ts';
import { section, settings } from '../contributions.ts';

/** What the setting `inputs` says for a folder of the workspace. */
export function inputSetting(folder: vscode.Uri): InputSetting {
  const written = vscode.workspace.getConfiguration(section, folder).get(settings.inputs);
  return readInputSetting(written, folder.toString());
}

/** The sets of inputs that are named for what belongs together with a document; none for what lies in no folder. */
export function inputsOf(uri: vscode.Uri): readonly InputSet[] {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder ? inputSetting(folder.uri).sets : [];
}

/** The file in which the setting stands for a folder; undefined for a person's own settings, whose place VS Code does not tell. */
export function settingFileOf(folder: vscode.Uri): vscode.Uri | undefined {
  const found = vscode.workspace.getConfiguration(section, folder).inspect(settings.inputs);
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const ownFile = (uri: vscode.Uri) => vscode.Uri.joinPath(uri, '.vscode/settings.json');
  if (found?.workspaceFolderValue !== undefined) {
    return ownFile(folder);
  }
  if (found?.workspaceValue === undefined) {
    return undefined;
  }
  const [first] = workspaceFolders;
  return workspaceFile ?? (first && ownFile(first.uri));
}
