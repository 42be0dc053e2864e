import type { Argument, Call, Entry, Expression, Spread } from '../syntax.ts';

/** What nothing in a program of Python can be called: the rest of the arguments, by position and by name. */
const rest = { positional: '*', named: '**' } as const;

/** `functools.partial(Trail, self, key=key)` is the function that calls it with those and the rest. */
export function partialOf(call: Call): Expression {
  const [called, ...args] = call.args;
  if (!isPartial(call.callee) || !called || called.name !== undefined || called.spread) {
    return call;
  }
  const { range, argsRange } = call;
  const name = (kind: keyof typeof rest): Expression => ({ kind: 'name', name: rest[kind], range });
  // What is passed by name later counts instead.
  const entries = [
    ...args.flatMap((one): readonly (Entry | Spread)[] => entryOf(one)),
    { kind: 'spread' as const, value: name('named'), range },
  ];
  const inner: Call = {
    kind: 'call',
    callee: called.value,
    isNew: false,
    args: [
      ...args.filter(one => one.name === undefined && one.spread !== 'named'),
      { value: name('positional'), hasCalls: false, spread: 'positional', range },
      {
        value: { kind: 'object', form: 'braces', entries, range },
        hasCalls: args.some(({ hasCalls }) => hasCalls),
        spread: 'named',
        range,
      },
    ],
    argsRange,
    range,
  };
  const parameters = (['positional', 'named'] as const).map(kind => ({
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

function isPartial(callee: Expression): boolean {
  return callee.kind === 'name'
    ? callee.name === 'partial'
    : callee.kind === 'member' &&
        callee.name === 'partial' &&
        callee.object.kind === 'name' &&
        callee.object.name === 'functools';
}

function entryOf({ name, nameRange, value, hasCalls, spread, range }: Argument): readonly (Entry | Spread)[] {
  return name !== undefined && nameRange
    ? [{ kind: 'entry', name, nameRange, value, hasCalls, range }]
    : spread === 'named'
      ? [{ kind: 'spread', value, range }]
      : [];
}
