import * as vscode from 'vscode';
import { consoleAddressOfTrail } from '../../core/account/partition.ts';
import { commands } from '../contributions.ts';
import { showInfo } from '../window.ts';
import type { Command } from './context.ts';
import { trailFor } from './pickTrails.ts';

export const openInConsole: Command = {
  id: commands.openInConsole,
  async run(context, node) {
    const shown = await trailFor(context, node, vscode.l10n.t('Trail to open in the AWS console'));
    if (!shown) {
      return;
    }
    const address = consoleAddressOfTrail(shown.trail.arn);
    if (address) {
      await vscode.env.openExternal(vscode.Uri.parse(address, true));
    } else {
      void showInfo(
        vscode.l10n.t('The console address of the partition {0} is not known.', shown.identity.partition),
      );
    }
  },
};
