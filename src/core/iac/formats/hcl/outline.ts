import type { TextRange } from '../../../base/text.ts';
import {
  closeBrace,
  closeBracket,
  closeParenthesis,
  hash,
  isBlank,
  isNameStart,
  lessThan,
  lineFeed,
  openBrace,
  openBracket,
  openParenthesis,
  quote,
  slash,
} from './characters.ts';
import { type BlockHeader, blockHeaderAt, startsTopLevelBlock } from './header.ts';
import { heredocAt } from './heredoc.ts';
import { commentAt, skipString } from './skip.ts';
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
    if (code === hash || code === slash) {
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
    } else if (code === openBrace) {
      offset = skipBlock(text, offset + 1, limit, comments, '').end;
    } else if (code === quote) {
      offset = skipString(text, offset, limit);
    } else {
      offset++;
    }
  }
  return { blocks, attributes, comments };
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
  const closers: number[] = [closeBrace];
  let offset = start;
  while (offset < limit) {
    const code = text.charCodeAt(offset);
    switch (code) {
      case lineFeed: {
        const line = offset + 1;
        if (startsTopLevelBlock(text, line, limit, type)) {
          return unclosedAt(text, start, line);
        }
        offset++;
        break;
      }
      case quote:
        offset = skipString(text, offset, limit);
        break;
      case hash:
      case slash: {
        const comment = commentAt(text, offset, limit);
        if (comment) {
          comments.push(comment);
        }
        offset = comment ? comment.range.end : offset + 1;
        break;
      }
      case lessThan: {
        const heredoc = text.charCodeAt(offset + 1) === lessThan ? heredocAt(text, offset, limit) : undefined;
        if (heredoc && !heredoc.closed) {
          return unclosedAt(text, start, heredoc.end);
        }
        offset = heredoc ? heredoc.end : offset + 1;
        break;
      }
      case openBrace:
        closers.push(closeBrace);
        offset++;
        break;
      case openParenthesis:
        closers.push(closeParenthesis);
        offset++;
        break;
      case openBracket:
        closers.push(closeBracket);
        offset++;
        break;
      case closeBrace:
      case closeParenthesis:
      case closeBracket:
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
  if (code === closeBrace) {
    while (closers.pop() !== closeBrace) {
      // an unclosed bracket or parenthesis
    }
  } else if (closers.at(-1) === code) {
    closers.pop();
  }
}

function unclosedAt(text: string, start: number, next: number): Span {
  let end = next;
  while (end > start && (isBlank(text.charCodeAt(end - 1)) || text.charCodeAt(end - 1) === lineFeed)) {
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
    if (code === lineFeed) {
      const line = offset + 1;
      if (depth <= 0 || startsTopLevelBlock(text, line, limit)) {
        return offset;
      }
      offset++;
    } else if (code === quote) {
      offset = skipString(text, offset, limit);
    } else if (code === hash || code === slash) {
      const comment = commentAt(text, offset, limit);
      if (comment && depth <= 0 && !text.startsWith('/*', offset)) {
        return offset;
      }
      if (comment) {
        comments.push(comment);
      }
      offset = comment ? comment.range.end : offset + 1;
    } else if (code === lessThan && text.charCodeAt(offset + 1) === lessThan) {
      offset = heredocAt(text, offset, limit)?.end ?? offset + 1;
    } else {
      if (code === openBrace || code === openParenthesis || code === openBracket) {
        depth++;
      } else if (code === closeBrace || code === closeParenthesis || code === closeBracket) {
        depth--;
      }
      offset++;
    }
  }
  return limit;
}
