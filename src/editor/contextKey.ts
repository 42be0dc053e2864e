import * as vscode from 'vscode';

/** Sets a key for `when` clauses. */
export function setContext(key: string, value: unknown): Thenable<void> {
  return vscode.commands.executeCommand('setContext', key, value);
}
