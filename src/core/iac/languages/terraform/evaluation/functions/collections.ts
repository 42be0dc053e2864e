import { asBool, asNumber, equal, isNeverEmpty } from '../readValue.ts';
import {
  asText,
  bool,
  failure,
  identityOf,
  list,
  map,
  nothing,
  number,
  setOf,
  text,
  unknownValue,
  type Value,
} from '../value.ts';
import { byKey, derived, largestCollection, limited, tooLarge } from './helpers.ts';

/** The keys and values that `for` and `for_each` go through; undefined where they are not known. */
export function entriesOf(value: Value): [Value, Value][] | undefined {
  if (value.kind === 'list') {
    return value.items.map((item, index) => [value.isSet ? item : number(index), item]);
  }
  return value.kind === 'map'
    ? [...value.entries].sort(byKey).map(([key, item]) => [text(key), item])
    : undefined;
}

export function coalesce(args: readonly Value[]): Value {
  for (const [index, arg] of args.entries()) {
    if (arg.kind === 'null' || (arg.kind === 'string' && arg.value === '')) {
      continue;
    }
    if (arg.kind !== 'unknown' || arg.solid) {
      return arg;
    }
    const solidBehind = args.slice(index).some(other => isSolid(other));
    return { ...unknownValue(arg.cause), solid: solidBehind };
  }
  return failure;
}

function isSolid(value: Value): boolean {
  return value.kind === 'unknown' ? value.solid : value.kind !== 'null' && asText(value) !== '';
}

export function coalesceList(args: readonly Value[]): Value {
  for (const arg of args) {
    if (arg.kind === 'unknown') {
      return unknownValue(arg.cause);
    }
    if (arg.kind === 'list' && arg.items.length > 0) {
      return arg;
    }
  }
  return failure;
}

export function one([value]: readonly Value[]): Value {
  if (value?.kind === 'null') {
    return nothing;
  }
  if (value?.kind !== 'list') {
    return derived(value ?? failure);
  }
  return value.items.length > 1 ? failure : (value.items[0] ?? nothing);
}

export function element([value, index]: readonly Value[]): Value {
  const at = index && asNumber(index);
  if (value?.kind !== 'list' || at === undefined) {
    return derived(value ?? failure, index);
  }
  const { length: size } = value.items;
  return size === 0 ? failure : (value.items[((at % size) + size) % size] ?? failure);
}

export function lookup([value, key, fallback]: readonly Value[]): Value {
  const name = key && asText(key);
  if (value?.kind !== 'map' || name === undefined) {
    return derived(value ?? failure, key);
  }
  return value.entries.get(name) ?? fallback ?? failure;
}

export function merge(args: readonly Value[]): Value {
  const entries = new Map<string, Value>();
  for (const arg of args) {
    if (arg.kind === 'unknown') {
      return unknownValue(arg.cause);
    }
    if (arg.kind === 'map') {
      for (const [key, value] of arg.entries) {
        entries.set(key, value);
      }
    } else if (arg.kind !== 'null') {
      return failure;
    }
  }
  return map(entries);
}

export function concat(args: readonly Value[]): Value {
  const items: Value[] = [];
  for (const arg of args) {
    if (arg.kind !== 'list') {
      return derived(arg);
    }
    items.push(...arg.items);
    if (items.length > largestCollection) {
      return limited(items);
    }
  }
  return limited(items);
}

export function compact([value]: readonly Value[]): Value {
  if (value?.kind !== 'list') {
    return derived(value ?? failure);
  }
  const doubtful = value.items.find(item => item.kind === 'unknown' && !item.solid);
  if (doubtful) {
    return unknownValue('decided-at-deployment');
  }
  return list(value.items.filter(item => item.kind !== 'null' && asText(item) !== ''));
}

export function flatten(value: Value, depth = 0): Value {
  if (value.kind !== 'list' || depth > 20) {
    return derived(value);
  }
  const items: Value[] = [];
  for (const item of value.items) {
    const inner = item.kind === 'list' ? flatten(item, depth + 1) : item;
    if (inner.kind === 'list') {
      items.push(...inner.items);
    } else {
      items.push(inner);
    }
    if (items.length > largestCollection) {
      break;
    }
  }
  return limited(items);
}

