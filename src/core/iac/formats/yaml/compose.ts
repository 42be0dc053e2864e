import { Composer, type Document, isAlias, isMap, isPair, isScalar, isSeq, Parser, type Scalar } from 'yaml';
import type { TextRange } from '../../../base/text.ts';
import type { AliasNode, Entry, ScalarNode, ScalarStyle, TreeNode } from '../tree.ts';

/** A stretch of YAML as the library composed it; offsets count from the stretch's start. */
export interface Chunk {
  readonly text: string;
  readonly contents: unknown;
  /** What the library had to say against it, as its codes. */
  readonly problems: readonly string[];
}

export function composeChunk(text: string): Chunk {
  try {
    // Everything stays text, aliases stay aliases: nothing in a document can grow beyond its own length.
    const composer = new Composer({
      schema: 'failsafe',
      strict: false,
      uniqueKeys: false,
      logLevel: 'silent',
    });
    let document: Document | undefined;
    for (const one of composer.compose(new Parser().parse(text), true, text.length)) {
      document ??= one;
    }
    return { text, contents: document?.contents, problems: document?.errors.map(error => error.code) ?? [] };
  } catch {
    // Nested so deep that the library runs out of stack.
    return { text, contents: undefined, problems: ['IMPOSSIBLE'] };
  }
}

/** The anchors seen so far, for aliases. */
export interface Anchors {
  add(name: string, offset: number, node: TreeNode): void;
  find(name: string, before: number): TreeNode | undefined;
}

/** Makes tree nodes of a chunk that starts at `base` of the whole text. */
export class ChunkReader {
  readonly #text: string;
  readonly #base: number;
  readonly #anchors: Anchors;
  readonly #broken: boolean;

  /** `broken`: the chunk is half-typed, so that no scalar of it can be trusted. */
  constructor(chunk: Chunk, base: number, anchors: Anchors, broken: boolean) {
    this.#text = chunk.text;
    this.#base = base;
    this.#anchors = anchors;
    this.#broken = broken;
  }

  node(source: unknown, at: number, depth = 0): TreeNode {
    if (depth > deepest) {
      return this.#scalar(null, at, at, 'plain', undefined, true);
    }
    const node = this.#bare(source, at, depth);
    const anchor = anchorOf(source);
    if (anchor !== undefined) {
      this.#anchors.add(anchor, node.range.start, node);
    }
    return node;
  }

