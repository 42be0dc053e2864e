/**
 * What is known of one property. "Absent" is knowledge: the property is not there. "Unknown" is the lack of
 * it, and says why; an unknown fact never counts against a trail.
 */
export type Fact<T> = Known<T> | Absent | Unknown;

export interface Known<T> {
  readonly kind: 'known';
  readonly value: T;
}

export interface Absent {
  readonly kind: 'absent';
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly cause: UnknownCause;
}

export type UnknownCause =
  /** Asked for, and not answered yet. */
  | 'loading'
  /** The caller may not read it. */
  | 'denied'
  /** Reading it failed for another reason; the problem stands beside it. */
  | 'failed'
  /** It belongs to another account, which alone may read it. */
  | 'other-account'
  /** AWS Config does not record it, or did not. */
  | 'not-recorded'
  /** What it belongs to is named by no ARN, which alone says in which account and Region it is. */
  | 'not-an-arn'
  /** Known only when the code is deployed: a data source, an import, an input that somebody must give. */
  | 'decided-at-deployment'
  /** Stands in a text that could not be reached: a remote module, an include outside the workspace. */
  | 'out-of-reach'
  /** Written in a way that cannot be evaluated: a function not known, a name not declared. */
  | 'not-understood';

/** A property that depends on the inputs of the code that declares it. */
export interface Conditional<T> {
  readonly kind: 'conditional';
  /**
   * What it comes to with the defaults. Where they leave it open, the best of what it may be; unknown where it may be
   * there or not.
   */
  readonly byDefault: Fact<T>;
  /** Everything it can come to. */
  readonly branches: readonly Branch<T>[];
}

/** What a property comes to for some inputs, and which: those that are not left at their defaults. */
export type Branch<T> = Fact<T> & { readonly when?: readonly Circumstance[] };

/** An input, or a condition, as the code calls it, and what it is or comes to. */
export interface Circumstance {
  readonly input: string;
  /** `true`, `prod`; undefined for any value that somebody gives. */
  readonly value: string | undefined;
}

export type Choice<T> = Fact<T> | Conditional<T>;

export const absent: Absent = { kind: 'absent' };

export function known<T>(value: T): Known<T> {
  return { kind: 'known', value };
}

export function unknown(cause: UnknownCause): Unknown {
  return { kind: 'unknown', cause };
}

/** The value where it is known. */
export function knownValue<T>(fact: Fact<T>): T | undefined {
  return fact.kind === 'known' ? fact.value : undefined;
}
