import { changedBetween } from '../changes.ts';
import type { Comment } from '../syntax.ts';
import { beginOf, endOfText } from './quotes.ts';

/** What a token is; a bracket or an operator is a sign. */
export type TokenKind = 'name' | 'number' | 'text' | 'sign';

/** Takes a text of C#, or a stretch of it, apart. Never throws: what has no meaning is passed over, and counted. */
export function tokensOf(text: string, from = 0, to = text.length): Tokens {
  const tokens = new Tokens(text);
  tokens.read(from, to, () => undefined);
  return tokens;
}

/** The same for a whole text of which a former one was taken apart: only what has changed is read. */
export function tokensAfter(former: Tokens, text: string): Tokens {
  const { before, now } = changedBetween(former.text, text);
  const tokens = new Tokens(text);
  const kept = former.countUntil(before.start - lookahead);
  const from = kept > 0 ? former.end(kept - 1) : 0;
  tokens.takeOver(former, [0, kept], [0, from], 0);
  const moved = now.end - before.end;
  let next = kept;
  // From the first token behind the change that stands where it stood, nothing is different.
  const meets = (at: number): number | undefined => {
    while (next < former.count && former.start(next) + moved < at) {
      next++;
    }
    const isSame = at >= now.end && next < former.count && former.start(next) + moved === at;
    return isSame && text.charCodeAt(at) !== hash ? next : undefined;
  };
  const same = tokens.read(from, text.length, meets);
  if (same !== undefined) {
    const places = [former.start(same), former.text.length] as const;
    tokens.takeOver(former, [same, former.count], places, moved);
  }
  return tokens;
}

/** Where a token ends is known from so many characters behind it. */
const lookahead = 3;

const kinds: readonly TokenKind[] = ['name', 'number', 'text', 'sign'];
const codes: Readonly<Record<TokenKind, number>> = { name: 0, number: 1, text: 2, sign: 3 };

/**
 * The tokens of a text, each by its index (ECMA-334, "Lexical structure"; C# 11 for raw texts). Comments, spaces and lines of
 * the preprocessor are none. Kept as numbers: a text of 5,000 lines has 30,000 of them, and is read at every keystroke.
 */
export class Tokens {
  readonly text: string;
  #count = 0;
  #kinds = new Uint8Array(256);
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);
  /** Where comments start and end. */
  readonly #comments: number[] = [];
  /** Where texts start that nobody closed, and characters that mean nothing. */
  readonly #flaws: number[] = [];

  constructor(text: string) {
    this.text = text;
  }

  get count(): number {
    return this.#count;
  }

  kind(index: number): TokenKind | undefined {
    return index >= 0 && index < this.#count ? kinds[this.#kinds[index] ?? 0] : undefined;
  }

  /** After the last token: the end of the text. */
  start(index: number): number {
    return index >= 0 && index < this.#count ? (this.#starts[index] ?? 0) : this.text.length;
  }

  end(index: number): number {
    return index >= 0 && index < this.#count ? (this.#ends[index] ?? 0) : this.text.length;
  }

  /** A token as it is written; nothing after the last one. */
  at(index: number): string {
    return this.text.slice(this.start(index), this.end(index));
  }

  get flaws(): number {
    return this.#flaws.length;
  }

  get comments(): readonly Comment[] {
    const comments: Comment[] = [];
    for (let index = 0; index < this.#comments.length; index += 2) {
      const [start = 0, end = 0] = this.#comments.slice(index, index + 2);
      comments.push({ range: { start, end }, text: withoutMarks(this.text.slice(start, end)) });
    }
    return comments;
  }

  /** How many tokens end before a place. */
  countUntil(place: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.end(middle) <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes over the tokens of a former text that are in a stretch of it, and its comments, so many characters further. */
  takeOver(
    former: Tokens,
    [first, last]: readonly [number, number],
    [from, to]: readonly [number, number],
    moved: number,
  ): void {
    const at = this.#count;
    this.#count += last - first;
    this.#reserve(this.#count);
    this.#kinds.set(former.#kinds.subarray(first, last), at);
    this.#starts.set(former.#starts.subarray(first, last), at);
    this.#ends.set(former.#ends.subarray(first, last), at);
    for (let index = at; moved !== 0 && index < this.#count; index++) {
      this.#starts[index] = (this.#starts[index] ?? 0) + moved;
      this.#ends[index] = (this.#ends[index] ?? 0) + moved;
    }
    const isTaken = (place: number) => place >= from && place < to;
    for (let index = 0; index < former.#comments.length; index += 2) {
      const [start = 0, end = 0] = former.#comments.slice(index, index + 2);
      if (isTaken(start)) {
        this.#comments.push(start + moved, end + moved);
      }
    }
    this.#flaws.push(...former.#flaws.filter(isTaken).map(place => place + moved));
  }

  /** Reads on from a place; ends early, with its answer, where `meets` knows what follows. */
  read(from: number, to: number, meets: (at: number) => number | undefined): number | undefined {
    const { text } = this;
    for (let at = from; at < to; ) {
      const code = text.charCodeAt(at);
      if (isBlank(code)) {
        at++;
        continue;
      }
      const met = meets(at);
      if (met !== undefined) {
        return met;
      }
      at = this.#token(at, code);
    }
    return undefined;
  }

  /** Reads what starts at a place, and answers where it ends. */
  #token(at: number, code: number): number {
    const { text } = this;
    const quoting = code === quote || code === dollar || code === atSign ? beginOf(text, at) : undefined;
    if (quoting) {
      const { end, isClosed } = endOfText(text, quoting);
      if (!isClosed) {
        this.#flaws.push(at);
      }
      return this.#add('text', at, end);
    }
    if (code === atSign && isNamePart(text.charCodeAt(at + 1))) {
      return this.#add('name', at, endOfName(text, at + 1));
    }
    if (isDigit(code)) {
      return this.#add('number', at, endOf(number, text, at) ?? at + 1);
    }
    if (isNamePart(code)) {
      return this.#add('name', at, endOfName(text, at));
    }
    if (code === slash && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const end = endOfComment(text, at);
      this.#comments.push(at, end);
      return end;
    }
    if (code === hash && isFirstOnLine(text, at)) {
      return endOfLine(text, at);
    }
    const end = code === apostrophe ? endOf(character, text, at) : endOfSign(text, at);
    if (end === undefined) {
      this.#flaws.push(at);
      return at + 1;
    }
    return this.#add(code === apostrophe ? 'text' : 'sign', at, end);
  }

  #add(kind: TokenKind, start: number, end: number): number {
    const index = this.#count++;
    this.#reserve(this.#count);
    this.#kinds[index] = codes[kind];
    this.#starts[index] = start;
    this.#ends[index] = end;
    return end;
  }

  #reserve(count: number): void {
    if (count > this.#starts.length) {
      const size = Math.max(count, 2 * this.#starts.length);
      this.#kinds = larger(this.#kinds, new Uint8Array(size));
      this.#starts = larger(this.#starts, new Int32Array(size));
      this.#ends = larger(this.#ends, new Int32Array(size));
    }
  }
}

