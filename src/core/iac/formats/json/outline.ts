import type { TextRange } from '../../../base/text.ts';
import type { Comment } from '../tree.ts';

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

export const quote = 34;
export const comma = 44;
const slash = 47;
const colon = 58;
export const openBracket = 91;
const closeBracket = 93;
export const openBrace = 123;
const closeBrace = 125;

function skipBlanks(text: string, from: number): number {
  let offset = from;
  for (;;) {
    const code = text.charCodeAt(offset);
    if (!(code <= 32 || code === 0xa0 || code === 0xfeff)) {
      return offset;
    }
    offset++;
  }
}

/** Over spaces and comments, which are added to `comments`. */
export function skipTrivia(text: string, from: number, comments?: Comment[]): number {
  for (let at = skipBlanks(text, from); ; at = skipBlanks(text, at)) {
    if (text.charCodeAt(at) !== slash || !isComment(text, at)) {
      return at;
    }
    const range = { start: at, end: endOfComment(text, at) };
    comments?.push({ range, text: withoutMarks(text, range) });
    at = range.end;
  }
}

/** After a number, `true`, `false`, `null` or what else is there. */
export function endOfWord(text: string, start: number): number {
  let offset = start;
  while (!endsWord(text.charCodeAt(offset))) {
    offset++;
  }
  return Math.max(offset, start + 1);
}

/** Blanks, quotes, commas, colons, slashes, brackets, and the end of the text. */
function endsWord(code: number): boolean {
  return (
    code <= quote ||
    code === comma ||
    code === slash ||
    code === colon ||
    code === openBracket ||
    code === closeBracket ||
    code === openBrace ||
    code === closeBrace ||
    code === 0xa0 ||
    Number.isNaN(code)
  );
}

/** After the closing quote; far beyond the text where there is none. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === 92) {
      escapes++;
    }
    if (escapes % 2 === 0) {
      return end + 1;
    }
  }
  return Number.POSITIVE_INFINITY;
}

export function withoutMarks(text: string, { start, end }: TextRange): string {
  const written = text.slice(start, end);
  return written.startsWith('//') ? written.slice(2) : written.replace(/^\/\*+|(?<!\*)\*+\/$/g, '');
}

function isComment(text: string, at: number): boolean {
  const mark = text.charCodeAt(at + 1);
  return mark === slash || mark === 42;
}

function endOfComment(text: string, at: number): number {
  if (text.charCodeAt(at + 1) === slash) {
    return breakFrom(text, at);
  }
  const end = text.indexOf('*/', at + 2);
  return end === -1 ? text.length : end + 2;
}

/** The next line break, or the end of the text. */
function breakFrom(text: string, from: number): number {
  lineBreak.lastIndex = from;
  return lineBreak.exec(text)?.index ?? text.length;
}

const lineBreak = /[\r\n]/g;
