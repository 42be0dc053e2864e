import * as vscode from 'vscode';
import { showInfo } from '../window.ts';
import type { Command } from './context.ts';

/**
 * A command that reads or changes an account. The manifest hides those that change one in Restricted Mode; a command that is
 * called there anyway gives one answer.
 */
export function inTrustedWorkspace(command: Command): Command {
  return {
    id: command.id,
    async run(context, node, selected) {
      if (vscode.workspace.isTrusted) {
        await command.run(context, node, selected);
        return;
      }
      const manage = vscode.l10n.t('Manage Workspace Trust');
      const text = vscode.l10n.t('In Restricted Mode, no AWS account is read and nothing is changed.');
      if ((await showInfo(text, manage)) === manage) {
        await vscode.commands.executeCommand('workbench.trust.manage');
      }
    },
  };
}
