import { onceFor } from '../../../../base/onceFor.ts';
import type { TextRange } from '../../../../base/text.ts';
import type { UnknownCause } from '../../../../trail/fact.ts';
import type { hole } from '../../../../trail/keyPolicy/index.ts';
import type { Expression } from '../../../formats/hcl/index.ts';
import type { Resource } from '../modules/module.ts';
import type { Scope } from './scope.ts';

/** What an expression evaluates to, as Terraform would evaluate it. */
export type Value = Evaluated & {
  /** It came, whole or in part, out of a file that the code names (`file`, `templatefile`): it is never quoted. */
  readonly fromFile?: true;
};

type Evaluated =
  | { readonly kind: 'null' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | ListValue
  | (Measured & { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> })
  | ResourceValue
  | ModuleValue
  | UnknownValue
  /** Terraform would refuse the expression; `try` and `can` catch it. */
  | { readonly kind: 'error' };

export interface ListValue extends Measured {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** A set, whose items are their own keys. */
  readonly isSet?: true;
}

/** Counted once when it is created, because one value may be in another many times. */
interface Measured {
  /** Characters and items, those of the values in it included. */
  readonly size: number;
  /** Nesting depth of lists and maps. */
  readonly depth: number;
}

/** One instance of a resource or data source; its attributes are evaluated on demand. */
export interface ResourceValue {
  readonly kind: 'resource';
  readonly scope: Scope;
  readonly resource: Resource;
  readonly bindings: Bindings;
}

/** One instance of a module call; its outputs are evaluated on demand. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly scope: Scope;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
  /** Certainly neither null nor empty, or expected not to be. */
  readonly solid: boolean;
  /**
   * The name of an input that must be given, and is expected not to be empty: only code that asks whether it is allows for
   * that.
   */
  readonly mustBeGiven?: string;
  /** A number that is certainly not smaller. */
  readonly atLeast?: number;
  /** A string of which parts are known. */
  readonly parts?: readonly (string | typeof hole)[];
  /** Characters and items of its parts, or of its content. */
  readonly size?: number;
  /** JSON text whose content is known in part. */
  readonly json?: Value;
  /** The attribute of a resource that it will be. */
  readonly origin?: Origin;
  /** An object that is given at deployment: its attributes are inputs themselves. */
  readonly open?: OpenInput;
  /** An input that is limited to these values. */
  readonly among?: { readonly id: string; readonly values: readonly Value[] };
}

/** A variable of the root, or an attribute of one, which may be given. */
export interface OpenInput {
  /** `var.trail`, `var.trail.kms_key_arn`. */
  readonly id: string;
  readonly type: Expression | undefined;
  /** The file in which the type is written. */
  readonly uri: string;
  /** Where the type is in quotes: ranges inside it are not those of the file. */
  readonly quoted?: TextRange;
  readonly scope: Scope;
}

/** Where an unknown value will come from, so that facts of the key can be looked up there. */
export interface Origin {
  readonly address: string;
  readonly attribute: string;
  /** The declaration, where there is one. */
  readonly declared: ResourceValue | undefined;
}

/** The names that hold in one place only: `each`, `count`, and those of `for` expressions. */
export type Bindings = ReadonlyMap<string, Value>;

export const noBindings: Bindings = new Map();
/** Identifies an instance: what `each.key`, `count.index` and the names of `for` expressions are. */
export const bindingsId = onceFor((bindings: Bindings) =>
  [...bindings].map(([name, value]) => `${name}=${brief(value, 0)}`).join(' '),
);

export const nothing: Value = { kind: 'null' };
export const failure: Value = { kind: 'error' };

/** Marks a value that may hold text of such a file. What is looked up later, attributes and outputs, is marked then. */
export function fromFile(value: Value): Value {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'list':
    case 'map':
    case 'unknown':
      return value.fromFile ? value : { ...value, fromFile: true };
    default:
      return value;
  }
}

export function text(value: string): Value {
  return { kind: 'string', value };
}

export function number(value: number): Value {
  return { kind: 'number', value };
}

export function bool(value: boolean): Value {
  return { kind: 'bool', value };
}

