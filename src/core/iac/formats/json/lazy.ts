import type { TextRange } from '../../../base/text.ts';
import type { Entry, ListNode, MapNode, ScalarNode, TreeNode } from '../tree.ts';
import type { JsonOutline } from './outline.ts';
import { comma, endOfString, endOfWord, openBrace, openBracket, quote, skipTrivia } from './scan.ts';

/** A text that is whole, with its outline. */
interface JsonSource {
  readonly text: string;
  readonly outline: JsonOutline;
}

/** Deeper than any file that people or tools write: what is below is broken. */
export const deepest = 400;

/**
 * The value of a text. What is inside is read on demand, so that a large text of which little is wanted costs little
 * more than its outline.
 */
export function lazyRoot(text: string, outline: JsonOutline): TreeNode | undefined {
  const source: JsonSource = { text, outline };
  const start = skipTrivia(text, 0);
  return start < text.length
    ? valueAt({ source, at: start, limit: text.length, number: 0, depth: 0 })
    : undefined;
}

/** The state of reading an object or list. */
interface Cursor {
  readonly source: JsonSource;
  at: number;
  readonly limit: number;
  /** Number of the next object or list in the outline. */
  number: number;
  readonly depth: number;
}

/** Goes to the next value or name; false where there is none. */
function advance(cursor: Cursor): boolean {
  const { text } = cursor.source;
  do {
    cursor.at = skipTrivia(text, cursor.at);
  } while (text.charCodeAt(cursor.at) === comma && ++cursor.at);
  return cursor.at < cursor.limit;
}

/** The value that starts here. */
function valueAt(cursor: Cursor): TreeNode {
  const { source, at: start, number, depth } = cursor;
  const { text, outline } = source;
  const code = text.charCodeAt(start);
  if (code === openBrace || code === openBracket) {
    const end = outline.ends[number] ?? cursor.limit;
    cursor.at = end;
    cursor.number = outline.next[number] ?? number;
    if (depth > deepest) {
      return brokenScalar({ start, end });
    }
    const inside = { source, at: start + 1, limit: end - 1, number: number + 1, depth: depth + 1 };
    return code === openBrace ? new LazyMap(start, end, inside) : new LazyList(start, end, inside);
  }
  if (code === quote) {
    cursor.at = endOfString(text, start);
    return new JsonString(text, start, cursor.at);
  }
  cursor.at = endOfWord(text, start);
  return wordAt(text, { start, end: cursor.at });
}

function itemsAt(cursor: Cursor): TreeNode[] {
  const items: TreeNode[] = [];
  while (advance(cursor)) {
    items.push(valueAt(cursor));
  }
  return items;
}

function entriesAt(cursor: Cursor): readonly Entry[] {
  const { text } = cursor.source;
  const entries: Entry[] = [];
  while (advance(cursor)) {
    const start = cursor.at;
    const name = new JsonString(text, start, endOfString(text, start));
    cursor.at = skipTrivia(text, name.range.end) + 1;
    advance(cursor);
    const value = valueAt(cursor);
    const range = { start, end: value.range.end };
    entries.push({ key: name.text, keyRange: name.range, value, valueRange: value.range, range });
  }
  return entries;
}

function wordAt(text: string, range: TextRange): ScalarNode {
  const word = text.slice(range.start, range.end);
  const value = word === 'null' ? null : word;
  return { kind: 'scalar', text: value, style: 'plain', broken: false, tag: undefined, range };
}

export function brokenScalar(range: TextRange): ScalarNode {
  return { kind: 'scalar', text: null, style: 'plain', broken: true, tag: undefined, range };
}

class LazyMap implements MapNode {
  readonly kind = 'map';
  readonly flow = true;
  readonly tag = undefined;
  readonly range: TextRange;
  readonly #inside: Cursor;
  #entries: readonly Entry[] | undefined;

  constructor(start: number, end: number, inside: Cursor) {
    this.range = { start, end };
    this.#inside = inside;
  }

  get entries(): readonly Entry[] {
    this.#entries ??= entriesAt(this.#inside);
    return this.#entries;
  }
}

class LazyList implements ListNode {
  readonly kind = 'list';
  readonly flow = true;
  readonly tag = undefined;
  readonly range: TextRange;
  readonly #inside: Cursor;
  #items: readonly TreeNode[] | undefined;

  constructor(start: number, end: number, inside: Cursor) {
    this.range = { start, end };
    this.#inside = inside;
  }

  get items(): readonly TreeNode[] {
    this.#items ??= itemsAt(this.#inside);
    return this.#items;
  }
}

/** A string; its escapes are resolved on demand. */
class JsonString implements ScalarNode {
  readonly kind = 'scalar';
  readonly style = 'double';
  readonly tag = undefined;
  readonly range: TextRange;
  readonly #source: string;
  #text: string | undefined;

  constructor(source: string, start: number, end: number) {
    this.#source = source;
    this.range = { start, end };
  }

  get text(): string {
    this.#text ??= unescaped(this.#written);
    return this.#text;
  }

  get broken(): boolean {
    const written = this.#written;
    return written.includes('\\') && /\\/.test(written.replace(escapes, ''));
  }

  get #written(): string {
    return this.#source.slice(this.range.start + 1, this.range.end - 1);
  }
}

const escapes = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g;
const letters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescaped(written: string): string {
  return written.includes('\\')
    ? written.replace(escapes, (_, code: string | undefined, letter: string) =>
        code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
      )
    : written;
}
