import { memberOrIndex, removalOf } from '../expressions.ts';
import type { Argument, Assign, Call, Entry, Spread } from '../syntax.ts';

/** Methods that change a dictionary. */
export const changingMethods: readonly string[] = ['pop', 'setdefault', 'update', 'clear'];

/** What a call of such a method does to the dictionary; undefined where it is called on nothing. */
export function changeBy({ callee, args, range }: Call): Assign | undefined {
  if (callee.kind !== 'member') {
    return undefined;
  }
  const { object, name: method } = callee;
  const [key, usual] = args;
  const item = key && memberOrIndex(object, key.value, range);
  if (method === 'pop' && item) {
    return removalOf(item, range);
  }
  if (method === 'setdefault' && item && usual) {
    return { kind: 'assign', target: item, value: usual.value, operator: '??=', range };
  }
  const value =
    method === 'update'
      ? ({ kind: 'object', form: 'braces', entries: args.map(entryOf), range } as const)
      : ({ kind: 'unknown', inside: args.map(one => one.value), range } as const);
  return { kind: 'assign', target: object, value, operator: 'merges', range };
}

function entryOf({ name, nameRange, value, hasCalls, spread, range }: Argument): Entry | Spread {
  return name !== undefined && nameRange && !spread
    ? { kind: 'entry', name, nameRange, value, hasCalls, range }
    : { kind: 'spread', value, range };
}
