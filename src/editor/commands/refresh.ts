import { commands } from '../contributions.ts';
import type { Node } from '../tree/node.ts';
import type { Command, CommandContext } from './context.ts';

/** Reads again: the Region of a row, a profile, or the profiles and everything that was read before. */
export const refresh: Command = {
  id: commands.refresh,
  run: (context, node) => (node && 'profile' in node ? refreshRow(context, node) : context.view.readAgain()),
};

function refreshRow({ view: { inventory, organizations } }: CommandContext, node: Node): Promise<void> {
  if ('aggregator' in node && node.kind !== 'searchResult') {
    return organizations.refresh(node.aggregator);
  }
  if (node.kind === 'search' || node.kind === 'searchResult') {
    return organizations.find(node.profile);
  }
  const isInRegion = node.kind === 'region' || node.kind === 'trail' || node.kind === 'detail';
  return isInRegion ? inventory.refresh(node.profile, node.region) : inventory.refresh(node.profile);
}
