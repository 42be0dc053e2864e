import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';

export const showHistory: Command = {
  id: commands.showHistory,
  async run(context, node) {
    const [trail] = trailReferences(context, node, undefined, 'any');
    await (await context.wizard()).showHistory(trail);
  },
};
