import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { showInfo } from '../window.ts';

/** Says what was not found in the files that were read, and scans the others if the person wants it. */
export async function offerScan(text: string): Promise<void> {
  const scan = vscode.l10n.t('Scan Workspace');
  if ((await showInfo(text, scan)) === scan) {
    await vscode.commands.executeCommand(commands.scanWorkspace);
  }
}
