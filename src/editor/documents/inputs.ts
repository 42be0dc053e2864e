import * as vscode from 'vscode';
import { type InputSetting, readInputSetting } from '../../core/iac/inputSetting.ts';
import { section, settings } from '../contributions.ts';

/** The setting `inputs` for a folder of the workspace; undefined if it is not set. */
export function inputSetting(folder: vscode.Uri): InputSetting | undefined {
  const configuration = vscode.workspace.getConfiguration(section, folder);
  const found = configuration.inspect(settings.inputs);
  const isSet = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].some(
    value => value !== undefined,
  );
  return isSet ? readInputSetting(configuration.get(settings.inputs), folder.toString()) : undefined;
}

/** The file that contains the setting for a folder; undefined for user settings, whose place VS Code does not tell. */
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
