import { appendingOf, changeOf, memberOrIndex, removalOf } from '../expressions.ts';
import type { Argument, Assign, Call, Entry, Spread } from '../syntax.ts';

/** Methods that change a dictionary or a list. */
export const changingMethods: readonly string[] = [
  ...['pop', 'popitem', 'setdefault', 'update', 'clear'],
  ...['append', 'extend', 'insert', 'remove', 'reverse', 'sort'],
];

/** What a call of such a method does to the dictionary or list; undefined where it is called on nothing. */
export function changeBy(call: Call): Assign | undefined {
  const { callee, args, range } = call;
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
  if (method === 'update') {
    const value = { kind: 'object', form: 'braces', entries: args.map(entryOf), range } as const;
    return { kind: 'assign', target: object, value, operator: 'merges', range };
  }
  if (method === 'append' || method === 'extend') {
    return appendingOf(method === 'append' ? call : { ...call, args: args.map(spread) });
  }
  return changeOf(call);
}

/** `setattr(args, "kms_key_id", key)`. */
export function settingOf({ args, range }: Call): Assign | undefined {
  const [object, name, value] = args.map(one => one.value);
  return object && name && value
    ? { kind: 'assign', target: memberOrIndex(object, name, range), value, operator: '=', range }
    : undefined;
}

function spread(argument: Argument): Argument {
  return { ...argument, value: argument.value, hasCalls: argument.hasCalls, spread: 'positional' };
}

function entryOf({ name, nameRange, value, hasCalls, spread, range }: Argument): Entry | Spread {
  return name !== undefined && nameRange && !spread
    ? { kind: 'entry', name, nameRange, value, hasCalls, range }
    : { kind: 'spread', value, range };
}
