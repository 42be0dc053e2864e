import { lineEnd } from './characters.ts';

/** A value of a JSON text. What is inside is read when asked for, so that a large text costs little more than a glance. */
export interface JsonNode {
  readonly type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'broken';
  readonly offset: number;
  /** After the last character. */
  readonly end: number;
  /** What a scalar comes to. */
  readonly value: string | number | boolean | null | undefined;
  readonly items: readonly JsonNode[];
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly name: string;
  readonly key: JsonNode;
  readonly value: JsonNode;
}

/** The value that a text holds; undefined where it holds none. Never throws: what makes no sense is `broken`. */
export function readJson(text: string): JsonNode | undefined {
  const start = skipBlank(text, 0);
  return start < text.length ? new LazyNode(text, start, text.length) : undefined;
}

class LazyNode implements JsonNode {
  readonly type: JsonNode['type'];
  readonly offset: number;
  readonly end: number;
  readonly #text: string;
  #items: readonly JsonNode[] | undefined;
  #members: readonly JsonMember[] | undefined;

  constructor(text: string, offset: number, limit: number) {
    this.#text = text;
    this.offset = offset;
    const code = text.charCodeAt(offset);
    if (code === 123 || code === 91) {
      this.type = code === 123 ? 'object' : 'array';
      this.end = skipBrackets(text, offset, limit);
    } else if (code === 34) {
      this.type = 'string';
      this.end = skipText(text, offset, limit);
    } else {
      this.end = skipWord(text, offset, limit);
      this.type = typeOf(text.slice(offset, this.end));
    }
  }

  get value(): JsonNode['value'] {
    const written = this.#text.slice(this.offset, this.end);
    return this.type === 'string' ? decoded(written) : this.#scalar(written);
  }

  get items(): readonly JsonNode[] {
    this.#items ??= this.type === 'array' ? this.#readItems() : [];
    return this.#items;
  }

  get members(): readonly JsonMember[] {
    this.#members ??= this.type === 'object' ? this.#readMembers() : [];
    return this.#members;
  }

  #scalar(written: string): JsonNode['value'] {
    switch (this.type) {
      case 'number':
        return Number(written);
      case 'boolean':
        return written === 'true';
      case 'null':
        return null;
      default:
        return undefined;
    }
  }

  /** Before the closing bracket, where there is one. */
  get #inside(): number {
    const last = this.#text.charCodeAt(this.end - 1);
    return last === (this.type === 'object' ? 125 : 93) ? this.end - 1 : this.end;
  }

  #readItems(): JsonNode[] {
    const items: JsonNode[] = [];
    const limit = this.#inside;
    for (let at = skipBlank(this.#text, this.offset + 1); at < limit; at = skipBlank(this.#text, at)) {
      if (this.#text.charCodeAt(at) === 44) {
        at++;
        continue;
      }
      const item = new LazyNode(this.#text, at, limit);
      items.push(item);
      at = Math.max(item.end, at + 1);
    }
    return items;
  }

  #readMembers(): JsonMember[] {
    const text = this.#text;
    const members: JsonMember[] = [];
    const limit = this.#inside;
    for (let at = skipBlank(text, this.offset + 1); at < limit; at = skipBlank(text, at)) {
      if (text.charCodeAt(at) !== 34) {
        at++;
        continue;
      }
      const key = new LazyNode(text, at, limit);
      const colon = skipBlank(text, key.end);
      const start = text.charCodeAt(colon) === 58 ? skipBlank(text, colon + 1) : colon;
      const value = new LazyNode(text, Math.min(start, limit), limit);
      members.push({ name: String(key.value), key, value });
      at = Math.max(value.end, key.end);
    }
    return members;
  }
}

function typeOf(word: string): JsonNode['type'] {
  if (word === 'true' || word === 'false') {
    return 'boolean';
  }
  if (word === 'null') {
    return 'null';
  }
  return word !== '' && Number.isFinite(Number(word)) ? 'number' : 'broken';
}

function decoded(written: string): string {
  if (!written.includes('\\')) {
    return written.slice(1, written.endsWith('"') && written.length > 1 ? -1 : undefined);
  }
  try {
    return String(JSON.parse(written));
  } catch {
    return written.slice(1);
  }
}

function skipBlank(text: string, from: number): number {
  let offset = from;
  for (;;) {
    const code = text.charCodeAt(offset);
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13 && code !== 0xfeff) {
      return offset;
    }
    offset++;
  }
}

function skipWord(text: string, from: number, limit: number): number {
  let offset = from;
  while (offset < limit && !endsWord(text.charCodeAt(offset))) {
    offset++;
  }
  return offset;
}

/** Blanks, quotes, commas, colons and brackets. */
function endsWord(code: number): boolean {
  return (
    code <= 34 || code === 44 || code === 58 || code === 91 || code === 93 || code === 123 || code === 125
  );
}

/** After the closing quote; a string that nobody closed ends with its line. */
function skipText(text: string, from: number, limit: number): number {
  let offset = from + 1;
  for (;;) {
    const quote = text.indexOf('"', offset);
    if (quote === -1 || quote >= limit) {
      return lineEnd(text, from, limit);
    }
    let escapes = 0;
    while (text.charCodeAt(quote - 1 - escapes) === 92) {
      escapes++;
    }
    if (escapes % 2 === 0) {
      const line = text.indexOf('\n', from);
      return line !== -1 && line < quote ? line : quote + 1;
    }
    offset = quote + 1;
  }
}

function skipBrackets(text: string, from: number, limit: number): number {
  let depth = 0;
  let offset = from;
  while (offset < limit) {
    switch (text.charCodeAt(offset)) {
      case 34:
        offset = skipText(text, offset, limit);
        continue;
      case 123:
      case 91:
        depth++;
        break;
      case 125:
      case 93:
        depth--;
        if (depth === 0) {
          return offset + 1;
        }
        break;
    }
    offset++;
  }
  return limit;
}
