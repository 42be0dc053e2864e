import { asBool, asNumber } from '../readValue.ts';
import { asText, bool, failure, number, text, type Value } from '../value.ts';
import { derived } from './helpers.ts';

export function toText(value: Value): Value {
  const known = asText(value);
  return known !== undefined ? text(known) : value.kind === 'list' || value.kind === 'map' ? failure : value;
}

export function toNumber(value: Value): Value {
  const known = asNumber(value);
  return known === undefined ? (value.kind === 'null' ? value : derived(value)) : number(known);
}

export function toBool(value: Value): Value {
  const known = asBool(value);
  return known === undefined ? (value.kind === 'null' ? value : derived(value)) : bool(known);
}
