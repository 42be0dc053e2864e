import { hole, type PolicyValue } from '../../../trail/keyPolicy/index.ts';
import { deepestPolicy, partialText, policyInText, type TextPart } from '../../declared/policyText.ts';
import type { Text, Value } from './evaluation/value.ts';

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
