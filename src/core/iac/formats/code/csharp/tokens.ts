import type { Comment } from '../syntax.ts';

/** What a token is; a bracket or an operator is a sign. */
export type TokenKind = 'name' | 'number' | 'text' | 'sign';

/** The tokens of a text, each by its index. Comments, spaces and lines of the preprocessor are none. */
export interface Tokens {
  readonly text: string;
  readonly kinds: readonly TokenKind[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly comments: readonly Comment[];
  /** Texts that nobody closed, and characters that mean nothing. */
  readonly flaws: number;
}

/**
 * Takes a text of C#, or a stretch of it, apart (ECMA-334, "Lexical structure"; C# 11 for raw texts). Never throws: what has no
 * meaning is passed over, and counted.
 */
export function tokensOf(text: string, from = 0, to = text.length): Tokens {
  const kinds: TokenKind[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const comments: Comment[] = [];
  let flaws = 0;
  const add = (kind: TokenKind, start: number, end: number): number => {
    kinds.push(kind);
    starts.push(start);
    ends.push(end);
    return end;
  };
  for (let at = from; at < to; ) {
    const code = text.charCodeAt(at);
    const quoting = code === quote || code === dollar || code === atSign ? beginOf(text, at) : undefined;
    if (isBlank(code)) {
      at++;
    } else if (isNamePart(code) && !isDigit(code)) {
      at = add('name', at, endOfName(text, at));
    } else if (quoting) {
      const { end, isClosed } = endOfText(text, quoting);
      flaws += isClosed ? 0 : 1;
      at = add('text', at, end);
    } else if (code === atSign && isNamePart(text.charCodeAt(at + 1))) {
      at = add('name', at, endOfName(text, at + 1));
    } else if (isDigit(code)) {
      at = add('number', at, endOf(number, text, at) ?? at + 1);
    } else if (code === slash && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const end = endOfComment(text, at);
      comments.push({ range: { start: at, end }, text: withoutMarks(text.slice(at, end)) });
      at = end;
    } else if (code === hash && isFirstOnLine(text, at)) {
      at = endOfLine(text, at);
    } else if (code === apostrophe) {
      const end = endOf(character, text, at);
      flaws += end === undefined ? 1 : 0;
      at = end === undefined ? at + 1 : add('text', at, end);
    } else {
      const end = endOfSign(text, at);
      flaws += end === undefined ? 1 : 0;
      at = end === undefined ? at + 1 : add('sign', at, end);
    }
  }
  return { text, kinds, starts, ends, comments, flaws };
}

const [slash, hash, quote, dollar, atSign, apostrophe] = [47, 35, 34, 36, 64, 39];

const number = /(?:0[xXbB][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)[a-zA-Z]*/y;
const character = /'(?:\\(?:u[\da-fA-F]{4}|x[\da-fA-F]+|.)|[^'\\\r\n])'/y;
const beginOfText = /(?:\$+@?|@\$*)?"/y;
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

/** How a text is written in quotes. */
export interface Quoting {
  /** How many quotes it starts and ends with: one, or three and more of a raw text. */
  readonly quotes: number;
  /** How many braces start an expression in it; 0 where there are none. */
  readonly braces: number;
  readonly isVerbatim: boolean;
  /** Where what it says starts. */
  readonly inner: number;
}

/** How the text that starts at a place is written; undefined where none starts. */
export function beginOf(text: string, at: number): Quoting | undefined {
  beginOfText.lastIndex = at;
  const [mark] = beginOfText.exec(text) ?? [];
  if (mark === undefined) {
    return undefined;
  }
  const open = at + mark.length - 1;
  const isVerbatim = mark.includes('@');
  const count = isVerbatim ? 1 : countOf(text, open, '"');
  const quotes = count >= 3 ? count : 1;
  return { quotes, braces: mark.split('$').length - 1, isVerbatim, inner: open + quotes };
}

function countOf(text: string, at: number, character: string): number {
  let count = 0;
  while (text[at + count] === character) {
    count++;
  }
  return count;
}

/** Where a text ends. One that nobody closes ends with its line, or with all that there is where it may hold lines. */
function endOfText(
  text: string,
  { quotes, braces, isVerbatim, inner }: Quoting,
  depth = 0,
): { readonly end: number; readonly isClosed: boolean } {
  const isLong = isVerbatim || quotes > 1;
  for (let at = inner; at < text.length; ) {
    const one = text[at];
    if (one === '"') {
      const count = countOf(text, at, '"');
      if (isVerbatim && count > 1) {
        at += 2;
        continue;
      }
      if (quotes === 1 || count >= quotes) {
        return { end: quotes === 1 ? at + 1 : at + count, isClosed: true };
      }
      at += count;
    } else if (one === '\\' && !isLong) {
      at += 2;
    } else if ((one === '\n' || one === '\r') && !isLong) {
      return { end: at, isClosed: false };
    } else if (one === '{' && braces > 0) {
      const count = countOf(text, at, '{');
      at += count;
      if (quotes > 1 ? count >= braces : count % 2 === 1) {
        at = endOfHole(text, at, isLong, depth);
      }
    } else {
      at++;
    }
  }
  return { end: text.length, isClosed: false };
}

/** Texts in texts. */
const deepest = 8;

/** The brace that closes an expression in a text. */
export function endOfHole(text: string, from: number, isLong: boolean, depth = 0): number {
  let open = 0;
  for (let at = from; at < text.length; ) {
    const one = text[at] ?? '';
    const quoted = '"$@'.includes(one) && depth < deepest ? beginOf(text, at) : undefined;
    if (quoted) {
      at = endOfText(text, quoted, depth + 1).end;
    } else if (one === '}' && open === 0) {
      return at;
    } else if ((one === '\n' || one === '\r') && !isLong && open === 0) {
      return at;
    } else {
      open += '({['.includes(one) ? 1 : ')}]'.includes(one) ? -1 : 0;
      at++;
    }
  }
  return text.length;
}
