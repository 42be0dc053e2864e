import { type Fact, unknown } from '../../../../trail/fact.ts';
import type { KeyFacts } from '../../../../trail/key.ts';
import type { Origin, UnknownValue, Value } from '../evaluation/value.ts';
import { typeOf } from '../modules/module.ts';

/** What a trail's key attribute evaluates to in one world. */
export type KeyReference =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly fact: Fact<KeyFacts> & { kind: 'unknown' } }
  | {
      readonly kind: 'key';
      /** Identifies a key. */
      readonly name: string;
      /** What is quoted in messages. */
      readonly shown: string;
      readonly value: Value;
    };

/**
 * Nothing, null and the empty string mean no key; what is certainly something means a key. Text of a file that the code
 * names is not quoted: the key is called by the expression, as it is written.
 */
export function keyReference(value: Value | undefined, written: string): KeyReference {
  const key = (name: string, value: Value): KeyReference => ({
    kind: 'key',
    name,
    shown:
      value.fromFile && !(value.kind === 'unknown' && value.origin) ? written : (keyBehind(value) ?? name),
    value,
  });
  switch (value?.kind) {
    case undefined:
    case 'null':
      return { kind: 'absent' };
    case 'string':
      return value.value === '' ? { kind: 'absent' } : key(value.value, value);
    case 'number':
    case 'bool':
      return key(String(value.value), value);
    case 'unknown':
      return value.solid ? key(nameOfValue(value), value) : { kind: 'unknown', fact: unknown(value.cause) };
    default:
      return { kind: 'unknown', fact: unknown('not-understood') };
  }
}

function nameOfValue(value: UnknownValue): string {
  if (value.origin) {
    return nameOfOrigin(value.origin);
  }
  return value.parts?.map(part => (typeof part === 'string' ? part : '…')).join('') ?? '';
}

/** A key, or its stand-in, is named by its address: `aws_kms_key.logs`, not `aws_kms_key.logs.arn`. */
function keyBehind(value: Value): string | undefined {
  const origin = value.kind === 'unknown' ? value.origin : undefined;
  return origin && /^(?:data\.)?aws(?:cc)?_kms_/.test(typeOfOrigin(origin))
    ? nameOfOrigin({ ...origin, attribute: '' })
    : undefined;
}

/** `aws_kms_key`, `data.aws_kms_alias`. */
export function typeOfOrigin({ address, declared }: Origin): string {
  return declared ? typeOf(declared.resource) : address.replace(/\.[^.]*$/, '');
}

function nameOfOrigin({ address, attribute, declared }: Origin): string {
  const prefix = declared && declared.scope.path !== '' ? `${declared.scope.path}.` : '';
  return `${prefix}${address}${attribute === '' ? '' : `.${attribute}`}`;
}
