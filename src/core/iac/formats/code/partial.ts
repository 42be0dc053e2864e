import type { Argument, Call, Entry, Expression, Spread } from './syntax.ts';

/** What nothing in a program can be called: the rest of the arguments, by position and by name. */
const rest = { positional: '*', named: '**' } as const;

/** The function that calls something with some arguments, and with those that it is called with itself. */
export function callingWith(
  callee: Expression,
  args: readonly Argument[],
  { range, argsRange, isNew }: Call,
  kinds: readonly (keyof typeof rest)[],
): Expression {
  const name = (kind: keyof typeof rest): Expression => ({ kind: 'name', name: rest[kind], range });
  const left = { value: name('positional'), hasCalls: false, spread: 'positional' as const, range };
  const inner: Call = {
    kind: 'call',
    callee,
    isNew,
    args: [
      ...args.filter(one => one.name === undefined && one.spread !== 'named'),
      left,
      ...(kinds.includes('named') ? [namedOf(args, name('named'), range)] : []),
    ],
    argsRange,
    range,
  };
  const parameters = kinds.map(kind => ({
    target: { kind: 'name' as const, name: rest[kind], range },
    rest: kind,
    isOptional: true,
    range,
  }));
  return {
    kind: 'function',
    declaration: { parameters, body: [{ kind: 'return', value: inner, range }], range },
    range,
  };
}

/** What is passed by name later counts instead. */
function namedOf(args: readonly Argument[], others: Expression, range: Call['range']): Argument {
  const entries = [...args.flatMap(entryOf), { kind: 'spread' as const, value: others, range }];
  return {
    value: { kind: 'object', form: 'braces', entries, range },
    hasCalls: args.some(({ hasCalls }) => hasCalls),
    spread: 'named',
    range,
  };
}

function entryOf({ name, nameRange, value, hasCalls, spread, range }: Argument): readonly (Entry | Spread)[] {
  return name !== undefined && nameRange
    ? [{ kind: 'entry', name, nameRange, value, hasCalls, range }]
    : spread === 'named'
      ? [{ kind: 'spread', value, range }]
      : [];
}