function larger<A extends Uint8Array | Int32Array>(old: A, made: A): A {
  made.set(old);
  return made;
}

const [slash, hash, quote, dollar, atSign, apostrophe] = [47, 35, 34, 36, 64, 39];

const number = /(?:0[xXbB][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[a-zA-Z]*/y;
const character = /'(?:\\(?:u[\da-fA-F]{4}|x[\da-fA-F]+|.)|[^'\\\r\n])'/y;
const endsOfLine = /[\r\n]/g;

/** Signs of one character, and those of several that mean something here. */
const signs = new Set('-+*/%&|^~!?:;,.<>=(){}[]#');
const longSigns = new Set('=> ?? && || == != <= ++ -- -= += *= /= %= &= |= ^= :: ..'.split(' '));

function endOfSign(text: string, at: number): number | undefined {
  if (!signs.has(text[at] ?? '')) {
    return undefined;
  }
  const two = text.slice(at, at + 2);
  return two === '??' && text[at + 2] === '=' ? at + 3 : longSigns.has(two) ? at + 2 : at + 1;
}

function isBlank(code: number): boolean {
  return code <= 32 || code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Letters, digits and the underscore, of whichever script. */
function isNamePart(code: number): boolean {
  return code < 128
    ? (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || isDigit(code)
    : /[\p{L}\p{N}\p{M}\uD800-\uDFFF]/u.test(String.fromCharCode(code));
}

function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length && isNamePart(text.charCodeAt(at))) {
    at++;
  }
  return Math.max(at, from + 1);
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function endOfComment(text: string, at: number): number {
  if (text[at + 1] === '/') {
    return endOfLine(text, at);
  }
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? text.length : end + 2;
}

function endOfLine(text: string, at: number): number {
  endsOfLine.lastIndex = at;
  return endsOfLine.exec(text)?.index ?? text.length;
}

function isFirstOnLine(text: string, at: number): boolean {
  for (let before = at - 1; before >= 0; before--) {
    const one = text[before];
    if (one !== ' ' && one !== '\t' && one !== '\uFEFF') {
      return one === '\n' || one === '\r';
    }
  }
  return true;
}

function withoutMarks(written: string): string {
  return written.replace(/^\/\/\/?|^\/\*/, '').replace(/\*\/$/, '');
}
