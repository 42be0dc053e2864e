import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { trailReferences } from './trailReferences.ts';
import { inTrustedWorkspace } from './trusted.ts';

export const enableSseKms: Command = inTrustedWorkspace({
  id: commands.enableSseKms,
  async run(context, node, selected) {
    const trails = trailReferences(context, node, selected, 'without-key');
    await (await context.wizard()).changeKey({ purpose: 'enable', trails });
  },
});
