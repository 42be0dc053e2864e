import * as vscode from 'vscode';
import { commands, views } from '../contributions.ts';
import type { TrailsInCode } from '../documents/index.ts';
import { showInfo } from '../window.ts';
import type { Command } from './context.ts';

/** Scans every file of the workspace for declared trails, open or not. */
export const scanWorkspace: Command = {
  id: commands.scanWorkspace,
  run: ({ code }) => {
    // Who calls it from the palette has perhaps another container open, and would see no result. The keyboard stays where it is.
    void vscode.commands.executeCommand(`${views.code}.focus`, { preserveFocus: true });
    return runScan(code, vscode.ProgressLocation.Notification);
  },
};

/** Scans with progress and a way to cancel. The view shows the progress too. */
export async function runScan(code: TrailsInCode, location: vscode.ProgressLocation): Promise<void> {
  if (!vscode.workspace.workspaceFolders) {
    void showInfo(
      vscode.l10n.t(
        'No folder is open. Open the folder that contains the infrastructure code, and scan again.',
      ),
    );
    return;
  }
  const title = vscode.l10n.t('Scanning for declared trails');
  const scan = vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    let shown = 0;
    return code.scan.run(({ looked, all, trails }) => {
      if (looked - shown >= all / 100 || looked === all) {
        const message = vscode.l10n.t('{0} of {1} files, {2} trails', looked, all, trails);
        progress.report({ message, increment: ((looked - shown) / Math.max(all, 1)) * 100 });
        shown = looked;
      }
    }, token);
  });
  // A failure is reported once, by the caller that waits for the scan itself.
  const ended = scan.then(undefined, () => undefined);
  void vscode.window.withProgress({ location: { viewId: views.code } }, () => ended);
  await scan;
}
