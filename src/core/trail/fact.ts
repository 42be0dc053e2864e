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
  /** Requested, and not answered yet. */
  | 'loading'
  /** The caller may not read it. */
  | 'denied'
  /** Reading it failed for another reason; the problem is kept beside it. */
  | 'failed'
  /** It belongs to another account, and only that account may read it. */
  | 'other-account'
  /** AWS Config does not record it, or did not. */
  | 'not-recorded'
  /** Its owner is not named by an ARN, so its account and Region are not known. */
  | 'not-an-arn'
  /** Known only at deployment: a data source, an import, a required input. */
  | 'decided-at-deployment'
  /** Written in a text that could not be read: a remote module, an include outside the workspace. */
  | 'out-of-reach'
  /** Written in a way that cannot be evaluated: a function not known, a name not declared. */
  | 'not-understood';

/** A property that depends on the inputs of the code that declares it. */
export interface Conditional<T> {
  readonly kind: 'conditional';
  /**
   * Its value with the defaults. If they leave it open, the best of the possible values; unknown if it may be present
   * or absent.
   */
  readonly byDefault: Fact<T>;
  /** Every possible value. */
  readonly branches: readonly Branch<T>[];
}

/** The value of a property for some inputs, and for which: those that are not left at their defaults. */
export type Branch<T> = Fact<T> & { readonly when?: readonly Circumstance[] };

/** An input or condition, by its name in the code, and its value. */
export interface Circumstance {
  readonly input: string;
  /** `true`, `prod`; undefined for any value. */
  readonly value: string | undefined;
  /** It has another value than this one; where that is any, none. */
  readonly not?: true;
  /** A turn of a loop, or one of several calls, by its item: nobody chooses it, and there are others. */
  readonly isTurn?: true;
}

export type Choice<T> = Fact<T> | Conditional<T>;

export const absent: Absent = { kind: 'absent' };

export function known<T>(value: T): Known<T> {
  return { kind: 'known', value };
}

export function unknown(cause: UnknownCause): Unknown {
  return { kind: 'unknown', cause };
}

/** What the defaults lead to. */
export function usualFact<T>(choice: Choice<T>): Fact<T> {
  return choice.kind === 'conditional' ? choice.byDefault : choice;
}

/** Everything that a choice may come to. */
export function possibleFacts<T>(choice: Choice<T>): readonly Branch<T>[] {
  return choice.kind === 'conditional' ? choice.branches : [choice];
}

/** The values among them that are known. */
export function possibleValues<T>(choice: Choice<T>): readonly T[] {
  return possibleFacts(choice).flatMap(fact => (fact.kind === 'known' ? [fact.value] : []));
}

/** The value where it is known. */
export function knownValue<T>(fact: Fact<T>): T | undefined {
  return fact.kind === 'known' ? fact.value : undefined;
}
