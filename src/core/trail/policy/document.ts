import { messageOf } from '../../base/thrown.ts';
import type { Doubt } from './doubt.ts';
import { duplicateKey } from './jsonText.ts';
import { incomplete, malformed } from './match.ts';

/** A value that is decided outside the text: any value. */
export const hole: unique symbol = Symbol('hole');

/** Text that is decided outside, but contains no colon: one component of an ARN. */
export const segment: unique symbol = Symbol('segment');

/** A string of which only parts are known, as in `arn:aws:iam::${data.aws_caller_identity.current.id}:root`. */
export class PartialText {
  readonly parts: readonly (string | typeof hole | typeof segment)[];

  constructor(parts: readonly (string | typeof hole | typeof segment)[]) {
    this.parts = parts;
  }
}

export type PolicyValue =
  | string
  | number
  | boolean
  | null
  | typeof hole
  | typeof segment
  | PartialText
  | readonly PolicyValue[]
  | PolicyObject;

export interface PolicyObject {
  readonly [key: string]: PolicyValue;
}

/** A policy as text, or as a document that was evaluated already, with holes for what is not known. */
export type PolicySource = PolicyValue;

export interface PolicyDocument {
  /** Policy variables such as `${aws:SourceArn}` are plain text in versions before 2012-10-17. */
  readonly variables: boolean;
  readonly statements: readonly PolicyValue[];
}

export type ReadPolicy =
  | { readonly kind: 'document'; readonly document: PolicyDocument }
  | { readonly kind: 'doubt'; readonly doubt: Doubt };

/** Reads the frame of a policy. Never throws; an invalid statement is kept, and makes the verdict uncertain. */
export function readPolicy(source: PolicySource): ReadPolicy {
  if (typeof source === 'string') {
    return readText(source);
  }
  if (!isObject(source)) {
    return doubt(isUnknown(source) ? incomplete : malformed('the policy is not an object'));
  }
  const statement = member(source, 'Statement');
  if (statement === undefined) {
    return doubt(malformed('the policy has no Statement'));
  }
  if (!isList(statement) && !isObject(statement)) {
    return doubt(isUnknown(statement) ? incomplete : malformed('Statement is neither an object nor a list'));
  }
  const version = member(source, 'Version');
  const variables = version !== undefined && version !== '2008-10-17';
  return {
    kind: 'document',
    document: { variables, statements: isList(statement) ? statement : [statement] },
  };
}

export function isObject(value: PolicyValue | undefined): value is PolicyObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PartialText)
  );
}

export function isList(value: PolicyValue | undefined): value is readonly PolicyValue[] {
  return Array.isArray(value);
}

export function isUnknown(
  value: PolicyValue | undefined,
): value is typeof hole | typeof segment | PartialText {
  return value === hole || value === segment || value instanceof PartialText;
}

/** AWS takes one value wherever it takes a list of them. */
export function listOf(value: PolicyValue): readonly PolicyValue[] {
  return isList(value) ? value : [value];
}

/** Own members only: `constructor` and the like are not members of a policy. */
export function member(object: PolicyObject, key: string): PolicyValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function readText(text: string): ReadPolicy {
  let value: PolicyValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return doubt(malformed(messageOf(error)));
  }
  if (typeof value === 'string') {
    return doubt(malformed('the policy is not an object'));
  }
  const twice = duplicateKey(text);
  return twice === undefined ? readPolicy(value) : doubt(malformed(`the key "${twice}" appears twice`));
}

function doubt(why: Doubt): ReadPolicy {
  return { kind: 'doubt', doubt: why };
}

/** The `Sid` of a statement, or its place counted from one. */
export function statementName(statement: PolicyValue, index: number): string {
  const sid = isObject(statement) ? member(statement, 'Sid') : undefined;
  return typeof sid === 'string' && sid !== '' ? sid : String(index + 1);
}
