import type { Repair } from '../../core/account/repairs.ts';
import { type CommandId, commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';

export const enableKey: Command = repairing(commands.enableKey, 'enable-key');

export const cancelKeyDeletion: Command = repairing(commands.cancelKeyDeletion, 'cancel-deletion');

export const startLogging: Command = repairing(commands.startLogging, 'start-logging');

/** Puts trails back to work without another key. */
function repairing(id: CommandId, repair: Repair): Command {
  return {
    id,
    async run(context, node, selected) {
      const trails = trailReferences(context, node, selected, 'any');
      await (await context.wizard()).repair({ repair, trails });
    },
  };
}
