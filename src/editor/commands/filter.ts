import { commands } from '../contributions.ts';
import type { Command } from './context.ts';

export const showNeedingAttention: Command = {
  id: commands.showNeedingAttention,
  run: ({ view }) => view.setOnlyNeedingAttention(true),
};

export const showAll: Command = {
  id: commands.showAll,
  run: ({ view }) => view.setOnlyNeedingAttention(false),
};
