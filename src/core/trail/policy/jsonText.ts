import type { TextRange } from '../../base/text.ts';

/**
 * JSON as text: rearranged or reformatted without parsing it into values and back, so that no number, escape or key
 * order changes. All functions expect text that `JSON.parse` accepts, and none recurses, so depth is no danger.
 */

/** Every token on its own merits, no white space between. */
export function compact(text: string): string {
  return [...tokens(text)].map(({ start, end }) => text.slice(start, end)).join('');
}

/** Two spaces a level, one member or element a line; what is empty stays on one line. */
export function pretty(text: string): string {
  let out = '';
  let depth = 0;
  let previous = '';
  for (const { start, end } of tokens(text)) {
    const token = text.slice(start, end);
    if (isClosing(token)) {
      depth--;
      out += isOpening(previous) ? token : newLine(depth) + token;
    } else {
      out += isOpening(previous) || previous === ',' ? newLine(depth) + token : token;
      out += token === ':' ? ' ' : '';
      depth += isOpening(token) ? 1 : 0;
    }
    previous = token;
  }
  return out;
}

/** The members of the outermost object: the ranges of their values. */
export function members(text: string): ReadonlyMap<string, TextRange> {
  const found = new Map<string, TextRange>();
  let depth = 0;
  let key = '';
  let start: number | undefined;
  let previous: TextRange = { start: 0, end: 0 };
  for (const token of tokens(text)) {
    const head = text.charAt(token.start);
    if (isClosing(head)) {
      depth--;
    }
    const ends = depth === 0 || (depth === 1 && head === ',');
    if (ends && start !== undefined) {
      found.set(key, { start, end: previous.end });
      start = undefined;
    } else if (depth === 1 && head === ':') {
      key = stringAt(text, previous);
      start = token.end;
    }
    if (isOpening(head)) {
      depth++;
    }
    previous = token;
  }
  return new Map([...found].map(([name, range]) => [name, withoutLeadingSpace(text, range)]));
}

/** A key that appears twice in one object: `JSON.parse` silently keeps the last, AWS rejects the document. */
export function duplicateKey(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let previous: TextRange = { start: 0, end: 0 };
  for (const token of tokens(text)) {
    const head = text.charAt(token.start);
    if (isOpening(head)) {
      open.push(head === '{' ? new Set() : undefined);
    } else if (isClosing(head)) {
      open.pop();
    } else if (head === ':') {
      const key = stringAt(text, previous);
      const keys = open.at(-1);
      if (keys?.has(key)) {
        return key;
      }
      keys?.add(key);
    }
    previous = token;
  }
  return undefined;
}

function* tokens(text: string): Generator<TextRange> {
  const token = /[{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    yield { start: found.index, end: token.lastIndex };
  }
}

function stringAt(text: string, { start, end }: TextRange): string {
  return String(JSON.parse(text.slice(start, end)));
}

function withoutLeadingSpace(text: string, range: TextRange): TextRange {
  const value = text.slice(range.start, range.end);
  return { start: range.start + value.length - value.trimStart().length, end: range.end };
}

function isOpening(token: string): boolean {
  return token === '{' || token === '[';
}

function isClosing(token: string): boolean {
  return token === '}' || token === ']';
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
