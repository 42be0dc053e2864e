import { hole, type PolicyValue, segment } from '../../../../trail/keyPolicy/index.ts';
import { partialText } from '../../../declared/policyText.ts';
import { endsInString } from '../../../formats/json/inString.ts';
import { byKey } from './functions/helpers.ts';
import { hasUnknown, partsOf } from './readValue.ts';
import {
  asText,
  bool,
  failure,
  list,
  map,
  nothing,
  number,
  partial,
  sizeOf,
  text,
  unknownValue,
  type Value,
} from './value.ts';

/** What `jsonencode` makes: text where all is known, else a text whose content is kept as a value. */
export function jsonText(value: Value): Value {
  if (value.kind === 'error') {
    return failure;
  }
  if (hasUnknown(value)) {
    return { kind: 'unknown', cause: 'decided-at-deployment', solid: true, json: value, size: sizeOf(value) };
  }
  return text(JSON.stringify(plainOf(value)));
}

/** Reads JSON text with holes in it; undefined where it is none, or where a hole is between its parts. */
export function parseJson(parts: readonly (string | typeof hole)[]): Value | undefined {
  let source = '';
  let inString = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      inString = endsInString(part, inString);
      source += part;
    } else {
      source += inString ? mark : `"${mark}"`;
    }
  }
  try {
    return valueOfJson(JSON.parse(source));
  } catch {
    return undefined;
  }
}

/** A policy as the judge wants it: evaluated, with holes; `undefined` where it is not JSON that could be read. */
export function policyOf(value: Value): PolicyValue | undefined {
  if (value.kind === 'string') {
    return value.value;
  }
  if (value.kind !== 'unknown') {
    return undefined;
  }
  const json = value.json ?? (value.parts && parseJson(value.parts));
  return json ? policyValue(json) : hole;
}

/** A placeholder for a hole inside JSON text; no policy has this character. */
const mark = '\uE000';

function policyValue(value: Value): PolicyValue {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return value.value;
    case 'null':
      return null;
    case 'list':
      return value.items.map(policyValue);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, policyValue(item)]));
    case 'unknown':
      return value.origin?.attribute === 'account_id' ? segment : partialText(partsOf(value));
    default:
      return hole;
  }
}

function plainOf(value: Value): unknown {
  switch (value.kind) {
    case 'list':
      return value.items.map(plainOf);
    case 'map':
      return Object.fromEntries([...value.entries].sort(byKey).map(([key, item]) => [key, plainOf(item)]));
    case 'number':
    case 'bool':
      return value.value;
    default:
      return asText(value) ?? null;
  }
}

/** Data as JSON has it, as a value. */
export function valueOfJson(json: unknown, depth = 0): Value {
  if (depth > 60) {
    return unknownValue('not-understood');
  }
  if (Array.isArray(json)) {
    return list(json.map(item => valueOfJson(item, depth + 1)));
  }
  switch (typeof json) {
    case 'string':
      return json.includes(mark) ? withHoles(json) : text(json);
    case 'number':
      return number(json);
    case 'boolean':
      return bool(json);
    case 'object':
      return json === null
        ? nothing
        : map(Object.entries(json).map(([key, item]) => [key, valueOfJson(item, depth + 1)]));
    default:
      return nothing;
  }
}

function withHoles(json: string): Value {
  const parts = json
    .split(mark)
    .flatMap((part, index): (string | typeof hole)[] => (index === 0 ? [part] : [hole, part]));
  return partial(parts);
}
