import type { TextRange } from '../../../../base/text.ts';

/** Where the words of some kind are in a text. */
export class Marks {
  readonly #text: string;
  readonly #names = new Set<string>();
  #places: readonly number[];
  #added: readonly number[] = [];

  constructor(text: string, words: RegExp) {
    this.#text = text;
    this.#places = placesOf(text, words);
  }

  /** Whether one of the words that it was created with is in a stretch. */
  hasWord(range: TextRange): boolean {
    return isAny(this.#places, range);
  }

  /** The same, or one of the names that were added since. */
  has(range: TextRange): boolean {
    return isAny(this.#places, range) || isAny(this.#added, range);
  }

  /** Marks names, wherever they stand as words of their own; answers whether any is new. */
  add(names: Iterable<string>): boolean {
    const fresh = [...names].filter(name => /^[\p{L}\p{N}_$]+$/u.test(name) && !this.#names.has(name));
    if (fresh.length === 0) {
      return false;
    }
    for (const name of fresh) {
      this.#names.add(name);
    }
    const words = fresh.map(name => name.replaceAll('$', '\\$')).join('|');
    const found = placesOf(this.#text, new RegExp(`(?<![\\w$])(?:${words})(?![\\w$])`, 'g'));
    this.#added = [...this.#added, ...found].sort((left, right) => left - right);
    return true;
  }
}

function placesOf(text: string, words: RegExp): readonly number[] {
  return Array.from(text.matchAll(words), ({ index }) => index);
}

function isAny(places: readonly number[], { start, end }: TextRange): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return (places[low] ?? end) < end;
}
