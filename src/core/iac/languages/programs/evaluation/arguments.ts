import type { Argument, Call } from '../../../formats/code/syntax.ts';
import type { Environment } from './environment.ts';
import type { Arguments, FunctionValue, Property, Value } from './value.ts';

/** What a call passes, evaluated on demand. */
export function argumentsOf(call: Call, environment: Environment): Arguments {
  const positional: (() => Value)[] = [];
  const named: [Argument, string][] = [];
  const spreads: Argument[] = [];
  let isOpen = false;
  for (const argument of call.args) {
    if (argument.spread === 'named') {
      spreads.push(argument);
    } else if (argument.spread === 'positional') {
      const list: Value | undefined = isOpen ? undefined : environment.evaluate(argument.value);
      positional.push(...(list?.kind === 'list' ? list.items.map(one => () => one) : []));
      isOpen ||= list?.kind !== 'list' || list.isOpen;
    } else if (argument.name !== undefined) {
      named.push([argument, argument.name]);
    } else if (!isOpen) {
      positional.push(() => environment.evaluate(argument.value));
    }
  }
  const { file } = environment.owner;
  const properties = new Map<string, Property>();
  let isNamedOpen = false;
  for (const { value } of spreads) {
    const spread = environment.evaluate(value);
    isNamedOpen ||= spread.kind !== 'record' || spread.isOpen;
    for (const [name, property] of spread.kind === 'record' ? spread.properties : []) {
      properties.set(name, property);
    }
  }
  for (const [{ value, range, nameRange = range }, name] of named) {
    properties.set(name, {
      get: () => environment.evaluate(value),
      entry: { file, name, nameRange, range, value, environment },
    });
  }
  return {
    positional,
    named: { kind: 'record', properties, isOpen: isNamedOpen },
    isOpen,
    call,
    environment,
  };
}

/** The same with what a method is called on, which is its first parameter. */
export function onReceiver(args: Arguments, { receiver }: FunctionValue): Arguments {
  return receiver ? { ...args, positional: [() => receiver, ...args.positional] } : args;
}

/** A call that passes nothing. */
export const noArguments: Arguments = {
  positional: [],
  named: { kind: 'record', properties: new Map(), isOpen: false },
  isOpen: false,
  call: undefined,
  environment: undefined,
};

/** A value whose call is not known. */
export const unseenArguments: Arguments = {
  positional: [],
  named: { kind: 'record', properties: new Map(), isOpen: true },
  isOpen: true,
  call: undefined,
  environment: undefined,
};
