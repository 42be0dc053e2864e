import { hole, type PolicyValue } from '../../../trail/keyPolicy/index.ts';
import {
  deepestPolicy,
  jsonInText,
  partialText,
  policyInText,
  type TextPart,
  unmarked,
} from '../../declared/policyText.ts';
import { plainRecord } from './evaluation/properties.ts';
import {
  decidedLater,
  nothing,
  type Opaque,
  plain,
  type Text,
  text,
  type Value,
} from './evaluation/value.ts';

/** What is known of a value that is decided at deployment; a hole for nothing. */
export type StandIn = (value: Value) => TextPart;

/** A policy of a program, as an object or as JSON in a text, with holes for what is decided at deployment. */
export function wholePolicy(value: Value, standIn: StandIn): PolicyValue {
  return value.kind === 'text' ? policyInText(partsOf(value, standIn)) : policyValue(value, standIn);
}

/** A part of a policy. */
export function policyValue(value: Value, standIn: StandIn, depth = 0): PolicyValue {
  if (depth > deepestPolicy) {
    return hole;
  }
  switch (value.kind) {
    case 'nothing':
      return null;
    case 'plain':
      return value.value;
    case 'text':
      return partialText(partsOf(value, standIn));
    case 'list':
      return value.isOpen ? hole : value.items.map(item => policyValue(item, standIn, depth + 1));
    case 'record':
      return value.isOpen
        ? hole
        : Object.fromEntries(
            [...value.properties].flatMap(([name, property]) => {
              const inner = property.get();
              return inner.kind === 'nothing' ? [] : [[name, policyValue(inner, standIn, depth + 1)]];
            }),
          );
    default:
      return partialText([standIn(value)]);
  }
}

function partsOf({ parts }: Text, standIn: StandIn): readonly TextPart[] {
  return parts.map(part => (typeof part === 'string' ? part : standIn(part.value)));
}

/** What a text of JSON says, as a program would write it. */
export function policyInJson({ parts }: Text): Value {
  return read(jsonInText(parts), parts, 0);
}

function read(json: unknown, given: Text['parts'], depth: number): Value {
  if (typeof json === 'string') {
    return text(...unmarked<string | Opaque>(json, given, lost));
  }
  if (typeof json === 'boolean' || typeof json === 'number') {
    return plain(json);
  }
  if (json === null) {
    return nothing;
  }
  if (typeof json !== 'object' || depth > deepestPolicy) {
    return decidedLater;
  }
  return Array.isArray(json)
    ? { kind: 'list', items: json.map(one => read(one, given, depth + 1)), isOpen: false }
    : plainRecord(Object.entries(json).map(([name, one]) => [name, read(one, given, depth + 1)] as const));
}

/** A mark that the text itself has. */
const lost: Opaque = { id: '', value: decidedLater };
