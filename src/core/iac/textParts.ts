/*
 * Texts of which parts are known at deployment only, and values that hold others: what the values of several languages have
 * alike, though they mean different things by them.
 */

/** The parts of a text: what is written out as one piece wherever it can be, and none that is empty. */
export function joinedParts<Opaque extends object>(parts: Iterable<string | Opaque>): (string | Opaque)[] {
  const joined: (string | Opaque)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') {
      joined[joined.length - 1] = last + part;
    } else if (part !== '') {
      joined.push(part);
    }
  }
  return joined;
}

/** Characters of a text, of which a part that is known later counts as one. */
export function sizeOfParts(parts: readonly (string | object)[]): number {
  return parts.reduce<number>((size, part) => size + (typeof part === 'string' ? part.length : 1), 1);
}

/** A value that holds text, or other values. */
type Holding<Value> =
  | { readonly kind: 'text'; readonly parts: readonly (string | object)[] }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> };

/**
 * Characters and items of a value; what is in one several times is counted as often, and looked at once. `holding` answers
 * undefined for a value that counts as one.
 */
export function sizesOf<Value extends object>(
  holding: (value: Value) => Holding<Value> | undefined,
): (value: Value) => number {
  const sizes = new WeakMap<Value, number>();
  const sizeOfAll = (value: Value, items: Iterable<Value>) => {
    let size = sizes.get(value);
    if (size === undefined) {
      size = 1;
      for (const item of items) {
        size += sizeOf(item);
      }
      sizes.set(value, size);
    }
    return size;
  };
  const sizeOf = (value: Value): number => {
    const held = holding(value);
    switch (held?.kind) {
      case 'text':
        return sizeOfParts(held.parts);
      case 'list':
        return sizeOfAll(value, held.items);
      case 'map':
        return sizeOfAll(value, held.entries.values());
      case undefined:
        return 1;
    }
  };
  return sizeOf;
}

/** Characters and items: far more than any property of a trail or a key takes. */
export const largestValue = 100_000;
