import type { TextRange } from '../../../base/text.ts';
import {
  equals,
  greaterThan,
  isBlank,
  isNameStart,
  lineEnd,
  lineFeed,
  nameEnd,
  openBrace,
  quote,
  slash,
  star,
} from './characters.ts';
import type { Label } from './syntax.ts';

export interface BlockHeader {
  readonly type: string;
  readonly typeRange: TextRange;
  readonly labels: readonly Label[];
  /** Offset of the opening brace. */
  readonly open: number;
}

/** `name "label" label {`, all on one line, with comments between them. */
export function blockHeaderAt(text: string, start: number, limit: number): BlockHeader | undefined {
  const typeEnd = nameEnd(text, start, limit);
  const labels: Label[] = [];
  let cursor = typeEnd;
  for (;;) {
    cursor = skipBlanksAndComments(text, cursor, limit);
    const code = text.charCodeAt(cursor);
    if (code === openBrace) {
      return {
        type: text.slice(start, typeEnd),
        typeRange: { start, end: typeEnd },
        labels,
        open: cursor,
      };
    }
    const label = cursor < limit ? labelAt(text, cursor, limit) : undefined;
    if (!label) {
      return undefined;
    }
    labels.push(label);
    cursor = label.range.end;
  }
}

/** Over spaces, and over comments that end on the same line. */
function skipBlanksAndComments(text: string, start: number, limit: number): number {
  let cursor = start;
  for (;;) {
    cursor = skipBlanks(text, cursor, limit);
    if (text.charCodeAt(cursor) !== slash || text.charCodeAt(cursor + 1) !== star) {
      return cursor;
    }
    const end = text.indexOf('*/', cursor + 2) + 2;
    if (end < cursor + 4 || end > limit || text.slice(cursor, end).includes('\n')) {
      return cursor;
    }
    cursor = end;
  }
}

/** The blocks of Terraform's top level that are nowhere else, by how many labels each has. */
export const labelCounts: ReadonlyMap<string, number> = new Map([
  ['resource', 2],
  ['data', 2],
  ['ephemeral', 2],
  ['variable', 1],
  ['module', 1],
  ['output', 1],
  ['provider', 1],
  ['check', 1],
  ['locals', 0],
  ['terraform', 0],
  ['moved', 0],
  ['import', 0],
  ['removed', 0],
]);

/** One of these words as a whole name, behind the blanks of its line. */
const topLevelWord = new RegExp(
  `[ \\t\\r\\uFEFF]*(?:${[...labelCounts.keys()].join('|')})(?![\\w\\u0080-\\uFFFF-])`,
  'y',
);

/** Whether the line that starts here opens a block that can only be at the top level. */
export function startsTopLevelBlock(text: string, line: number, limit: number, inside = ''): boolean {
  // Asked of every line, and most lines are attributes.
  topLevelWord.lastIndex = line;
  if (!topLevelWord.test(text)) {
    return false;
  }
  const start = skipBlanks(text, line, limit);
  const end = nameEnd(text, start, limit);
  const count = isAssigned(text, end, limit) ? undefined : labelCounts.get(text.slice(start, end));
  if (count === undefined || (count === 0 && start !== line)) {
    return false;
  }
  const header = blockHeaderAt(text, start, lineEnd(text, start, limit));
  return header?.labels.length === count && !(inside === 'check' && header.type === 'data');
}

/** Whether a line starts with `name =`. */
export function startsAttribute(text: string, line: number, end: number): boolean {
  const start = skipBlanks(text, line, end);
  return isNameStart(text.charCodeAt(start)) && isAssigned(text, nameEnd(text, start, end), end);
}

function isAssigned(text: string, nameEnd: number, limit: number): boolean {
  const sign = skipBlanks(text, nameEnd, limit);
  return (
    text.charCodeAt(sign) === equals &&
    text.charCodeAt(sign + 1) !== equals &&
    text.charCodeAt(sign + 1) !== greaterThan
  );
}

function skipBlanks(text: string, start: number, limit: number): number {
  let cursor = start;
  while (cursor < limit && isBlank(text.charCodeAt(cursor))) {
    cursor++;
  }
  return cursor;
}

function labelAt(text: string, start: number, limit: number): Label | undefined {
  const code = text.charCodeAt(start);
  if (code === quote) {
    let end = start + 1;
    while (end < limit && text.charCodeAt(end) !== quote) {
      if (text.charCodeAt(end) === lineFeed) {
        return undefined;
      }
      end++;
    }
    return end < limit ? { text: text.slice(start + 1, end), range: { start, end: end + 1 } } : undefined;
  }
  if (!isNameStart(code)) {
    return undefined;
  }
  const end = nameEnd(text, start, limit);
  return { text: text.slice(start, end), range: { start, end } };
}
