import * as vscode from 'vscode';

/** Moves the cursor to the start of a finding and opens the menu of its fixes. */
export async function showFixes(uri: vscode.Uri, position: vscode.Position): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(position, position) });
  await vscode.commands.executeCommand('editor.action.quickFix');
}
