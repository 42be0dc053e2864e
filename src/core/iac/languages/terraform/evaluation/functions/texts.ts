import { parse } from 'yaml';
import { hole } from '../../../../../trail/keyPolicy/index.ts';
import { tokensOf } from '../../../../formats/yaml/depth.ts';
import { parseJson, valueOfJson } from '../json.ts';
import { asNumber, partsOf } from '../readValue.ts';
import {
  asText,
  failure,
  list,
  map,
  nothing,
  partial,
  sizeOf,
  text,
  unknownValue,
  type Value,
} from '../value.ts';
import { concat } from './collections.ts';
import { derived, fits, tooLarge } from './helpers.ts';

export function format([pattern, ...args]: readonly Value[]): Value {
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

/** The verbs and flags that real names use; what others print is not known. */
function formatted(arg: Value, flags: string, verb: string): readonly (string | typeof hole)[] {
  const known = asText(arg);
  const padding = /^(-?)(0?)(\d{0,4})$/.exec(flags);
  if (known === undefined || !padding || !/[svdtq]/.test(verb)) {
    return known === undefined ? partsOf(arg) : [hole];
  }
  const [, left, zero, width] = padding;
  const printed = verb === 'q' ? JSON.stringify(known) : known;
  const size = Number(width);
  return [left ? printed.padEnd(size) : printed.padStart(size, zero || ' ')];
}

/** `format` once for each item of the lists among the arguments, which are all equally long. */
export function formatList([pattern = failure, ...args]: readonly Value[]): Value {
  const lists = args.flatMap(arg => (arg.kind === 'list' ? [arg.items.length] : []));
  const unknown = args.find(arg => arg.kind === 'unknown');
  if (unknown) {
    return derived(unknown);
  }
  if (lists.some(length => length !== lists[0])) {
    return failure;
  }
  const rows = Array.from({ length: lists[0] ?? 1 }, (_, row) =>
    args.map(arg => (arg.kind === 'list' ? (arg.items[row] ?? failure) : arg)),
  );
  return fits(sizeOf(pattern) * rows.length) ? list(rows.map(row => format([pattern, ...row]))) : tooLarge;
}

export function join([separator, ...lists]: readonly Value[]): Value {
  const between = separator && asText(separator);
  const all = concat(lists);
  if (between === undefined || all.kind !== 'list') {
    return derived(separator ?? failure, all);
  }
  if (!fits(all.size + between.length * all.items.length)) {
    return tooLarge;
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

/** Blanks before every line but the first. */
export function indent(size: Value, value: Value): Value {
  const [width, known] = [asNumber(size), asText(value)];
  if (width === undefined || known === undefined) {
    return value.kind === 'unknown' ? value : derived(size, value);
  }
  const blanks = ' '.repeat(Math.min(Math.max(Math.trunc(width), 0), 1000));
  return replaced(known, '\n', `\n${blanks}`);
}

export function splitText(value: string, separator: string): string[] {
  return value === '' && separator === '' ? [] : value.split(separator);
}

export function trim(value: string, cutset: string): string {
  let [start, end] = [0, value.length];
  while (start < end && cutset.includes(value.charAt(start))) {
    start++;
  }
  while (end > start && cutset.includes(value.charAt(end - 1))) {
    end--;
  }
  return value.slice(start, end);
}

export function withoutSuffix(value: string, suffix: string): string {
  return suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
}

export function replace(value: string, from: string, to: string): Value {
  if (from.length > 1 && from.startsWith('/') && from.endsWith('/')) {
    const pattern = compiled(from.slice(1, -1), 'g', value);
    return pattern && fits(value.length * to.length)
      ? text(value.replace(pattern, to.replace(/\$\{?(\w+)\}?/g, groupOf)))
      : unknownValue('not-understood');
  }
  return replaced(value, from, to);
}

function replaced(value: string, from: string, to: string): Value {
  const most = from === '' ? value.length + 1 : Math.floor(value.length / from.length);
  // Counted only where it may not fit, for that takes as long as replacing.
  const isTooMuch = !fits(most * to.length) && !fits((value.split(from).length + 1) * to.length);
  return isTooMuch ? tooLarge : text(value.replaceAll(from, () => to));
}

/** A group in the replacement, as JavaScript writes it: `${name}` and `$1` are RE2's. */
function groupOf(_: string, name: string): string {
  return /^\d+$/.test(name) ? `$${name}` : `$<${name}>`;
}

export function regex(pattern: string, value: string): Value {
  const expression = compiled(pattern, '', value);
  if (!expression) {
    return unknownValue('not-understood');
  }
  const match = expression.exec(value);
  return match ? captured(match) : failure;
}

export function regexAll(pattern: string, value: string): Value {
  const expression = compiled(pattern, 'g', value);
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

/** Short patterns with little repetition and none nested: those that JavaScript and RE2 read alike, in bounded time. */
function compiled(pattern: string, flags: string, value: string): RegExp | undefined {
  const repetitions = pattern.match(/[*+{]/g)?.length ?? 0;
  if (
    pattern.length > 200 ||
    value.length > 500 ||
    repetitions > 3 ||
    /\)[*+{]|[*+][*+]|\(\?[^:P<]/.test(pattern)
  ) {
    return undefined;
  }
  try {
    return new RegExp(pattern.replaceAll('(?P<', '(?<'), flags);
  } catch {
    return undefined;
  }
}

export function substr([value, offset, size]: readonly Value[]): Value {
  const [known, from, count] = [value && asText(value), offset && asNumber(offset), size && asNumber(size)];
  if (known === undefined || from === undefined || count === undefined) {
    return failure;
  }
  const start = from < 0 ? Math.max(known.length + from, 0) : from;
  return text(count < 0 ? known.slice(start) : known.slice(start, start + count));
}

export function jsonDecode([value]: readonly Value[]): Value {
  if (value?.kind === 'unknown' && value.json) {
    return value.json;
  }
  const known = value && asText(value);
  return known === undefined ? derived(value ?? failure) : (parseJson([known]) ?? failure);
}

/** Longer texts are hardly settings, and reading them takes its time. */
const longestYaml = 200_000;

export function yamlDecode([value]: readonly Value[]): Value {
  const known = value && asText(value);
  if (known === undefined || known.length > longestYaml) {
    return known === undefined ? derived(value ?? failure) : unknownValue('not-understood');
  }
  if (!tokensOf(known)) {
    return failure;
  }
  try {
    const data: unknown = parse(known, { logLevel: 'error', maxAliasCount: 50 });
    return isCircular(data) ? failure : valueOfJson(data);
  } catch {
    return failure;
  }
}

/** Whether an anchor is named inside of itself, which Terraform refuses: there would be no end to it. */
function isCircular(value: unknown, open = new Set<unknown>(), done = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) {
    return false;
  }
  if (open.has(value)) {
    return true;
  }
  open.add(value);
  const found = Object.values(value).some(one => isCircular(one, open, done));
  open.delete(value);
  done.add(value);
  return found;
}

export function base64(value: string): string {
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
