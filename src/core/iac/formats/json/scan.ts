import type { TextRange } from '../../../base/text.ts';
import type { Comment } from '../tree.ts';

/* Characters, words, strings and comments of JSON, by their offsets. */

export const quote = 34;
export const comma = 44;
export const slash = 47;
export const colon = 58;
export const openBracket = 91;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;

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