export function list(items: readonly Value[]): Value {
  return { kind: 'list', items, ...measured(items) };
}

/** A set: each item once, and texts in their order. */
export function setOf(items: readonly Value[]): Value {
  const texts = items.map(asText);
  const once = texts.every(one => one !== undefined) ? [...new Set(texts)].sort().map(text) : distinct(items);
  return { kind: 'list', items: once, isSet: true, ...measured(once) };
}

/** Each item once; what is not known is equal to nothing. */
export function distinct(items: readonly Value[]): readonly Value[] {
  const seen = new Set<string>();
  return items.filter(item => {
    const id = identityOf(item);
    const isNew = id === undefined || !seen.has(id);
    seen.add(id ?? '');
    return isNew;
  });
}

/** The same text for equal values of equal types; undefined for what is not known. */
export function identityOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
    case 'bool':
      return String(value.value);
    case 'list': {
      const items = value.items.map(identityOf);
      return items.includes(undefined) ? undefined : `[${items.join()}]`;
    }
    case 'map': {
      const items = [...value.entries].map(([key, item]) => {
        const id = identityOf(item);
        return id === undefined ? undefined : `${JSON.stringify(key)}:${id}`;
      });
      return items.includes(undefined) ? undefined : `{${items.sort().join()}}`;
    }
    default:
      return undefined;
  }
}

export function map(entries: Iterable<readonly [string, Value]>): Value {
  const all = new Map(entries);
  return { kind: 'map', entries: all, ...measured(all.values()) };
}

function measured(items: Iterable<Value>): Measured {
  let [size, depth] = [1, 0];
  for (const item of items) {
    size += sizeOf(item);
    depth = Math.max(depth, depthOf(item));
  }
  return { size, depth: depth + 1 };
}

/** Characters and items that a value holds. */
export function sizeOf(value: Value): number {
  switch (value.kind) {
    case 'string':
      return value.value.length + 1;
    case 'list':
    case 'map':
      return value.size;
    case 'unknown':
      return value.size ?? 1;
    default:
      return 1;
  }
}

/** Nesting depth of lists and maps. */
export function depthOf(value: Value): number {
  switch (value.kind) {
    case 'list':
    case 'map':
      return value.depth;
    case 'unknown':
      return value.json ? depthOf(value.json) : 0;
    default:
      return 0;
  }
}

/** A value that is not known from the text. */
export function unknownValue(cause: UnknownCause): UnknownValue {
  return { kind: 'unknown', cause, solid: false };
}

/** A value that is known when the code is deployed, and that is certainly there then. */
export function solidValue(origin?: Origin): UnknownValue {
  return { kind: 'unknown', cause: 'decided-at-deployment', solid: true, ...(origin && { origin }) };
}

/** A string with holes, or the string itself where it has none. */
export function partial(parts: readonly (string | typeof hole)[]): Value {
  const joined: (string | typeof hole)[] = [];
  let size = 1;
  for (const part of parts) {
    size += typeof part === 'string' ? part.length : 1;
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      joined[joined.length - 1] = last + part;
    } else if (part !== '') {
      joined.push(part);
    }
  }
  const [first] = joined;
  if (joined.length === 0 || (joined.length === 1 && typeof first === 'string')) {
    return text(typeof first === 'string' ? first : '');
  }
  const solid = joined.some(part => typeof part === 'string');
  return { kind: 'unknown', cause: 'decided-at-deployment', solid, parts: joined, size };
}

/** As Terraform converts to a string where one is wanted; undefined for what is none. */
export function asText(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'number':
    case 'bool':
      return String(value.value);
    default:
      return undefined;
  }
}

function brief(value: Value, depth: number): string {
  if (depth > 3) {
    return '…';
  }
  switch (value.kind) {
    case 'list':
      return `[${value.items.map(item => brief(item, depth + 1)).join()}]`;
    case 'map':
      return `{${[...value.entries].map(([key, item]) => `${key}:${brief(item, depth + 1)}`).join()}}`;
    case 'resource':
      return value.resource.address;
    default:
      return asText(value) ?? value.kind;
  }
}
