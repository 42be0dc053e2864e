import type { TextRange } from '../../../base/text.ts';
import { isBlank, isNameStart, lineEnd, minus, nameEnd } from './characters.ts';
import { startsTopLevelBlock } from './header.ts';

/** Where a heredoc's parts stand. */
export interface Heredoc {
  /** `<<-`: the common indentation is taken off. */
  readonly indented: boolean;
  readonly tag: string;
  /** The lines between the opening line and the closing tag. */
  readonly inner: TextRange;
  /** After the closing tag. */
  readonly end: number;
  readonly closed: boolean;
}

/**
 * Reads the heredoc that opens at `start` (`<<`). An unclosed one would swallow the rest of the file, so it ends before
 * the next top-level block in two cases: its tag is never closed, or is opened once more first.
 */
export function heredocAt(text: string, start: number, limit: number): Heredoc | undefined {
  let cursor = start + 2;
  const indented = text.charCodeAt(cursor) === minus;
  if (indented) {
    cursor++;
  }
  if (!isNameStart(text.charCodeAt(cursor))) {
    return undefined;
  }
  const tagEnd = nameEnd(text, cursor, limit);
  const tag = text.slice(cursor, tagEnd);
  const opening = lineEnd(text, tagEnd, limit);
  if (text.slice(tagEnd, opening).trim() !== '') {
    return undefined;
  }
  const innerStart = Math.min(opening + 1, limit);
  let blockStart: number | undefined;
  let reopened = false;
  for (let line = innerStart; line < limit; ) {
    const end = lineEnd(text, line, limit);
    const closing = closingTag(text, line, end, tag);
    if (closing !== undefined) {
      if (reopened && blockStart !== undefined) {
        return unclosed(indented, tag, innerStart, blockStart);
      }
      return { indented, tag, inner: { start: innerStart, end: line }, end: closing, closed: true };
    }
    if (blockStart === undefined) {
      if (!isBlank(text.charCodeAt(line)) && startsTopLevelBlock(text, line, end)) {
        blockStart = startOfComments(text, line, innerStart);
      }
    } else if (!reopened) {
      reopened = opensHeredoc(text.slice(line, end), tag);
    }
    line = end + 1;
  }
  return unclosed(indented, tag, innerStart, blockStart ?? limit);
}

function unclosed(indented: boolean, tag: string, start: number, end: number): Heredoc {
  return { indented, tag, inner: { start, end }, end, closed: false };
}

/** The comments directly above a block belong to it. */
function startOfComments(text: string, block: number, lowest: number): number {
  let start = block;
  while (start > lowest) {
    const above = Math.max(text.lastIndexOf('\n', start - 2) + 1, lowest);
    if (!/^\s*(?:#|\/\/)/.test(text.slice(above, start))) {
      return start;
    }
    start = above;
  }
  return start;
}

function closingTag(text: string, line: number, end: number, tag: string): number | undefined {
  let cursor = line;
  while (cursor < end && isBlank(text.charCodeAt(cursor))) {
    cursor++;
  }
  if (!text.startsWith(tag, cursor)) {
    return undefined;
  }
  const after = cursor + tag.length;
  return text.slice(after, end).trim() === '' ? after : undefined;
}

function opensHeredoc(line: string, tag: string): boolean {
  const trimmed = line.trimEnd();
  return trimmed.endsWith(`<<${tag}`) || trimmed.endsWith(`<<-${tag}`);
}
