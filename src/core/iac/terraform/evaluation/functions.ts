import { hole } from '../../../trail/keyPolicy/index.ts';
import { jsonText, parseJson } from './json.ts';
import {
  asBool,
  asNumber,
  asText,
  bool,
  equal,
  failure,
  hasUnknown,
  list,
  map,
  nothing,
  number,
  partial,
  solidValue,
  text,
  type UnknownValue,
  unknownValue,
  type Value,
} from './value.ts';

/** Values larger than this are not built. */
export const largestCollection = 4096;

type Implementation = (args: readonly Value[]) => Value;

/**
 * Terraform's functions, as far as they decide whether a trail has a key or what a key policy says ("Built-in
 * Functions" of its documentation). `try`, `can` and `file` are the evaluator's. No argument is an `error`; what a
 * function cannot tell of unknown arguments is unknown, and what it refuses is an `error`.
 */
export const functions: ReadonlyMap<string, Implementation> = new Map<string, Implementation>([
  ['coalesce', coalesce],
  ['coalescelist', coalesceList],
  ['one', one],
  ['element', element],
  ['lookup', lookup],
  ['merge', merge],
  ['concat', concat],
  ['compact', compact],
  ['flatten', ([value]) => flatten(value ?? failure)],
  ['distinct', onList(items => list(distinct(items)))],
  ['toset', onList(items => list(sortedIfTexts(distinct(items))))],
  ['tolist', onList(list)],
  ['reverse', onList(items => list([...items].reverse()))],
  ['sort', onList(items => list(sortedIfTexts(items)))],
  ['slice', slice],
  ['chunklist', plain(() => unknownValue('not-understood'))],
  ['setunion', args => onList(items => list(distinct(items)))([concat(args)])],
  ['setproduct', setProduct],
  ['zipmap', zipmap],
  ['keys', onMap(entries => list([...entries.keys()].sort().map(text)))],
  ['values', onMap(entries => list([...entries].sort(byKey).map(([, value]) => value)))],
  ['tomap', onMap(map)],
  // Of Terraform before 0.12.
  ['list', list],
  ['map', oldMap],
  ['contains', contains],
  ['length', length],
  ['index', plain(([items, item]) => position(items, item))],
  ['sum', onList(items => numbers(items, all => all.reduce((left, right) => left + right, 0)))],
  ['min', args => numbers(args, all => Math.min(...all))],
  ['max', args => numbers(args, all => Math.max(...all))],
  ['abs', args => numbers(args, ([value = 0]) => Math.abs(value))],
  ['ceil', args => numbers(args, ([value = 0]) => Math.ceil(value))],
  ['floor', args => numbers(args, ([value = 0]) => Math.floor(value))],
  ['pow', args => numbers(args, ([value = 0, power = 0]) => value ** power)],
  ['signum', args => numbers(args, ([value = 0]) => Math.sign(value))],
  ['range', range],
  ['alltrue', onList(items => every(items, true))],
  ['anytrue', onList(items => every(items, false))],
  ['tostring', ([value]) => (value ? toText(value) : failure)],
  ['tonumber', ([value]) => toNumber(value ?? failure)],
  ['tobool', ([value]) => toBool(value ?? failure)],
  ['sensitive', ([value]) => value ?? failure],
  ['nonsensitive', ([value]) => value ?? failure],
  ['ephemeralasnull', ([value]) => value ?? failure],
  ['issensitive', () => bool(false)],
  ['format', format],
  ['formatlist', plain(() => unknownValue('not-understood'))],
  ['join', join],
  ['split', texts(([separator = '', value = '']) => list(splitText(value, separator).map(text)))],
  ['lower', sameSolidity(value => value.toLowerCase())],
  ['upper', sameSolidity(value => value.toUpperCase())],
  ['title', sameSolidity(value => value.replace(/\b[a-z]/g, letter => letter.toUpperCase()))],
  ['trimspace', sameSolidity(value => value.trim())],
  ['chomp', sameSolidity(value => value.replace(/[\r\n]+$/, ''))],
  ['trim', texts(([value = '', cutset = '']) => text(trim(value, cutset)))],
  [
    'trimprefix',
    texts(([value = '', prefix = '']) => text(value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  ],
  ['trimsuffix', texts(([value = '', suffix = '']) => text(withoutSuffix(value, suffix)))],
  ['startswith', texts(([value = '', prefix = '']) => bool(value.startsWith(prefix)))],
  ['endswith', texts(([value = '', suffix = '']) => bool(value.endsWith(suffix)))],
  ['strcontains', texts(([value = '', part = '']) => bool(value.includes(part)))],
  ['strrev', texts(([value = '']) => text([...value].reverse().join('')))],
  ['indent', args => args[1] ?? failure],
  ['replace', texts(([value = '', from = '', to = '']) => replace(value, from, to))],
  ['regex', texts(([pattern = '', value = '']) => regex(pattern, value))],
  ['regexall', texts(([pattern = '', value = '']) => regexAll(pattern, value))],
  ['substr', plain(substr)],
  ['jsonencode', ([value]) => jsonText(value ?? failure)],
  ['jsondecode', jsonDecode],
  ['base64encode', texts(([value = '']) => text(base64(value)))],
  ['base64decode', args => (args[0] ? derived(args[0]) : failure)],
  ['abspath', args => args[0] ?? failure],
  ['pathexpand', args => args[0] ?? failure],
  ['basename', texts(([value = '']) => text(value.slice(value.lastIndexOf('/') + 1)))],
  [
    'dirname',
    texts(([value = '']) => text(value.includes('/') ? value.slice(0, value.lastIndexOf('/')) : '.')),
  ],
  ...[
    'md5',
    'sha1',
    'sha256',
    'sha512',
    'base64sha256',
    'uuid',
    'uuidv5',
    'timestamp',
    'plantimestamp',
    'formatdate',
    'timeadd',
    'urlencode',
  ].map((name): [string, Implementation] => [name, () => solidValue()]),
  ...[
    'templatefile',
    'templatestring',
    'filebase64',
    'fileset',
    'fileexists',
    'cidrhost',
    'cidrnetmask',
    'cidrsubnet',
    'cidrsubnets',
    'yamlencode',
    'yamldecode',
    'csvdecode',
    'timecmp',
    'bcrypt',
    'rsadecrypt',
  ].map((name): [string, Implementation] => [name, () => unknownValue('decided-at-deployment')]),
]);

/** The keys and values that `for` and `for_each` go through; undefined where they are not known. */
export function entriesOf(value: Value): [Value, Value][] | undefined {
  if (value.kind === 'list') {
    return value.items.map((item, index) => [number(index), item]);
  }
  return value.kind === 'map'
    ? [...value.entries].sort(byKey).map(([key, item]) => [text(key), item])
    : undefined;
}

function coalesce(args: readonly Value[]): Value {
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

function coalesceList(args: readonly Value[]): Value {
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

function one([value]: readonly Value[]): Value {
  if (value?.kind === 'null') {
    return nothing;
  }
  if (value?.kind !== 'list') {
    return derived(value ?? failure);
  }
  return value.items.length > 1 ? failure : (value.items[0] ?? nothing);
}

function element([value, index]: readonly Value[]): Value {
  const at = index && asNumber(index);
  if (value?.kind !== 'list' || at === undefined) {
    return derived(value ?? failure, index);
  }
  const { length: size } = value.items;
  return size === 0 ? failure : (value.items[((at % size) + size) % size] ?? failure);
}

function lookup([value, key, fallback]: readonly Value[]): Value {
  const name = key && asText(key);
  if (value?.kind !== 'map' || name === undefined) {
    return derived(value ?? failure, key);
  }
  return value.entries.get(name) ?? fallback ?? failure;
}

function merge(args: readonly Value[]): Value {
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

function concat(args: readonly Value[]): Value {
  const items: Value[] = [];
  for (const arg of args) {
    if (arg.kind !== 'list') {
      return derived(arg);
    }
    items.push(...arg.items);
  }
  return limited(items);
}

function compact([value]: readonly Value[]): Value {
  if (value?.kind !== 'list') {
    return derived(value ?? failure);
  }
  const doubtful = value.items.find(item => item.kind === 'unknown' && !item.solid);
  if (doubtful) {
    return unknownValue('decided-at-deployment');
  }
  return list(value.items.filter(item => item.kind !== 'null' && asText(item) !== ''));
}

function flatten(value: Value, depth = 0): Value {
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
  }
  return limited(items);
}

function slice([value, from, to]: readonly Value[]): Value {
  const [start, end] = [from && asNumber(from), to && asNumber(to)];
  if (value?.kind !== 'list' || start === undefined || end === undefined) {
    return derived(value ?? failure, from, to);
  }
  return start < 0 || end > value.items.length || start > end ? failure : list(value.items.slice(start, end));
}

function setProduct(args: readonly Value[]): Value {
  let product: Value[][] = [[]];
  for (const arg of args) {
    if (arg.kind !== 'list') {
      return derived(arg);
    }
    if (product.length * arg.items.length > largestCollection) {
      return unknownValue('not-understood');
    }
    product = product.flatMap(row => arg.items.map(item => [...row, item]));
  }
  return list(product.map(list));
}

function zipmap([keys, values]: readonly Value[]): Value {
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

function oldMap(args: readonly Value[]): Value {
  const names = args.filter((_, index) => index % 2 === 0).map(asText);
  return names.every(name => name !== undefined)
    ? map(names.map((name, index) => [name, args[index * 2 + 1] ?? nothing]))
    : derived(...args);
}

function contains([value, wanted]: readonly Value[]): Value {
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

function length([value]: readonly Value[]): Value {
  switch (value?.kind) {
    case 'list':
      return number(value.items.length);
    case 'map':
      return number(value.entries.size);
    case 'string':
      return number([...value.value].length);
    default:
      return derived(value ?? failure);
  }
}

function position(items: Value | undefined, item: Value | undefined): Value {
  if (items?.kind !== 'list' || !item) {
    return failure;
  }
  const found = items.items.findIndex(one => equal(one, item) === true);
  return found === -1 ? failure : number(found);
}

function numbers(args: readonly Value[], compute: (all: readonly number[]) => number): Value {
  const all = args.map(asNumber);
  return all.every(one => one !== undefined) ? number(compute(all)) : derived(...args);
}

function range(args: readonly Value[]): Value {
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

function every(items: readonly Value[], wanted: boolean): Value {
  const answers = items.map(asBool);
  if (answers.includes(!wanted)) {
    return bool(!wanted);
  }
  return items.some(item => item.kind === 'unknown') ? unknownValue('decided-at-deployment') : bool(wanted);
}

function toText(value: Value): Value {
  const known = asText(value);
  return known !== undefined ? text(known) : value.kind === 'list' || value.kind === 'map' ? failure : value;
}

function toNumber(value: Value): Value {
  const known = asNumber(value);
  return known === undefined ? (value.kind === 'null' ? value : derived(value)) : number(known);
}

function toBool(value: Value): Value {
  const known = asBool(value);
  return known === undefined ? (value.kind === 'null' ? value : derived(value)) : bool(known);
}

function format([pattern, ...args]: readonly Value[]): Value {
  const known = pattern && asText(pattern);
  if (known === undefined) {
    return derived(pattern ?? failure);
  }
  const parts: (string | typeof hole)[] = [];
  let next = 0;
  let from = 0;
  for (const match of known.matchAll(/%(?:%|(?:\[(\d+)\])?([-+# 0-9.]*)([a-zA-Z]))/g)) {
    parts.push(known.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0] === '%%') {
      parts.push('%');
      continue;
    }
    const position = match[1] === undefined ? next : Number(match[1]) - 1;
    next = position + 1;
    const arg = args[position];
    if (!arg) {
      return failure;
    }
    parts.push(...formatted(arg, match[2] ?? '', match[3] ?? ''));
  }
  parts.push(known.slice(from));
  return partial(parts);
}

function formatted(arg: Value, flags: string, verb: string): readonly (string | typeof hole)[] {
  const known = asText(arg);
  if (known === undefined) {
    return partsOf(arg);
  }
  if (verb === 'q') {
    return [JSON.stringify(known)];
  }
  const padding = /^0(\d+)$/.exec(flags)?.[1];
  return [padding === undefined ? known : known.padStart(Number(padding), '0')];
}

function join([separator, ...lists]: readonly Value[]): Value {
  const between = separator && asText(separator);
  const all = concat(lists);
  if (between === undefined || all.kind !== 'list') {
    return derived(separator ?? failure, all);
  }
  const [only] = all.items;
  if (all.items.length === 1 && only?.kind === 'unknown') {
    return only;
  }
  const parts: (string | typeof hole)[] = [];
  for (const [index, item] of all.items.entries()) {
    if (index > 0) {
      parts.push(between);
    }
    parts.push(...partsOf(item));
  }
  return partial(parts);
}

function partsOf(item: Value): readonly (string | typeof hole)[] {
  const known = asText(item);
  if (known !== undefined) {
    return [known];
  }
  return item.kind === 'unknown' && item.parts ? item.parts : [hole];
}

function splitText(value: string, separator: string): string[] {
  return value === '' ? [] : value.split(separator);
}

function trim(value: string, cutset: string): string {
  let [start, end] = [0, value.length];
  while (start < end && cutset.includes(value.charAt(start))) {
    start++;
  }
  while (end > start && cutset.includes(value.charAt(end - 1))) {
    end--;
  }
  return value.slice(start, end);
}

function withoutSuffix(value: string, suffix: string): string {
  return suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
}

function replace(value: string, from: string, to: string): Value {
  if (from.length > 1 && from.startsWith('/') && from.endsWith('/')) {
    const pattern = compiled(from.slice(1, -1), 'g');
    return pattern
      ? text(value.replace(pattern, to.replace(/\$\{(\w+)\}/g, '$$$1')))
      : unknownValue('not-understood');
  }
  return text(value.replaceAll(from, () => to));
}

function regex(pattern: string, value: string): Value {
  const expression = compiled(pattern, '');
  if (!expression) {
    return unknownValue('not-understood');
  }
  const match = expression.exec(value);
  return match ? captured(match) : failure;
}

function regexAll(pattern: string, value: string): Value {
  const expression = compiled(pattern, 'g');
  return expression ? list([...value.matchAll(expression)].map(captured)) : unknownValue('not-understood');
}

function captured(match: RegExpExecArray): Value {
  if (match.groups) {
    return map(
      Object.entries(match.groups).map(([name, group]) => [
        name,
        group === undefined ? nothing : text(group),
      ]),
    );
  }
  const groups = match.slice(1);
  return groups.length === 0
    ? text(match[0])
    : list(groups.map(group => (group === undefined ? nothing : text(group))));
}

/** Short patterns without nested repetition only: those that JavaScript and RE2 read alike, in bounded time. */
function compiled(pattern: string, flags: string): RegExp | undefined {
  if (pattern.length > 200 || /[)\]][*+]|[*+][*+]|\(\?[^:P<]/.test(pattern)) {
    return undefined;
  }
  try {
    return new RegExp(pattern.replaceAll('(?P<', '(?<'), flags);
  } catch {
    return undefined;
  }
}

function substr([value, offset, size]: readonly Value[]): Value {
  const [known, from, count] = [value && asText(value), offset && asNumber(offset), size && asNumber(size)];
  if (known === undefined || from === undefined || count === undefined) {
    return failure;
  }
  const start = from < 0 ? Math.max(known.length + from, 0) : from;
  return text(count < 0 ? known.slice(start) : known.slice(start, start + count));
}

function jsonDecode([value]: readonly Value[]): Value {
  if (value?.kind === 'unknown' && value.json) {
    return value.json;
  }
  const known = value && asText(value);
  return known === undefined ? derived(value ?? failure) : (parseJson([known]) ?? failure);
}

function base64(value: string): string {
  const bytes = new TextEncoder().encode(value);
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let result = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.subarray(index, index + 3);
    result += digits.charAt(first >> 2) + digits.charAt(((first & 3) << 4) | ((second ?? 0) >> 4));
    result += second === undefined ? '=' : digits.charAt(((second & 15) << 2) | ((third ?? 0) >> 6));
    result += third === undefined ? '=' : digits.charAt(third & 63);
  }
  return result;
}

/** What comes of arguments that are not all known, or that the function refuses. */
function derived(...args: readonly (Value | undefined)[]): Value {
  const unknown = args.find((arg): arg is UnknownValue => arg?.kind === 'unknown');
  if (unknown) {
    return unknownValue(unknown.cause);
  }
  return args.some(arg => arg && hasUnknown(arg)) ? unknownValue('decided-at-deployment') : failure;
}

function plain(implementation: Implementation): Implementation {
  return args => (args.some(hasUnknown) ? unknownValue('decided-at-deployment') : implementation(args));
}

function texts(implementation: (args: readonly string[]) => Value): Implementation {
  return args => {
    const all = args.map(asText);
    return all.every(one => one !== undefined) ? implementation(all) : derived(...args);
  };
}

/** A function that makes nothing of something and never something of nothing. */
function sameSolidity(change: (value: string) => string): Implementation {
  return ([value]) => {
    const known = value && asText(value);
    if (known !== undefined) {
      return text(change(known));
    }
    return value?.kind === 'unknown' ? { kind: 'unknown', cause: value.cause, solid: value.solid } : failure;
  };
}

function onList(implementation: (items: readonly Value[]) => Value): Implementation {
  return ([value]) => (value?.kind === 'list' ? implementation(value.items) : derived(value));
}

function onMap(implementation: (entries: ReadonlyMap<string, Value>) => Value): Implementation {
  return ([value]) => (value?.kind === 'map' ? implementation(value.entries) : derived(value));
}

function distinct(items: readonly Value[]): Value[] {
  const result: Value[] = [];
  for (const item of items.slice(0, largestCollection)) {
    if (!result.some(other => equal(other, item) === true)) {
      result.push(item);
    }
  }
  return result;
}

function sortedIfTexts(items: readonly Value[]): readonly Value[] {
  const all = items.map(asText);
  return all.every(one => one !== undefined) ? [...all].sort().map(text) : items;
}

function limited(items: readonly Value[]): Value {
  return items.length > largestCollection ? unknownValue('not-understood') : list(items);
}

function byKey([left]: readonly [string, Value], [right]: readonly [string, Value]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