export function slice([value, from, to]: readonly Value[]): Value {
  const [start, end] = [from && asNumber(from), to && asNumber(to)];
  if (value?.kind !== 'list' || start === undefined || end === undefined) {
    return derived(value ?? failure, from, to);
  }
  return start < 0 || end > value.items.length || start > end ? failure : list(value.items.slice(start, end));
}

/** The items of the first list that are, or are not, in all the others. */
export function selected([first, ...others]: readonly Value[], wanted: boolean): Value {
  if (first?.kind !== 'list') {
    return failure;
  }
  const sets = others.map(set => new Set(set.kind === 'list' ? set.items.map(identityOf) : []));
  return setOf(first.items.filter(item => sets.every(set => set.has(identityOf(item)) === wanted)));
}

export function setProduct(args: readonly Value[]): Value {
  let product: Value[][] = [[]];
  for (const arg of args) {
    if (arg.kind !== 'list') {
      return derived(arg);
    }
    if (product.length * arg.items.length > largestCollection) {
      return tooLarge;
    }
    product = product.flatMap(row => arg.items.map(item => [...row, item]));
  }
  return list(product.map(list));
}

export function zipmap([keys, values]: readonly Value[]): Value {
  if (keys?.kind !== 'list' || values?.kind !== 'list') {
    return derived(keys ?? failure, values);
  }
  const names = keys.items.map(asText);
  if (names.length !== values.items.length) {
    return failure;
  }
  return names.every(name => name !== undefined)
    ? map(names.map((name, index) => [name, values.items[index] ?? nothing]))
    : unknownValue('decided-at-deployment');
}

export function oldMap(args: readonly Value[]): Value {
  const names = args.filter((_, index) => index % 2 === 0).map(asText);
  return names.every(name => name !== undefined)
    ? map(names.map((name, index) => [name, args[index * 2 + 1] ?? nothing]))
    : derived(...args);
}

export function contains([value, wanted]: readonly Value[]): Value {
  if (value?.kind !== 'list' || !wanted) {
    return derived(value ?? failure);
  }
  const answers = value.items.map(item => equal(item, wanted) ?? looselyEqual(item, wanted));
  if (answers.includes(true)) {
    return bool(true);
  }
  return answers.includes(undefined) ? unknownValue('decided-at-deployment') : bool(false);
}

function looselyEqual(left: Value, right: Value): boolean | undefined {
  const [first, second] = [asText(left), asText(right)];
  return first === undefined || second === undefined ? undefined : first === second;
}

export function length([value]: readonly Value[]): Value {
  switch (value?.kind) {
    case 'list':
      return number(value.items.length);
    case 'map':
      return number(value.entries.size);
    case 'string':
      return number([...value.value].length);
    case 'unknown':
      return isNeverEmpty(value) ? { ...unknownValue(value.cause), solid: true, atLeast: 1 } : derived(value);
    default:
      return derived(value ?? failure);
  }
}

export function position(items: Value | undefined, item: Value | undefined): Value {
  if (items?.kind !== 'list' || !item) {
    return failure;
  }
  const found = items.items.findIndex(one => equal(one, item) === true);
  return found === -1 ? failure : number(found);
}

export function range(args: readonly Value[]): Value {
  const all = args.map(asNumber);
  const [first, second, third] = all;
  if (first === undefined || all.includes(undefined)) {
    return derived(...args);
  }
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (start <= end ? 1 : -1);
  const count = step === 0 ? -1 : Math.ceil((end - start) / step);
  return count < 0 || count > largestCollection
    ? failure
    : list(Array.from({ length: count }, (_, index) => number(start + index * step)));
}

export function every(items: readonly Value[], wanted: boolean): Value {
  const answers = items.map(asBool);
  if (answers.includes(!wanted)) {
    return bool(!wanted);
  }
  return items.some(item => item.kind === 'unknown') ? unknownValue('decided-at-deployment') : bool(wanted);
}

export function sortedIfTexts(items: readonly Value[]): readonly Value[] {
  const all = items.map(asText);
  return all.every(one => one !== undefined) ? [...all].sort().map(text) : items;
}
