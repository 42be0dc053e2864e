import type { UnknownCause } from '../../../../trail/fact.ts';
import { joinedParts, sizesOf } from '../../../textParts.ts';
import type { Step } from '../step.ts';

/**
 * What an expression of a playbook evaluates to, in one world. Numbers are kept as text: nothing here is calculated.
 */
export type Value =
  | TextValue
  | BoolValue
  | { readonly kind: 'nothing' }
  /** The variable `omit`: as if the argument were not written. */
  | { readonly kind: 'omit' }
  | UndefinedValue
  | ListValue
  | MapValue
  | ResultValue
  | UnknownValue;

export interface TextValue {
  readonly kind: 'text';
  readonly parts: readonly (string | Opaque)[];
}

export interface BoolValue {
  readonly kind: 'bool';
  readonly value: boolean;
}

/** A name that nothing gives a value; a task that prints it fails. */
export interface UndefinedValue {
  readonly kind: 'undefined';
  /** The input, where it may come from outside; left out for a part of something that is known. */
  readonly input?: string;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Value>;
}

/** What a task registered, or a part of it. */
export interface ResultValue {
  readonly kind: 'result';
  readonly step: Step;
  readonly path: readonly string[];
  /** As one would write it: `key.key_arn`. */
  readonly name: string;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
}

/** Something that is there, but whose text is known when the playbook runs. */
export interface Opaque {
  /** As one would write it between `{{` and `}}`. Equal names stand for equal values. */
  readonly name: string;
  /** The task that it is a result of. */
  readonly result?: ResultValue;
  /** Given from outside. */
  readonly isInput?: true;
}

export const nothing: Value = { kind: 'nothing' };
export const omitted: Value = { kind: 'omit' };
export const notUnderstood: UnknownValue = { kind: 'unknown', cause: 'not-understood' };
export const later: UnknownValue = { kind: 'unknown', cause: 'decided-at-deployment' };
export const outOfReach: UnknownValue = { kind: 'unknown', cause: 'out-of-reach' };

export function text(...parts: readonly (string | Opaque)[]): TextValue {
  return { kind: 'text', parts: joinedParts(parts) };
}

export function bool(value: boolean): BoolValue {
  return { kind: 'bool', value };
}

export function given(name: string): TextValue {
  return text({ name, isInput: true });
}

/** The text where all of it is known. */
export function literalOf(value: Value | undefined): string | undefined {
  switch (value?.kind) {
    case 'text':
      return value.parts.every(part => typeof part === 'string') ? value.parts.join('') : undefined;
    case 'bool':
      return value.value ? 'True' : 'False';
    default:
      return undefined;
  }
}

/** As a playbook would write it: `arn:aws:kms:{{ region }}:…`. Equal texts stand for equal values. */
export function printed({ parts }: TextValue): string {
  return parts.map(part => (typeof part === 'string' ? part : `{{ ${part.name} }}`)).join('');
}

/** The pieces of what is printed into a text; undefined if it is not known. */
export function partsOf(value: Value): TextValue['parts'] | undefined {
  switch (value.kind) {
    case 'text':
      return value.parts;
    case 'bool':
      return [value.value ? 'True' : 'False'];
    case 'result':
      return [{ name: value.name, result: value }];
    case 'undefined':
      return value.input === undefined ? undefined : [{ name: value.input, isInput: true }];
    case 'nothing':
    case 'omit':
    case 'list':
    case 'map':
    case 'unknown':
      return undefined;
  }
}

export const sizeOf = sizesOf<Value>(value =>
  value.kind === 'text' || value.kind === 'list' || value.kind === 'map' ? value : undefined,
);
