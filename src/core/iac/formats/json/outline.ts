import type { Comment } from '../tree.ts';
import {
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfString,
  endOfWord,
  openBrace,
  openBracket,
  quote,
  skipTrivia,
  slash,
} from './scan.ts';

/** Where every object and list of a JSON text ends, by the order in which they open. */
export interface JsonOutline {
  /** The offset after the closing bracket. */
  readonly ends: readonly number[];
  /** The number of the first object or list that opens behind it. */
  readonly next: readonly number[];
  readonly comments: readonly Comment[];
}

/**
 * One pass over a text, without creating values. `undefined` where the text is not whole: a bracket does not match, a string
 * is not closed on its line, a name or a value is missing in an object, a word has no meaning, something follows the value.
 * Where things end can then only be guessed. Commas are ignored.
 */
export function outlineOf(text: string): JsonOutline | undefined {
  const ends: number[] = [];
  const next: number[] = [];
  const comments: Comment[] = [];
  const open: number[] = [];
  const lines = new LineEnds(text);
  let isInObject = false;
  let expected = value;
  let at = skipTrivia(text, 0, comments);
  do {
    const code = text.charCodeAt(at);
    switch (code) {
      case quote: {
        const end = endOfString(text, at);
        if (end > lines.endAt(at) || expected === itsColon) {
          return undefined;
        }
        expected = expected === name ? itsColon : isInObject ? name : value;
        at = end;
        continue;
      }
      case openBrace:
      case openBracket:
        if (expected !== value) {
          return undefined;
        }
        open.push(ends.length);
        ends.push(at);
        next.push(0);
        isInObject = code === openBrace;
        expected = isInObject ? name : value;
        break;
      case closeBrace:
      case closeBracket: {
        const last = open.pop();
        if (last === undefined || isInObject !== (code === closeBrace) || (isInObject && expected !== name)) {
          return undefined;
        }
        ends[last] = at + 1;
        next[last] = ends.length;
        isInObject = text.charCodeAt(ends[open.at(-1) ?? -1] ?? -1) === openBrace;
        expected = isInObject ? name : value;
        break;
      }
      case colon:
        if (expected !== itsColon) {
          return undefined;
        }
        expected = value;
        break;
      case comma:
        if (isInObject && expected !== name) {
          return undefined;
        }
        break;
      case slash: {
        const end = skipTrivia(text, at, comments);
        if (end > at) {
          at = end;
          continue;
        }
        return undefined;
      }
      default:
        if (code > 32) {
          const end = endOfWord(text, at);
          if (expected !== value || !word.test(text.slice(at, end))) {
            return undefined;
          }
          at = end;
          expected = isInObject ? name : value;
          continue;
        }
    }
    at++;
  } while (open.length > 0 && at < text.length);
  return open.length === 0 && skipTrivia(text, at, comments) >= text.length
    ? { ends, next, comments }
    : undefined;
}

/** A value without quotes. */
const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** What may come next in an object; in a list there are values alone. */
const name = 0;
const itsColon = 1;
const value = 2;

/** Ends of lines, requested from left to right. */
class LineEnds {
  readonly #text: string;
  #feed = -1;
  #return = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the line of an offset ends. */
  endAt(offset: number): number {
    if (this.#feed < offset) {
      this.#feed = this.#next('\n', offset);
    }
    if (this.#return < offset) {
      this.#return = this.#next('\r', offset);
    }
    return Math.min(this.#feed, this.#return);
  }

  #next(lineBreak: string, from: number): number {
    const found = this.#text.indexOf(lineBreak, from);
    return found === -1 ? this.#text.length : found;
  }
}
