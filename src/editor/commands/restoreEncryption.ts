import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';

export const restoreEncryption: Command = {
  id: commands.restoreEncryption,
  async run(context, node, selected) {
    const trails = trailReferences(context, node, selected, 'any');
    await (await context.wizard()).restorePrevious(trails);
  },
};
