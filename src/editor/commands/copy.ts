import * as vscode from 'vscode';
import type { InventoryTrail } from '../../core/account/state.ts';
import { type CommandId, commands } from '../contributions.ts';
import { copy } from '../window.ts';
import { resourceOf } from './arns.ts';
import { type Command, rowsOf } from './context.ts';
import { trailsFor } from './pickTrails.ts';

/** On the row of a key or a bucket, the ARN of that; else of trails. */
export const copyArn: Command = {
  id: commands.copyArn,
  async run(context, node, selected) {
    const rows = resourceOf(context, node) ? rowsOf(node, selected) : [];
    const resources = rows.flatMap(row => resourceOf(context, row) ?? []);
    const named =
      resources.length > 0
        ? resources
        : (await trailsFor(context, node, selected, vscode.l10n.t('Select trails to copy their ARNs'))).map(
            ({ trail }) => trail,
          );
    if (named.length > 0) {
      const arns = new Set(named.map(({ arn }) => arn));
      await copy([...arns].join('\n'), copied(arns.size));
    }
  },
};

export const copyName: Command = copying(
  commands.copyName,
  ({ trail }) => trail.name,
  () => vscode.l10n.t('Select trails to copy their names'),
);

function copied(count: number): string {
  return count === 1 ? vscode.l10n.t('Copied') : vscode.l10n.t('Copied {0} lines', count);
}

/** Several trails are copied one to a line. */
function copying(id: CommandId, text: (trail: InventoryTrail) => string, placeholder: () => string): Command {
  return {
    id,
    async run(context, node, selected) {
      const trails = await trailsFor(context, node, selected, placeholder());
      if (trails.length > 0) {
        await copy(trails.map(text).join('\n'), copied(trails.length));
      }
    },
  };
}
