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

/** Adds up the sizes of what values hold; what is in one several times is counted as often, and looked at once. */
export function sizesOf<Value extends object>(
  sizeOf: (value: Value) => number,
): (value: Value, items: Iterable<Value>) => number {
  const sizes = new WeakMap<Value, number>();
  return (value, items) => {
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
}
