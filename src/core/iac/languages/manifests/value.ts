import { type UnknownCause, unknown } from '../../../trail/fact.ts';
import type { TreeNode } from '../../formats/tree.ts';

/** What a field evaluates to in one world. */
export type Value =
  | { readonly kind: 'none' }
  | Text
  /** A map or a list that is written out. */
  | { readonly kind: 'written'; readonly node: TreeNode }
  /** One whose texts are evaluated. */
  | { readonly kind: 'structure'; readonly value: Structure }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause };

export type Structure =
  | Value
  | readonly Structure[]
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, Structure> };

export interface Text {
  readonly kind: 'text';
  readonly parts: readonly (string | Given)[];
}

/** A text that is given when it is deployed, and never an empty one. */
export interface Given {
  /** `spec.kmsKeyArn`, `.Values.account`. */
  readonly name: string;
  /** The item of the same template that makes it. */
  readonly item?: string;
  /** The function of a provider that answers it: `aws:kms:getAlias`. */
  readonly called?: string;
  /** What is taken of what makes or answers it: `arn`. */
  readonly attribute?: string;
  /** The id, the alias or the ARN by which a key is read that it is an attribute of. */
  readonly key?: string;
  /** An ARN of AWS; or the account, the partition or the Region in which it is deployed. */
  readonly is?: 'arn' | 'place';
}

export const none: Value = { kind: 'none' };

export function unknownValue(cause: UnknownCause = 'decided-at-deployment'): Value {
  return { ...unknown(cause) };
}

export function text(...parts: Text['parts']): Text {
  return { kind: 'text', parts: parts.filter(part => part !== '') };
}

/** The text if none of its parts is an input. */
export function literalOf(value: Value | undefined): string | undefined {
  return value?.kind === 'text' && value.parts.every(part => typeof part === 'string')
    ? value.parts.join('')
    : undefined;
}

/** The text for people, and for comparisons: inputs are in it by name. */
export function printed({ parts }: Text, given: (one: Given) => string = ({ name }) => name): string {
  return parts.map(part => (typeof part === 'string' ? part : given(part))).join('');
}

/** A field that is there, and is not empty. */
export function isWritten(value: Value): boolean {
  return value.kind !== 'none' && literalOf(value) !== '';
}

export function isItems(value: Structure): value is readonly Structure[] {
  return Array.isArray(value);
}
