import { commands } from '../contributions.ts';
import type { Command } from './context.ts';

export const cancelRefresh: Command = {
  id: commands.cancelRefresh,
  run: ({ view }) => {
    view.inventory.cancel();
    view.organizations.cancel();
  },
};
