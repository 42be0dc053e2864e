import type { Comment } from '../tree.ts';
import type { YamlLines } from './lines.ts';

/** The comments of a YAML text. What looks like one inside a block scalar or between quotes is content. */
export function commentsOf(lines: YamlLines): Comment[] {
  const comments: Comment[] = [];
  /** Indentation of what a block scalar is the value or item of; its content is indented deeper. */
  let block = -1;
  /** The next mark at or after the line: most lines have none, and need no look. */
  let next = lines.text.indexOf('#');
  for (let line = 0; line < lines.count; line++) {
    const { text } = lines;
    const start = lines.start(line);
    const end = lines.end(line);
    const indent = lines.indent(line) === -2 ? blanksBefore(text, start) : lines.indent(line);
    if (block >= 0 && (indent < 0 || indent > block)) {
      continue;
    }
    block = -1;
    if (next >= 0 && next < start) {
      next = text.indexOf('#', start);
    }
    const mark = next >= 0 && next < end ? commentStart(text, start, end) : -1;
    if (mark >= 0) {
      comments.push({ range: { start: mark, end }, text: text.slice(mark + 1, end) });
    }
    if (indent >= 0 && opensBlock(text, start, mark >= 0 ? mark : end)) {
      block = ownerOf(text, start + indent, end) - start;
    }
  }
  return comments;
}

function commentStart(text: string, start: number, end: number): number {
  let quote = 0;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    const before = index > start ? text.charCodeAt(index - 1) : 32;
    if (quote) {
      if (code === 92 && quote === 34) {
        index++;
      } else if (code === quote) {
        quote = 0;
      }
    } else if ((code === 34 || code === 39) && opensQuote(before)) {
      quote = code;
    } else if (code === 35 && (before === 32 || before === 9)) {
      return index;
    }
  }
  return -1;
}

/** An apostrophe inside a word opens nothing. */
function opensQuote(before: number): boolean {
  return before === 32 || before === 9 || before === 91 || before === 123 || before === 44 || before === 58;
}

function opensBlock(text: string, start: number, end: number): boolean {
  let last = end - 1;
  while (last > start && /\s/.test(text.charAt(last))) {
    last--;
  }
  const tail = text.slice(Math.max(start, last - 3), last + 1);
  return /[|>]/.test(tail) && /(?:^|[\s:-])[|>](?:[+-]?\d?|\d[+-]?)$/.test(text.slice(start, last + 1));
}

/** Where the key on a line starts, behind the dashes of the items that it is in: the last dash where there is none. */
function ownerOf(text: string, start: number, end: number): number {
  const dashes = /^(?:-[ \t]+)*/.exec(text.slice(start, end))?.[0] ?? '';
  const key = start + dashes.length;
  const isKey = /:(?:[ \t]|$)/.test(text.slice(key, end).replace(/^(?:[!&]\S*[ \t]+)*[|>].*/s, ''));
  return isKey ? key : start + Math.max(0, dashes.lastIndexOf('-'));
}

function blanksBefore(text: string, start: number): number {
  let index = start;
  while (text.charCodeAt(index) === 32 || text.charCodeAt(index) === 9) {
    index++;
  }
  return index - start;
}
