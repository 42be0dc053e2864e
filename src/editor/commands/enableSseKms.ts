import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';

export const enableSseKms: Command = {
  id: commands.enableSseKms,
  async run(context, node, selected) {
    const trails = trailReferences(context, node, selected, 'without-key');
    await (await context.wizard()).changeKey({ purpose: 'enable', trails });
  },
};
