import { commands } from '../contributions.ts';
import type { Command } from './context.ts';
import { liveRowOf } from './openRecordedTrail.ts';
import { trailReferences } from './trailReferences.ts';

export const enableSseKms: Command = {
  id: commands.enableSseKms,
  async run(context, node, selected) {
    const row = node?.kind === 'recorded' ? await liveRowOf(context, node) : node;
    if (!row && node) {
      return;
    }
    const trails = trailReferences(context, row, selected, 'without-key');
    await (await context.wizard()).changeKey({ purpose: 'enable', trails });
  },
};
