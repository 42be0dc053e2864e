import * as vscode from 'vscode';
import type { InventoryTrail } from '../../core/account/state.ts';
import { type CommandId, commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailsFor } from './pickTrails.ts';

export const copyArn: Command = copying(
  commands.copyArn,
  ({ trail }) => trail.arn,
  () => vscode.l10n.t('Trails whose ARN to copy'),
);

export const copyName: Command = copying(
  commands.copyName,
  ({ trail }) => trail.name,
  () => vscode.l10n.t('Trails whose name to copy'),
);

/** Several trails are copied one to a line. */
function copying(id: CommandId, text: (trail: InventoryTrail) => string, placeholder: () => string): Command {
  return {
    id,
    async run(context, node, selected) {
      const trails = await trailsFor(context, node, selected, placeholder());
      if (trails.length > 0) {
        await vscode.env.clipboard.writeText(trails.map(text).join('\n'));
      }
    },
  };
}
