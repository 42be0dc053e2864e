import * as vscode from 'vscode';
import { consoleAddressOfTrail } from '../../core/account/consoleAddress.ts';
import { readArn } from '../../core/trail/arn.ts';
import { commands } from '../contributions.ts';
import { showInfo } from '../window.ts';
import { resourceOf } from './arns.ts';
import type { Command } from './context.ts';
import { trailFor } from './pickTrails.ts';

export const openInConsole: Command = {
  id: commands.openInConsole,
  async run(context, node) {
    const resource = resourceOf(context, node);
    if (resource) {
      await open(resource.address, resource.arn);
      return;
    }
    const shown = await trailFor(context, node, vscode.l10n.t('Select a trail to open in the AWS console'));
    if (!shown) {
      return;
    }
    await open(consoleAddressOfTrail(shown.trail.arn), shown.trail.arn);
  },
};

async function open(address: string | undefined, arn: string): Promise<void> {
  if (address) {
    await vscode.env.openExternal(vscode.Uri.parse(address, true));
  } else {
    const { partition = '' } = readArn(arn) ?? {};
    void showInfo(vscode.l10n.t('The console address of the AWS partition {0} is not known.', partition));
  }
}
