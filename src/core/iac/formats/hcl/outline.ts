import type { TextRange } from '../../../base/text.ts';
import { isBlank, isNameStart, lineEnd } from './characters.ts';
import { type BlockHeader, blockHeaderAt, startsAttribute, startsTopLevelBlock } from './header.ts';
import { heredocAt } from './heredoc.ts';
import type { HclComment } from './syntax.ts';

/** The top level of a text: the place of each block and attribute, and all comments. Nothing inside is read. */
export interface Outline {
  readonly blocks: readonly BlockOutline[];
  /** From the name to the end of the value. */
  readonly attributes: readonly TextRange[];
  readonly comments: readonly HclComment[];
}

export interface BlockOutline extends BlockHeader {
  readonly inner: TextRange;
  readonly end: number;
  readonly closed: boolean;
}

/**
 * Finds the top-level blocks in one pass over the characters. A block, string, bracket or heredoc that is not closed
 * ends where the next top-level block starts, so that half-typed text costs its own block and no other.
 */
export function outlineOf(text: string): Outline {
  const limit = text.length;
  const blocks: BlockOutline[] = [];
  const attributes: TextRange[] = [];
  const comments: HclComment[] = [];
  let offset = 0;
  while (offset < limit) {
    const code = text.charCodeAt(offset);
    if (code === 35 || code === 47) {
      const comment = commentAt(text, offset, limit);
      if (comment) {
        comments.push(comment);
      }
      offset = comment ? comment.range.end : offset + 1;
    } else if (isNameStart(code) && code !== 0xfeff) {
      const header = blockHeaderAt(text, offset, limit);
      if (header) {
        const span = skipBlock(text, header.open + 1, limit, comments, header.type);
        // Field by field: spreading takes longer than all the rest.
        const { type, typeRange, labels, open } = header;
        const { inner, end, closed } = span;
        blocks.push({ type, typeRange, labels, open, inner, end, closed });
        offset = end;
      } else {
        const end = skipLine(text, offset, limit, comments);
        attributes.push({ start: offset, end });
        offset = Math.max(end, offset + 1);
      }
    } else if (code === 123) {
      offset = skipBlock(text, offset + 1, limit, comments, '').end;
    } else if (code === 34) {
      offset = skipString(text, offset, limit);
    } else {
      offset++;
    }
  }
  return { blocks, attributes, comments };
}

/** The comment that starts here; a block comment that is not closed ends with its line. */
export function commentAt(text: string, start: number, limit: number): HclComment | undefined {
  const code = text.charCodeAt(start);
  if (code === 35) {
    return lineComment(text, start, 1, limit);
  }
  if (code !== 47) {
    return undefined;
  }
  const next = text.charCodeAt(start + 1);
  if (next === 47) {
    return lineComment(text, start, 2, limit);
  }
  if (next !== 42) {
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
      case 34:
        return offset + 1;
      case 10:
        return offset;
      case 92:
        offset += text.charCodeAt(offset + 1) === 10 ? 1 : 2;
        break;
      case 36:
      case 37:
        if (text.charCodeAt(offset + 1) === 123 && depth < deepest) {
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
      case 34:
        offset = skipString(text, offset, limit, depth);
        break;
      case 35:
      case 47:
        offset = commentAt(text, offset, limit)?.range.end ?? offset + 1;
        break;
      case 10:
        if (goesOnWithoutUs(text, offset + 1, limit, brackets)) {
          return offset;
        }
        offset++;
        break;
      case 123:
      case 40:
      case 91:
        brackets++;
        offset++;
        break;
      case 125:
      case 41:
      case 93:
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
  if (end > start && text.charCodeAt(end - 1) === 13) {
    end--;
  }
  return { range: { start, end }, text: text.slice(start + marks, end) };
}

type Span = Pick<BlockOutline, 'inner' | 'end' | 'closed'>;

/** From after an opening brace to after the one that closes it. `type` names the block whose brace it is. */
export function skipBlock(
  text: string,
  start: number,
  limit: number,
  comments: HclComment[],
  type: string,
): Span {
  const closers: number[] = [125];
  let offset = start;
  while (offset < limit) {
    const code = text.charCodeAt(offset);
    switch (code) {
      case 10: {
        const line = offset + 1;
        if (startsTopLevelBlock(text, line, limit, type)) {
          return unclosedAt(text, start, line);
        }
        offset++;
        break;
      }
      case 34:
        offset = skipString(text, offset, limit);
        break;
      case 35:
      case 47: {
        const comment = commentAt(text, offset, limit);
        if (comment) {
          comments.push(comment);
        }
        offset = comment ? comment.range.end : offset + 1;
        break;
      }
      case 60: {
        const heredoc = text.charCodeAt(offset + 1) === 60 ? heredocAt(text, offset, limit) : undefined;
        if (heredoc && !heredoc.closed) {
          return unclosedAt(text, start, heredoc.end);
        }
        offset = heredoc ? heredoc.end : offset + 1;
        break;
      }
      case 123:
        closers.push(125);
        offset++;
        break;
      case 40:
        closers.push(41);
        offset++;
        break;
      case 91:
        closers.push(93);
        offset++;
        break;
      case 125:
      case 41:
      case 93:
        offset++;
        close(closers, code);
        if (closers.length === 0) {
          return { inner: { start, end: offset - 1 }, end: offset, closed: true };
        }
        break;
      default:
        offset++;
    }
  }
  return unclosedAt(text, start, limit);
}

/** A brace also closes the brackets and parentheses left open inside it; those close nothing but their like. */
function close(closers: number[], code: number): void {
  if (code === 125) {
    while (closers.pop() !== 125) {
      // an unclosed bracket or parenthesis
    }
  } else if (closers.at(-1) === code) {
    closers.pop();
  }
}

function unclosedAt(text: string, start: number, next: number): Span {
  let end = next;
  while (end > start && (isBlank(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === 10)) {
    end--;
  }
  return { inner: { start, end }, end, closed: false };
}

/** The end of an attribute at the top level: its line, or more where brackets, strings or heredocs go on. */
function skipLine(text: string, start: number, limit: number, comments: HclComment[]): number {
  let depth = 0;
  let offset = start;
  while (offset < limit) {
    const code = text.charCodeAt(offset);
    if (code === 10) {
      const line = offset + 1;
      if (depth <= 0 || startsTopLevelBlock(text, line, limit)) {
        return offset;
      }
      offset++;
    } else if (code === 34) {
      offset = skipString(text, offset, limit);
    } else if (code === 35 || code === 47) {
      const comment = commentAt(text, offset, limit);
      if (comment && depth <= 0 && !text.startsWith('/*', offset)) {
        return offset;
      }
      if (comment) {
        comments.push(comment);
      }
      offset = comment ? comment.range.end : offset + 1;
    } else if (code === 60 && text.charCodeAt(offset + 1) === 60) {
      offset = heredocAt(text, offset, limit)?.end ?? offset + 1;
    } else {
      if (code === 123 || code === 40 || code === 91) {
        depth++;
      } else if (code === 125 || code === 41 || code === 93) {
        depth--;
      }
      offset++;
    }
  }
  return limit;
}
