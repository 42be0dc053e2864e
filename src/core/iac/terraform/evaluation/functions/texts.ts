import type { hole } from '../../../../trail/keyPolicy/index.ts';
import { parseJson } from '../json.ts';
import {
  asNumber,
  asText,
  failure,
  list,
  map,
  nothing,
  partial,
  partsOf,
  text,
  unknownValue,
  type Value,
} from '../value.ts';
import { concat } from './collections.ts';
import { derived } from './helpers.ts';

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

export function join([separator, ...lists]: readonly Value[]): Value {
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

export function splitText(value: string, separator: string): string[] {
  return value === '' ? [] : value.split(separator);
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
    const pattern = compiled(from.slice(1, -1), 'g');
    return pattern
      ? text(value.replace(pattern, to.replace(/\$\{(\w+)\}/g, '$$$1')))
      : unknownValue('not-understood');
  }
  return text(value.replaceAll(from, () => to));
}

export function regex(pattern: string, value: string): Value {
  const expression = compiled(pattern, '');
  if (!expression) {
    return unknownValue('not-understood');
  }
  const match = expression.exec(value);
  return match ? captured(match) : failure;
}

export function regexAll(pattern: string, value: string): Value {
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