  /** The entry of a pair. */
  entry(key: unknown, value: unknown, depth = 0): Entry {
    const [keyStart, keyEnd] = rangeOf(key);
    const at = this.#valueStart(keyEnd);
    const node = this.node(value, at, depth + 1);
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : '';
    const keyRange = this.#range(keyStart, keyEnd);
    if (node.kind === 'scalar' && node.text === null && node.range.start >= node.range.end) {
      // Nothing is written: the place for it is before the comment that may follow.
      const place = node.tag === undefined ? this.#base + this.#behindColon(keyEnd) : node.range.start;
      const range = { start: place, end: place };
      return {
        key: name,
        keyRange,
        value: { ...node, range },
        valueRange: range,
        range: { start: keyRange.start, end: place },
      };
    }
    const end = Math.max(node.range.end, keyRange.end);
    return {
      key: name,
      keyRange,
      value: node,
      valueRange: { start: this.#base + at, end },
      range: { start: keyRange.start, end },
    };
  }

  #bare(source: unknown, at: number, depth: number): TreeNode {
    if (isMap(source)) {
      const entries = source.items.filter(isPair).map(pair => this.entry(pair.key, pair.value, depth));
      const flow = source.flow === true;
      return { kind: 'map', entries, flow, tag: source.tag, range: this.#extent(source, flow, entries) };
    }
    if (isSeq(source)) {
      const items = source.items.map(item => this.#item(item, at, depth));
      const flow = source.flow === true;
      return { kind: 'list', items, flow, tag: source.tag, range: this.#extent(source, flow, items) };
    }
    if (isAlias(source)) {
      const [start, end] = rangeOf(source);
      return new Alias(source.source, this.#range(start, end), this.#anchors);
    }
    if (isScalar(source)) {
      const [start, end] = rangeOf(source);
      const text = typeof source.value === 'string' ? source.value : '';
      return this.#scalar(text, start, this.#trimmed(start, end), styleOf(source), source.tag, this.#broken);
    }
    return this.#scalar(null, at, at, 'plain', undefined, this.#broken);
  }

  /** A `key: value` inside a flow sequence is a map of one entry. */
  #item(source: unknown, at: number, depth: number): TreeNode {
    if (!isPair(source)) {
      return this.node(source, at, depth + 1);
    }
    const entry = this.entry(source.key, source.value, depth);
    return { kind: 'map', entries: [entry], flow: true, tag: undefined, range: entry.range };
  }

  #scalar(
    text: string | null,
    start: number,
    end: number,
    style: ScalarStyle,
    tag: string | undefined,
    broken: boolean,
  ): ScalarNode {
    const nothing = text === null || (style === 'plain' && nulls.has(text));
    return {
      kind: 'scalar',
      text: nothing ? null : text,
      style,
      broken,
      tag,
      range: this.#range(start, end),
    };
  }

  #extent(source: unknown, flow: boolean, parts: readonly { readonly range: TextRange }[]): TextRange {
    const [start, end] = rangeOf(source);
    const last = parts.at(-1);
    return flow || !last
      ? this.#range(start, this.#trimmed(start, end))
      : { start: this.#base + start, end: last.range.end };
  }

  /** The key's end where there is no colon. */
  #behindColon(keyEnd: number): number {
    const text = this.#text;
    let index = keyEnd;
    while (index < text.length && isSpace(text.charCodeAt(index))) {
      index++;
    }
    return text.charAt(index) === ':' ? index + 1 : keyEnd;
  }

  /** After the colon and the spaces, lines and comments that follow it. */
  #valueStart(keyEnd: number): number {
    const text = this.#text;
    const colon = this.#behindColon(keyEnd);
    let index = colon;
    while (colon > keyEnd) {
      while (index < text.length && isSpace(text.charCodeAt(index))) {
        index++;
      }
      if (text.charAt(index) !== '#') {
        return index < text.length ? index : colon;
      }
      while (index < text.length && text.charAt(index) !== '\n') {
        index++;
      }
    }
    return keyEnd;
  }

  #trimmed(start: number, end: number): number {
    let last = end;
    while (last > start && isSpace(this.#text.charCodeAt(last - 1))) {
      last--;
    }
    return last;
  }

  #range(start: number, end: number): TextRange {
    return { start: this.#base + start, end: this.#base + end };
  }
}

class Alias implements AliasNode {
  readonly kind = 'alias';
  readonly tag = undefined;
  readonly name: string;
  readonly range: TextRange;
  readonly #anchors: Anchors;

  constructor(name: string, range: TextRange, anchors: Anchors) {
    this.name = name;
    this.range = range;
    this.#anchors = anchors;
  }

  get target(): TreeNode | undefined {
    return this.#anchors.find(this.name, this.range.start);
  }
}

const deepest = 400;
const nulls = new Set(['', '~', 'null', 'Null', 'NULL']);

function rangeOf(source: unknown): readonly [number, number] {
  const range =
    isScalar(source) || isMap(source) || isSeq(source) || isAlias(source) ? source.range : undefined;
  return range ? [range[0], range[1]] : [0, 0];
}

function anchorOf(source: unknown): string | undefined {
  return isScalar(source) || isMap(source) || isSeq(source) ? source.anchor : undefined;
}

function styleOf(scalar: Scalar): ScalarStyle {
  switch (scalar.type) {
    case 'QUOTE_DOUBLE':
      return 'double';
    case 'QUOTE_SINGLE':
      return 'single';
    case 'BLOCK_LITERAL':
      return 'literal';
    case 'BLOCK_FOLDED':
      return 'folded';
    default:
      return 'plain';
  }
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
