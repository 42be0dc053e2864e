import type { TextRange } from '../../../../base/text.ts';
import { type Expression, literalText, type ObjectItem, parseHcl } from '../../../formats/hcl/index.ts';
import { asBool, asNumber } from './readValue.ts';
import { asText, bool, list, map, nothing, number, setOf, text, type Value } from './value.ts';

/** Evaluates a default that is in a type constraint. */
export type EvaluateDefault = (expression: Expression) => Value;

/**
 * Converts a value to a variable's type, as far as that changes what is known: members that are `optional` are
 * filled in, members that the type does not name go, and lists become sets and maps.
 */
export function convert(value: Value, type: Expression | undefined, evaluate: EvaluateDefault): Value {
  return convertTo(value, type && typeExpression(type), evaluate, 0);
}

/** Whether a type constraint is this simple type. */
export function isType(type: Expression | undefined, name: string): boolean {
  const expression = type && typeExpression(type);
  return expression?.kind === 'variable' && expression.name === name;
}

export interface ObjectAttribute {
  readonly name: string;
  readonly type: Expression | undefined;
  readonly optional: boolean;
  /** What an optional attribute is when it is left out; undefined for null. */
  readonly fallback: Expression | undefined;
  readonly range: TextRange;
}

/** The attributes of an object type; undefined for other types. */
export function attributesOfType(type: Expression | undefined): readonly ObjectAttribute[] | undefined {
  const expression = type && typeExpression(type);
  const [inner] = expression?.kind === 'call' && expression.name === 'object' ? expression.args : [];
  return inner?.kind === 'object' ? inner.items.map(attributeOfType) : undefined;
}

/** The type of the values of a map; undefined for other types. */
export function elementOfType(type: Expression | undefined): Expression | undefined {
  const expression = type && typeExpression(type);
  return expression?.kind === 'call' && expression.name === 'map' ? expression.args[0] : undefined;
}

function attributeOfType({ key, value }: ObjectItem): ObjectAttribute {
  const optional = value.kind === 'call' && value.name === 'optional' ? value.args : undefined;
  return {
    name: (key.kind === 'variable' ? key.name : literalText(key)) ?? '',
    type: optional ? optional[0] : value,
    optional: optional !== undefined,
    fallback: optional?.[1],
    range: { start: key.range.start, end: value.range.end },
  };
}

/** In JSON, and in texts for Terraform 0.11, the type is in quotes. */
function typeExpression(type: Expression): Expression {
  const quoted = literalText(type);
  if (quoted === undefined) {
    return type;
  }
  return parseHcl(`type = ${quoted}\n`).body.attributes[0]?.value ?? type;
}

function convertTo(
  value: Value,
  type: Expression | undefined,
  evaluate: EvaluateDefault,
  depth: number,
): Value {
  if (!type || depth > 40 || value.kind === 'null' || value.kind === 'unknown' || value.kind === 'error') {
    return value;
  }
  if (type.kind === 'variable') {
    return simple(value, type.name);
  }
  if (type.kind !== 'call') {
    return value;
  }
  const [inner] = type.args;
  const each = (item: Value) => convertTo(item, inner, evaluate, depth + 1);
  switch (type.name) {
    case 'list':
      return value.kind === 'list' ? list(value.items.map(each)) : value;
    case 'set':
      return value.kind === 'list' ? setOf(value.items.map(each)) : value;
    case 'tuple':
      return value.kind === 'list' && inner?.kind === 'tuple'
        ? list(value.items.map((item, index) => convertTo(item, inner.items[index], evaluate, depth + 1)))
        : value;
    case 'map':
      return value.kind === 'map' ? map([...value.entries].map(([key, item]) => [key, each(item)])) : value;
    case 'object': {
      const attributes = attributesOfType(type);
      return value.kind === 'map' && attributes
        ? convertObject(value.entries, attributes, evaluate, depth)
        : value;
    }
    default:
      return value;
  }
}

/** What cannot be converted stays: Terraform refuses it. */
function simple(value: Value, type: string): Value {
  switch (type) {
    case 'string': {
      const converted = asText(value);
      return converted === undefined ? value : text(converted);
    }
    case 'bool': {
      const converted = asBool(value);
      return converted === undefined ? value : bool(converted);
    }
    case 'number': {
      const converted = asNumber(value);
      return converted === undefined ? value : number(converted);
    }
    default:
      return value;
  }
}

function convertObject(
  entries: ReadonlyMap<string, Value>,
  attributes: readonly ObjectAttribute[],
  evaluate: EvaluateDefault,
  depth: number,
): Value {
  const result = new Map<string, Value>();
  for (const { name, type, fallback } of attributes) {
    const given = entries.get(name);
    const value = given && given.kind !== 'null' ? given : fallback ? evaluate(fallback) : nothing;
    result.set(name, convertTo(value, type, evaluate, depth + 1));
  }
  return map(result);
}
