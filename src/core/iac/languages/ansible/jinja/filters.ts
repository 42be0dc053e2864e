import { pairsOf } from '../evaluation/loops.ts';
import {
  bool,
  given,
  later,
  literalOf,
  notUnderstood,
  partsOf,
  text,
  type Value,
} from '../evaluation/value.ts';
import type { World } from '../evaluation/world.ts';
import { isGiven, isTrue } from './truth.ts';

/** An argument of a filter by its place and its name. */
export type ReadArgument = (index: number, name: string) => Value | undefined;

/** What a filter makes of a value (Ansible documentation, "Using filters to manipulate data"). */
export function filtered(name: string, value: Value, argument: ReadArgument, world: World): Value {
  switch (name) {
    case 'default':
    case 'd':
      return defaulted(value, argument, world);
    case 'mandatory':
      return value.kind === 'undefined' && value.input !== undefined ? given(value.input) : value;
    case 'ternary': {
      const holds = isTrue(value, world);
      const [yes, no] = [argument(0, 'true_val'), argument(1, 'false_val')];
      return (holds === undefined ? undefined : holds ? yes : no) ?? notUnderstood;
    }
    case 'bool':
      return asBool(value, world);
    case 'to_json':
    case 'to_nice_json':
    case 'tojson':
    case 'to_yaml':
    case 'string':
    case 'quote':
    case 'trim':
    case 'from_json':
    case 'int':
      return same(value, name);
    case 'lower':
    case 'upper': {
      const literal = literalOf(value);
      const change = name === 'lower' ? 'toLowerCase' : 'toUpperCase';
      return literal === undefined ? later : text(literal[change]());
    }
    case 'first':
    case 'last': {
      const at = name === 'first' ? 0 : -1;
      return value.kind === 'list' ? (value.items.at(at) ?? { kind: 'undefined' }) : partOf(value, at);
    }
    case 'join':
      return joined(value, literalOf(argument(0, 'd')) ?? '');
    case 'dict2items': {
      const names = [argument(0, 'key_name'), argument(1, 'value_name')];
      const [keyName = 'key', valueName = 'value'] = names.map(one => literalOf(one));
      return pairsOf(value, keyName, valueName) ?? (value.kind === 'unknown' ? value : later);
    }
    case 'combine': {
      const other = argument(0, '');
      return value.kind === 'map' && other?.kind === 'map'
        ? { kind: 'map', entries: new Map([...value.entries, ...other.entries]) }
        : notUnderstood;
    }
    default:
      return value.kind === 'unknown' ? value : later;
  }
}

function defaulted(value: Value, argument: ReadArgument, world: World): Value {
  const otherwise = () => argument(0, 'default_value') ?? text('');
  if (value.kind === 'undefined') {
    const isThere = value.input === undefined ? false : isGiven(value.input, world);
    return isThere === undefined ? later : isThere ? given(value.input ?? '') : otherwise();
  }
  const replacesEmpty = argument(1, 'boolean');
  if (!replacesEmpty || isTrue(replacesEmpty, world) !== true) {
    return value;
  }
  const holds = isTrue(value, world);
  return holds === false ? otherwise() : value;
}

function asBool(value: Value, world: World): Value {
  const literal = literalOf(value);
  if (literal !== undefined) {
    return bool(/^(?:true|yes|on|1|t|y)$/i.test(literal));
  }
  const holds = value.kind === 'undefined' ? isTrue(value, world) : undefined;
  return holds === undefined ? later : bool(holds);
}

/** What these filters make of a value is read back as what it was. */
function same(value: Value, name: string): Value {
  const literal = literalOf(value);
  return name === 'trim' && literal !== undefined ? text(literal.trim()) : value;
}

function partOf(value: Value, at: number): Value {
  return value.kind === 'result'
    ? { ...value, path: [...value.path, String(Math.max(at, 0))], name: `${value.name}[${at}]` }
    : later;
}

function joined(value: Value, separator: string): Value {
  if (value.kind !== 'list') {
    return later;
  }
  const pieces = value.items.map(partsOf);
  return pieces.every(piece => piece !== undefined)
    ? text(...pieces.flatMap((piece, index) => (index === 0 ? piece : [separator, ...piece])))
    : notUnderstood;
}
