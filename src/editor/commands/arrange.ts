import { type CommandId, commands } from '../contributions.ts';
import type { Arrangement, Grouping, Order } from '../tree/arrangement.ts';
import type { Command } from './context.ts';

const groupingCommands: Readonly<Record<Grouping, CommandId>> = {
  profile: commands.groupByProfile,
  region: commands.groupByRegion,
  state: commands.groupByState,
  account: commands.groupByAccount,
  key: commands.groupByKey,
};

const orderCommands: Readonly<Record<Order, CommandId>> = {
  name: commands.sortByName,
  weight: commands.sortByWeight,
};

/** One command for each way to group the rows of the view, and for each order. */
export const arrange: readonly Command[] = [
  ...entries(groupingCommands).map(([grouping, id]) => arranging(id, { grouping })),
  ...entries(orderCommands).map(([order, id]) => arranging(id, { order })),
];

function arranging(id: CommandId, change: Partial<Arrangement>): Command {
  return { id, run: ({ view }) => view.arrange(change) };
}

function entries<K extends string>(
  record: Readonly<Record<K, CommandId>>,
): readonly (readonly [K, CommandId])[] {
  const keys = Object.keys(record) as K[];
  return keys.map(key => [key, record[key]]);
}
