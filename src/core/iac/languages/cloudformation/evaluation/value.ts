import type { UnknownCause } from '../../../../trail/fact.ts';
import { joinedParts, largestValue, sizeOfParts, sizesOf } from '../../../textParts.ts';
import type { Resource } from '../template.ts';

/** What an expression of a template evaluates to, for one set of inputs. */
export type Value = TextValue | NoValue | ListValue | MapValue | UnknownValue;

/** It came, whole or in part, out of a file that the code names (`${file(…)}`): it is never quoted. */
interface FromFile {
  readonly fromFile?: true;
}

/** A string, of which parts may be decided at deployment. CloudFormation hands everything on as a string. */
export interface TextValue extends FromFile {
  readonly kind: 'text';
  readonly parts: readonly (string | Opaque)[];
}

/** `AWS::NoValue`, or null: as if the property were not written. */
export interface NoValue {
  readonly kind: 'none';
}

export interface ListValue extends FromFile {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue extends FromFile {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Value>;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
}

/** Something that is there, but whose text is known at deployment only. */
export interface Opaque {
  /** Equal ids stand for equal values. */
  readonly id: string;
  /** As one would write it between `${` and `}`. */
  readonly name: string;
  readonly origin: Origin;
}

export type Origin =
  | { readonly kind: 'parameter' }
  | { readonly kind: 'pseudo' }
  /** An input that is left open: it may be any of its values. */
  | { readonly kind: 'open' }
  | { readonly kind: 'resource'; readonly resource: Resource; readonly home: Home }
  /** An import, a dynamic reference, an attribute of something that is not a resource here. */
  | { readonly kind: 'deployment' };

/** The evaluated template that a resource belongs to; kept opaque here, so that values know nothing of evaluation. */
export interface Home {
  readonly path: string;
}

/** Whether a value may hold text of such a file. */
export function isFromFile(value: Value): boolean {
  return 'fromFile' in value;
}

export function fromFile(value: Value): Value {
  return value.kind === 'none' || value.kind === 'unknown' || isFromFile(value)
    ? value
    : { ...value, fromFile: true };
}

export const none: NoValue = { kind: 'none' };

export function text(...parts: readonly (string | Opaque)[]): TextValue {
  return { kind: 'text', parts: joinedParts(parts) };
}

/** Makes a text of pieces that were evaluated, up to the length that a value may have. */
export class TextBuilder {
  readonly #parts: (string | Opaque)[] = [];
  #size = 0;

  add(parts: readonly (string | Opaque)[]): void {
    this.#size += sizeOfParts(parts);
    if (this.#size <= largestValue) {
      for (const part of parts) {
        this.#parts.push(part);
      }
    }
  }

  get value(): TextValue | UnknownValue {
    return this.#size > largestValue ? tooLarge : { kind: 'text', parts: joinedParts(this.#parts) };
  }
}

/** The value of what grows beyond every measure. */
export const tooLarge: UnknownValue = { kind: 'unknown', cause: 'not-understood' };

export const sizeOf = sizesOf<Value>(value =>
  value.kind === 'none' || value.kind === 'unknown' ? undefined : value,
);

export function unknownValue(cause: UnknownCause): UnknownValue {
  return { kind: 'unknown', cause };
}

/** The string where all of it is known. */
export function literalOf(value: Value): string | undefined {
  if (value.kind !== 'text') {
    return undefined;
  }
  const [first, ...rest] = value.parts;
  return first === undefined ? '' : typeof first === 'string' && rest.length === 0 ? first : undefined;
}

/** As `Fn::Sub` would write it: `arn:${AWS::Partition}:kms:…`. Equal texts stand for equal values. */
export function printed(value: TextValue): string {
  return value.parts.map(part => (typeof part === 'string' ? part : `\${${part.name}}`)).join('');
}

/** Identity of a value, for comparisons; `undefined` where it cannot be compared. */
export function identity(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return value.parts.map(part => (typeof part === 'string' ? part : `\u0000${part.id}\u0000`)).join('');
    case 'none':
      return '';
    case 'list': {
      const items = value.items.map(identity);
      return items.includes(undefined) ? undefined : JSON.stringify(items);
    }
    case 'map':
    case 'unknown':
      return undefined;
  }
}

/** The pieces between a separator that is written out. What is decided at deployment is taken to hold none. */
export function splitText({ parts }: TextValue, separator: string): TextValue[] {
  const pieces: (string | Opaque)[][] = [[]];
  for (const part of parts) {
    const [first = part, ...others] = typeof part === 'string' ? part.split(separator) : [part];
    pieces.at(-1)?.push(first);
    pieces.push(...others.map(other => [other]));
  }
  return pieces.map(piece => ({ kind: 'text', parts: joinedParts(piece) }));
}

/** Of what is not a text, only a doubt can come. */
export function unknownOf(value: Value): Value {
  return value.kind === 'unknown' ? value : unknownValue('not-understood');
}
