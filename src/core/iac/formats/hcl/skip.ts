import {
  backslash,
  carriageReturn,
  closeBrace,
  closeBracket,
  closeParenthesis,
  dollar,
  hash,
  lineEnd,
  lineFeed,
  openBrace,
  openBracket,
  openParenthesis,
  percent,
  quote,
  slash,
  star,
} from './characters.ts';
import { startsAttribute, startsTopLevelBlock } from './header.ts';
import type { HclComment } from './syntax.ts';

/** The comment that starts here; a block comment that is not closed ends with its line. */
export function commentAt(text: string, start: number, limit: number): HclComment | undefined {
  const code = text.charCodeAt(start);
  if (code === hash) {
    return lineComment(text, start, 1, limit);
  }
  if (code !== slash) {
    return undefined;
  }
  const next = text.charCodeAt(start + 1);
  if (next === slash) {
    return lineComment(text, start, 2, limit);
  }
  if (next !== star) {
    return undefined;
  }
  const close = text.indexOf('*/', start + 2);
  if (close === -1 || close + 2 > limit) {
    return lineComment(text, start, 2, limit);
  }
  return { range: { start, end: close + 2 }, text: text.slice(start + 2, close) };
}

/** Strings inside interpolations inside strings, deeper than in real code. */
const deepest = 100;

/** After the closing quote of the string that opens here; at the end of its line where there is none. */
export function skipString(text: string, start: number, limit: number, depth = 0): number {
  let offset = start + 1;
  while (offset < limit) {
    switch (text.charCodeAt(offset)) {
      case quote:
        return offset + 1;
      case lineFeed:
        return offset;
      case backslash:
        offset += text.charCodeAt(offset + 1) === lineFeed ? 1 : 2;
        break;
      case dollar:
      case percent:
        if (text.charCodeAt(offset + 1) === openBrace && depth < deepest) {
          const escaped = text.charCodeAt(offset - 1) === text.charCodeAt(offset);
          offset = escaped ? offset + 2 : skipInterpolation(text, offset + 2, limit, depth + 1);
        } else {
          offset++;
        }
        break;
      default:
        offset++;
    }
  }
  return limit;
}

/** After the brace that closes an interpolation; at the end of the line from which it was plainly never closed. */
export function skipInterpolation(text: string, start: number, limit: number, depth = 0): number {
  let brackets = 1;
  let offset = start;
  while (offset < limit) {
    switch (text.charCodeAt(offset)) {
      case quote:
        offset = skipString(text, offset, limit, depth);
        break;
      case hash:
      case slash:
        offset = commentAt(text, offset, limit)?.range.end ?? offset + 1;
        break;
      case lineFeed:
        if (goesOnWithoutUs(text, offset + 1, limit, brackets)) {
          return offset;
        }
        offset++;
        break;
      case openBrace:
      case openParenthesis:
      case openBracket:
        brackets++;
        offset++;
        break;
      case closeBrace:
      case closeParenthesis:
      case closeBracket:
        brackets--;
        offset++;
        if (brackets === 0) {
          return offset;
        }
        break;
      default:
        offset++;
    }
  }
  return limit;
}

/**
 * Whether the line, or the next one that is not a comment, can belong to no interpolation: another attribute or block.
 */
function goesOnWithoutUs(text: string, from: number, limit: number, depth: number): boolean {
  let line = from;
  let end = lineEnd(text, line, limit);
  while (end < limit && /^[ \t]*(?:#|\/\/)/.test(text.slice(line, end))) {
    line = end + 1;
    end = lineEnd(text, line, limit);
  }
  if (startsTopLevelBlock(text, line, end)) {
    return true;
  }
  return depth === 1 && startsAttribute(text, line, end);
}

function lineComment(text: string, start: number, marks: number, limit: number): HclComment {
  let end = lineEnd(text, start, limit);
  if (end > start && text.charCodeAt(end - 1) === carriageReturn) {
    end--;
  }
  return { range: { start, end }, text: text.slice(start + marks, end) };
}
