import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';

/** The commands that would enable SSE-KMS, or change the key where every trail has one. */
export const copyAsCli: Command = {
  id: commands.copyAsCli,
  async run(context, node, selected) {
    const all = trailReferences(context, node, selected, 'any');
    const without = trailReferences(context, node, selected, 'without-key');
    const purpose = all.length > 0 && without.length === 0 ? 'change' : 'enable';
    const trails = purpose === 'change' ? all : without;
    await (await context.wizard()).changeKey({ purpose, trails, copyOnly: true });
  },
};
