import type { TextRange } from '../../../../base/text.ts';
import type { UnknownCause } from '../../../../trail/fact.ts';
import type { Call, Entry, Expression, TypeShape } from '../../../formats/code/syntax.ts';
import { joinedParts } from '../../../textParts.ts';
import type { Owner, ProgramFile } from '../outline/outline.ts';
import { camelCase } from '../spelling.ts';
import type { Environment } from './environment.ts';

/** What an expression of a program evaluates to in one world. */
export type Value =
  | Nothing
  | Text
  | Plain
  | ListValue
  | RecordValue
  | Reference
  | Made
  | Attribute
  | Given
  | ClassValue
  | FunctionValue
  | ObjectValue
  | UnknownValue;

/** `undefined`, `null`, `None`, `nil`: as if nothing were written. */
export interface Nothing {
  readonly kind: 'nothing';
}

/** A text, of which parts may be decided at deployment. */
export interface Text {
  readonly kind: 'text';
  readonly parts: readonly (string | Opaque)[];
}

/** A part of a text that is known at deployment only. */
export interface Opaque {
  /** Equal ids stand for equal texts. */
  readonly id: string;
  readonly value: Value;
}

export interface Plain {
  readonly kind: 'plain';
  readonly value: boolean | number;
}

/** `isOpen`: there may be more items than could be seen. */
export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly isOpen: boolean;
}

/** An object of properties, which are evaluated on demand. */
export interface RecordValue {
  readonly kind: 'record';
  readonly properties: ReadonlyMap<string, Property>;
  /** There may be other properties than could be seen, also instead of these. */
  readonly isOpen: boolean;
  /** The struct of the program that it is one of. */
  readonly type?: string | undefined;
  /** It is not built yet; with what it makes then, where that is more than this object. */
  readonly builder?: { readonly makes?: Reference; readonly args?: Arguments };
}

export interface Property {
  readonly get: () => Value;
  readonly entry: Place;
}

/** Where a property is written. */
export interface Place {
  readonly file: ProgramFile;
  readonly name: string;
  readonly nameRange: TextRange;
  readonly range: TextRange;
  readonly value: Expression | undefined;
  readonly environment: Environment;
  readonly isShorthand?: boolean | undefined;
  /** It comes with others out of an object that is handed in, and is not written by itself. */
  readonly isSpread?: true;
  readonly entry?: Entry | undefined;
}

/** Something out of a module that is not read: a module, a class, an enumeration and its members. */
export interface Reference {
  readonly kind: 'reference';
  readonly module: string;
  readonly path: readonly string[];
}

/** What a call of something that is not read gives: a construct, what a function of it returns. */
export interface Made {
  readonly kind: 'made';
  /** The same call in the same surroundings makes the same object. */
  readonly id: string;
  readonly callee: Reference | Attribute;
  readonly args: Arguments;
  /** The place of its creation, and its name there. */
  readonly file: ProgramFile;
  readonly range: TextRange;
  readonly call: Call | undefined;
  readonly environment: Environment;
}

/** What a call passes. */
export interface Arguments {
  readonly positional: readonly (() => Value)[];
  readonly named: RecordValue;
  /** There may be more positional ones than could be seen. */
  readonly isOpen: boolean;
  readonly call: Call | undefined;
  readonly environment: Environment | undefined;
}

/** A property or method of something that is not read. */
export interface Attribute {
  readonly kind: 'attribute';
  readonly of: Made | Attribute | Given | Reference;
  readonly name: string;
}

/** What is handed in from outside of all that is read. */
export interface Given {
  readonly kind: 'given';
  readonly id: string;
  /** As the code calls it: `props.encryptionKey`. */
  readonly name: string;
  /** Its type, as it is written. */
  readonly type: string | undefined;
  readonly shape?: TypeShape | undefined;
  readonly file: ProgramFile;
  /** It may be missing, and has no default: not known. */
  readonly isOpen?: true;
  /** It may be missing or empty, and is looked at where it is neither. */
  readonly isSet?: true;
  /** The owner whose types its own is one of. */
  readonly owner: Owner;
  /** Where it is declared, in its file; undefined where the program does not say. */
  readonly range?: TextRange | undefined;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly owner: Owner;
  readonly environment: Environment;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly owner: Owner | undefined;
  readonly environment: Environment;
  /** What it is called on, where that is its first parameter. */
  readonly receiver?: Value;
}

