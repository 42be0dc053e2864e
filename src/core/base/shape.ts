/** Whether a value that was read back is what it should be. */
export type Check = (value: unknown) => boolean;

/** A check for each member, optional ones too: the compiler names those that are missing. */
export type ShapeOf<T> = { readonly [K in keyof T]-?: Check };

export function shape<T>(checks: ShapeOf<T>): Check {
  const entries = Object.entries<Check>(checks);
  return value =>
    typeof value === 'object' &&
    value !== null &&
    entries.every(([name, check]) => check((value as Record<string, unknown>)[name]));
}

/** A value that says by its `kind` which of several shapes it has. */
export function variants<T extends { readonly kind: string }>(
  checks: {
    readonly [K in T['kind']]: Omit<ShapeOf<Extract<T, { readonly kind: K }>>, 'kind'>;
  },
): Check {
  const shapes = new Map(Object.entries<ShapeOf<object>>(checks).map(([kind, each]) => [kind, shape(each)]));
  return value => {
    const { kind } = (value ?? {}) as { readonly kind?: unknown };
    return typeof kind === 'string' && (shapes.get(kind)?.(value) ?? false);
  };
}

export const isText: Check = value => typeof value === 'string';

export const isBoolean: Check = value => typeof value === 'boolean';

export const isCount: Check = value => Number.isSafeInteger(value) && (value as number) >= 0;

/** Milliseconds since 1970, within what a date can hold. */
export const isTime: Check = value => typeof value === 'number' && Math.abs(value) <= 8.64e15;

export function optional(check: Check): Check {
  return value => value === undefined || check(value);
}

export function listOf(check: Check): Check {
  return value => Array.isArray(value) && value.every(check);
}

/** One of a closed set of words: the compiler names those that are missing. */
export function wordOf<W extends string>(words: { readonly [K in W]: true }): Check {
  return value => typeof value === 'string' && Object.hasOwn(words, value);
}
