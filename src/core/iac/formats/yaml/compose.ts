import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { TextRange } from '../../../base/text.ts';
import type { AliasNode, Entry, MapNode, ScalarNode, ScalarStyle, TreeNode } from '../tree.ts';
import { tokensOf } from './depth.ts';
import { tagsIn } from './tags.ts';

/** A stretch of YAML as the library composed it; offsets count from the stretch's start. */
export interface Chunk {
  readonly text: string;
  readonly contents: unknown;
  /** What the library had to say against it, as its codes. */
  readonly problems: readonly string[];
}

export function composeChunk(text: string): Chunk {
  const tokens = tokensOf(text);
  if (!tokens) {
    return { text, contents: undefined, problems: ['IMPOSSIBLE'] };
  }
  return text.length > longText ? withoutStacks(() => composed(text, tokens)) : composed(text, tokens);
}

/** A stretch of so many characters may be full of errors. */
const longText = 10_000;

/** The stacks of thousands of errors, which nobody sees, would cost the most. Others would pay for turning them off: it is for long texts. */
function withoutStacks<T>(work: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function composed(text: string, tokens: Iterable<CST.Token>): Chunk {
  try {
    // Everything stays text, aliases stay aliases: nothing in a document can grow beyond its own length.
    const composer = new Composer({
      schema: 'failsafe',
      strict: false,
      uniqueKeys: false,
      logLevel: 'silent',
      customTags: tagsIn(text),
    });
    let document: Document | undefined;
    for (const one of composer.compose(tokens, true, text.length)) {
      document ??= one;
    }
    return { text, contents: document?.contents, problems: document?.errors.map(error => error.code) ?? [] };
  } catch {
    // The library has a fault.
    return { text, contents: undefined, problems: ['IMPOSSIBLE'] };
  }
}

/** The anchors seen so far, for aliases. */
export interface Anchors {
  add(name: string, offset: number, node: TreeNode): void;
  find(name: string, before: number): TreeNode | undefined;
}

/**
 * Makes tree nodes of a chunk that starts at `base` of the whole text: maps and their values when somebody asks for them, since
 * most resources and tasks of a text are none that matter. Where the chunk may have anchors they are made at once: an alias
 * below it asks for all that stand above.
 */
export class ChunkReader {
  readonly #text: string;
  readonly #base: number;
  readonly #anchors: Anchors;
  readonly #broken: boolean;
  readonly #isLazy: boolean;

  /** `broken`: the chunk is half-typed, so that no scalar of it can be trusted. */
  constructor(chunk: Chunk, base: number, anchors: Anchors, broken: boolean) {
    this.#text = chunk.text;
    this.#base = base;
    this.#anchors = anchors;
    this.#broken = broken;
    this.#isLazy = !chunk.text.includes('&');
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
    const entry = new ChunkEntry(this, key, value, depth);
    if (!this.#isLazy) {
      entry.force();
    }
    return entry;
  }

  entries({ items }: YAMLMap, depth: number): readonly Entry[] {
    return items.map(({ key, value }) => this.entry(key, value, depth));
  }

  /** What stands behind a key. */
  placed(keyEnd: number, value: unknown, depth: number): PlacedValue {
    const at = this.#valueStart(keyEnd);
    const node = this.node(value, at, depth + 1);
    if (node.kind === 'scalar' && node.text === null && node.range.start >= node.range.end) {
      // Nothing is written: the place for it is before the comment that may follow.
      const place = node.tag === undefined ? this.#base + this.#behindColon(keyEnd) : node.range.start;
      const range = { start: place, end: place };
      return { value: { ...node, range }, valueRange: range, end: place };
    }
    const end = Math.max(node.range.end, this.#base + keyEnd);
    return { value: node, valueRange: { start: this.#base + at, end }, end };
  }

  #bare(source: unknown, at: number, depth: number): TreeNode {
    if (isMap(source)) {
      const map = new ChunkMap(this, source, depth);
      if (!this.#isLazy) {
        map.force();
      }
      return map;
    }
    if (isSeq(source)) {
      const items = source.items.map(item => this.#item(item, at, depth));
      const flow = source.flow === true;
      return { kind: 'list', items, flow, tag: source.tag, range: this.extent(source, flow, items) };
    }
    if (isAlias(source)) {
      const [start, end] = rangeOf(source);
      return new Alias(source.source, this.range(start, end), this.#anchors);
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
      range: this.range(start, end),
    };
  }

  extent(source: unknown, flow: boolean, parts: readonly { readonly range: TextRange }[]): TextRange {
    const [start, end] = rangeOf(source);
    const last = parts.at(-1);
    return flow || !last
      ? this.range(start, this.#trimmed(start, end))
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

  range(start: number, end: number): TextRange {
    return { start: this.#base + start, end: this.#base + end };
  }
}

/** A value and where it stands; `end` is that of its entry. */
interface PlacedValue extends Pick<Entry, 'value' | 'valueRange'> {
  readonly end: number;
}

class ChunkMap implements MapNode {
  readonly kind = 'map';
  readonly flow: boolean;
  readonly tag: string | undefined;
  readonly #reader: ChunkReader;
  readonly #source: YAMLMap;
  readonly #depth: number;
  #entries: readonly Entry[] | undefined;

  constructor(reader: ChunkReader, source: YAMLMap, depth: number) {
    this.flow = source.flow === true;
    this.tag = source.tag;
    this.#reader = reader;
    this.#source = source;
    this.#depth = depth;
  }

  get entries(): readonly Entry[] {
    return this.force();
  }

  get range(): TextRange {
    return this.#reader.extent(this.#source, this.flow, this.entries);
  }

  force(): readonly Entry[] {
    this.#entries ??= this.#reader.entries(this.#source, this.#depth);
    return this.#entries;
  }
}

class ChunkEntry implements Entry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly #reader: ChunkReader;
  readonly #keyEnd: number;
  readonly #value: unknown;
  readonly #depth: number;
  #placed: PlacedValue | undefined;

  constructor(reader: ChunkReader, key: unknown, value: unknown, depth: number) {
    const [start, end] = rangeOf(key);
    this.key = isScalar(key) && typeof key.value === 'string' ? key.value : '';
    this.keyRange = reader.range(start, end);
    this.#reader = reader;
    this.#keyEnd = end;
    this.#value = value;
    this.#depth = depth;
  }

  get value(): TreeNode {
    return this.force().value;
  }

  get valueRange(): TextRange {
    return this.force().valueRange;
  }

  get range(): TextRange {
    return { start: this.keyRange.start, end: this.force().end };
  }

  force(): PlacedValue {
    this.#placed ??= this.#reader.placed(this.#keyEnd, this.#value, this.#depth);
    return this.#placed;
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
