import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';
import { inTrustedWorkspace } from './trusted.ts';

export const restoreEncryption: Command = inTrustedWorkspace({
  id: commands.restoreEncryption,
  async run(context, node, selected) {
    const trails = trailReferences(context, node, selected, 'any');
    await (await context.wizard()).restorePrevious(trails);
  },
});
