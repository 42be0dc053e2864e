import { largestValue } from '../budget.ts';
import { asNumber, hasUnknown } from '../readValue.ts';
import {
  asText,
  failure,
  list,
  number,
  text,
  type UnknownValue,
  unknownValue,
  type Value,
} from '../value.ts';

/** Values larger than this are not built. */
export const largestCollection = 4096;

/** The result of arguments that would produce too much. */
export const tooLarge: Value = unknownValue('not-understood');

/** Whether a text or a list of this size is built at all. */
export function fits(size: number): boolean {
  return size <= largestValue;
}

export type Implementation = (args: readonly Value[]) => Value;

export function numbers(args: readonly Value[], compute: (all: readonly number[]) => number): Value {
  const all = args.map(asNumber);
  return all.every(one => one !== undefined) ? number(compute(all)) : derived(...args);
}

/** What comes of arguments that are not all known, or that the function refuses. */
export function derived(...args: readonly (Value | undefined)[]): Value {
  const unknown = args.find((arg): arg is UnknownValue => arg?.kind === 'unknown');
  if (unknown) {
    return unknownValue(unknown.cause);
  }
  return args.some(arg => arg && hasUnknown(arg)) ? unknownValue('decided-at-deployment') : failure;
}

export function plain(implementation: Implementation): Implementation {
  return args => (args.some(hasUnknown) ? unknownValue('decided-at-deployment') : implementation(args));
}

export function texts(implementation: (args: readonly string[]) => Value): Implementation {
  return args => {
    const all = args.map(asText);
    return all.every(one => one !== undefined) ? implementation(all) : derived(...args);
  };
}

/** A function that makes nothing of something and never something of nothing. */
export function sameSolidity(change: (value: string) => string): Implementation {
  return ([value]) => {
    const known = value && asText(value);
    if (known !== undefined) {
      return text(change(known));
    }
    return value?.kind === 'unknown' ? { kind: 'unknown', cause: value.cause, solid: value.solid } : failure;
  };
}

export function onList(implementation: (items: readonly Value[]) => Value): Implementation {
  return ([value]) => (value?.kind === 'list' ? implementation(value.items) : derived(value));
}

export function onMap(implementation: (entries: ReadonlyMap<string, Value>) => Value): Implementation {
  return ([value]) => (value?.kind === 'map' ? implementation(value.entries) : derived(value));
}

export function limited(items: readonly Value[]): Value {
  return items.length > largestCollection ? tooLarge : list(items);
}

export function byKey([left]: readonly [string, Value], [right]: readonly [string, Value]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
