import { commands } from '../contributions.ts';
import type { Node } from '../tree/node.ts';
import type { Command, CommandContext } from './context.ts';

/** Reads again: a Region where the row stands for one, a profile, or everything that was read before. */
export const refresh: Command = {
  id: commands.refresh,
  async run(context, node) {
    await context.view.listed();
    await (node ? refreshRow(context, node) : refreshAll(context));
  },
};

function refreshRow({ view: { inventory } }: CommandContext, node: Node): Promise<void> {
  const isInRegion = node.kind === 'region' || node.kind === 'trail' || node.kind === 'detail';
  return isInRegion ? inventory.refresh(node.profile, node.region) : inventory.refresh(node.profile);
}

async function refreshAll({ view: { inventory } }: CommandContext): Promise<void> {
  const read = inventory.states().filter(state => state.phase !== 'not-loaded');
  await Promise.all(read.map(state => inventory.refresh(state.profile.name)));
}
