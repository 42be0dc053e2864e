/** A part of a pattern: one letter, any number of letters, or any number of whole folders with their slashes. */
export type PatternPart =
  | { readonly kind: 'one' | 'many'; readonly fits: (letter: string) => boolean }
  | { readonly kind: 'folders' };

export function isAnything(): boolean {
  return true;
}

export function isWithinName(letter: string): boolean {
  return letter !== '/';
}

export function letters(text: string): PatternPart[] {
  return [...text].map(wanted => ({ kind: 'one', fits: letter => letter === wanted }));
}

/** With so few wildcards a regular expression is fastest; with many it backtracks exponentially. */
const mostWildcards = 2;

/** Of a pattern with more parts, V8 can make no regular expression: it throws once it is used. */
const mostParts = 1000;

/** Whether a pattern is to be compared by a regular expression. All others are for `isMatch`. */
export function suitsExpression(parts: readonly PatternPart[]): boolean {
  return parts.length <= mostParts && parts.filter(({ kind }) => kind !== 'one').length <= mostWildcards;
}

/**
 * Whether a path, or with `orFolder` a folder on the way to it, is what the parts say. Goes through the path once, along all
 * ways through the parts at a time: a regular expression tries one after the other, which with many wildcards never ends.
 */
export function isMatch(parts: readonly PatternPart[], path: string, orFolder = false): boolean {
  let places = placesFrom(0, parts);
  for (const letter of path) {
    if (orFolder && letter === '/' && places.has(parts.length)) {
      return true;
    }
    const next = new Set<number>();
    for (const place of places) {
      const part = parts[place];
      if (part?.kind === 'folders') {
        next.add(place);
        addAll(letter === '/' ? placesFrom(place + 1, parts) : [], next);
      } else if (part?.fits(letter)) {
        addAll(placesFrom(part.kind === 'one' ? place + 1 : place, parts), next);
      }
    }
    places = next;
  }
  return places.has(parts.length);
}

/** The positions reachable from this one, since parts that match nothing can be skipped. */
function placesFrom(place: number, parts: readonly PatternPart[]): Set<number> {
  const places = new Set([place]);
  for (let next = place; next < parts.length && parts[next]?.kind !== 'one'; next++) {
    places.add(next + 1);
  }
  return places;
}

function addAll(places: Iterable<number>, to: Set<number>): void {
  for (const place of places) {
    to.add(place);
  }
}