/** An object of a class that is read. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly instance: Environment;
  /** As what it is known where its class extends one that is not read. */
  readonly made: Made | undefined;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
}

export const nothing: Nothing = { kind: 'nothing' };
export const notUnderstood: UnknownValue = { kind: 'unknown', cause: 'not-understood' };
export const decidedLater: UnknownValue = { kind: 'unknown', cause: 'decided-at-deployment' };

export function text(...parts: readonly (string | Opaque)[]): Text {
  return { kind: 'text', parts: joinedParts(parts) };
}

export function plain(value: boolean | number): Plain {
  return { kind: 'plain', value };
}

/** The text where all of it is known. */
export function literalOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'text') {
    return undefined;
  }
  const [first, ...more] = value.parts;
  return first === undefined ? '' : typeof first === 'string' && more.length === 0 ? first : undefined;
}

export function isNothing(value: Value): boolean {
  return value.kind === 'nothing' || literalOf(value) === '';
}

/** The created object, also one of a class that extends an unread class. */
export function madeOf(value: Value): Made | undefined {
  return value.kind === 'made' ? value : value.kind === 'object' ? value.made : undefined;
}

/** A method that was called on something, which computes its result. */
export function methodOf({ callee }: Made): { readonly on: Value; readonly name: string } | undefined {
  return callee.kind === 'attribute' ? { on: callee.of, name: camelCase(callee.name) } : undefined;
}

/** What a class of inputs makes: an object of the arguments that it is called with, by their names. */
export function isOfInputs({ callee, call }: Made): boolean {
  return (
    callee.kind === 'reference' &&
    call !== undefined &&
    call.args.every(({ name, spread }) => name !== undefined || spread === 'named') &&
    /(?:Args|Props|Options)(?:Dict)?$/.test(callee.path.at(-1) ?? '')
  );
}

/** What an unread function answers, which may be anything. Where functions start with a capital letter, most create something. */
export function isAnswer({ call, callee }: Made): boolean {
  const name = callee.kind === 'reference' ? callee.path.at(-1) : callee.name;
  return call?.isNew === false && /^(?:[^A-Z]|Get)/.test(name ?? '');
}

/** Equal IDs mean equal values; undefined if that is not known. */
export function idOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'nothing':
      return 'nothing';
    case 'text':
      return `"${value.parts.map(part => (typeof part === 'string' ? part : `\u0000${part.id}\u0000`)).join('')}`;
    case 'plain':
      return String(value.value);
    case 'made':
    case 'given':
      return value.id;
    case 'object':
      return value.instance.id;
    case 'reference':
      return `${value.module}.${value.path.join('.')}`;
    case 'attribute': {
      const of = idOf(value.of);
      return of === undefined ? undefined : `${of}.${value.name}`;
    }
    case 'class':
      return `${value.environment.id}#${value.owner.range.start}`;
    case 'list':
    case 'record':
    case 'function':
    case 'unknown':
      return undefined;
  }
}

/** A property or method; where what is exported starts with a capital letter, so do these. */
export function attributeOf(of: Attribute['of'], name: string): Attribute {
  const isCapital = /^[A-Z][a-z]/.test(name);
  return { kind: 'attribute', of, name: isCapital ? name.charAt(0).toLowerCase() + name.slice(1) : name };
}

/** Whether a value counts as true; undefined where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'plain':
      return value.value !== false && value.value !== 0;
    case 'nothing':
      return false;
    case 'text':
      return !isNothing(value);
    case 'list':
    case 'record':
    case 'object':
      return true;
    case 'made':
      return isAnswer(value) ? undefined : true;
    default:
      return undefined;
  }
}
