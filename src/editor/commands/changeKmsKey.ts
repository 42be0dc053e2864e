import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';

export const changeKmsKey: Command = {
  id: commands.changeKmsKey,
  async run(context, node, selected) {
    const trails = trailReferences(context, node, selected, 'with-key');
    await (await context.wizard()).changeKey({ purpose: 'change', trails });
  },
};
