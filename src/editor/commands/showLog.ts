import { commands } from '../contributions.ts';
import type { Command } from './context.ts';

export const showLog: Command = {
  id: commands.showLog,
  run: ({ log }) => log.show(),
};
