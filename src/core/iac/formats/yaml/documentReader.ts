import { isMap, isPair } from 'yaml';
import type { TextRange } from '../../../base/text.ts';
import type { Entry, ListNode, MapNode, ScalarNode, TreeNode } from '../tree.ts';
import { type ChunkCache, largestChunk } from './chunkCache.ts';
import { type Anchors, type Chunk, ChunkReader } from './compose.ts';
import { itemsIn } from './items.ts';
import { LazyEntry, LazyMap } from './lazy.ts';
import type { YamlLines } from './lines.ts';
import { isOutlined, type OutlineEntry, outline } from './outline.ts';

/** Levels of a document that are recognised by indentation before the library is asked. */
const outlined = 2;
/** No template nests deeper; below it nothing is taken apart any further. */
const deepest = 40;
/** Characters of a list that is composed item by item. */
const longList = 8000;
/** Objections that leave no doubt about what was meant. */
export const harmless = new Set([
  'BAD_INDENT',
  'TAB_AS_INDENT',
  'DUPLICATE_KEY',
  'BAD_DIRECTIVE',
  'KEY_OVER_1024_CHARS',
]);

/** One document, or an item of a list in it. What is below its outline is composed on demand. */
export class DocumentReader implements Anchors {
  readonly #lines: YamlLines;
  readonly #cache: ChunkCache;
  readonly #first: number;
  readonly #last: number;
  readonly #anchors = new Map<string, { readonly offset: number; readonly node: TreeNode }[]>();
  readonly #lazy: LazyEntry[] = [];
  readonly #around: Anchors | undefined;
  #root: TreeNode | undefined;

  constructor(lines: YamlLines, cache: ChunkCache, first: number, last: number, around?: Anchors) {
    this.#lines = lines;
    this.#cache = cache;
    this.#first = first;
    this.#last = last;
    this.#around = around;
  }

  get root(): TreeNode {
    this.#root ??= this.#block(this.#first, this.#last, -1, 0);
    return this.#root;
  }

  add(name: string, offset: number, node: TreeNode): void {
    this.#around?.add(name, offset, node);
    const known = this.#anchors.get(name) ?? [];
    if (!known.some(one => one.offset === offset)) {
      known.push({ offset, node });
      this.#anchors.set(name, known);
    }
  }

  /** The nearest anchor of this name before an offset. */
  find(name: string, before: number): TreeNode | undefined {
    // An anchor may be in any section above: they have to be read first.
    for (let index = 0; index < this.#lazy.length; index++) {
      const entry = this.#lazy[index];
      if (entry && entry.keyRange.start < before) {
        entry.force();
      }
    }
    let best: { readonly offset: number; readonly node: TreeNode } | undefined;
    for (const one of this.#anchors.get(name) ?? []) {
      if (one.offset < before && (!best || one.offset > best.offset)) {
        best = one;
      }
    }
    return best?.node ?? this.#around?.find(name, before);
  }

  /** What is in whole lines. */
  #block(first: number, last: number, outer: number, level: number): TreeNode {
    if (level > deepest) {
      return this.#tolerated(first, last, level);
    }
    if (level >= outlined && this.#lines.start(last) - this.#lines.start(first) < largestChunk) {
      const chunk = this.#chunk(first, last);
      if (chunk.problems.length === 0) {
        return new ChunkReader(chunk, this.#lines.start(first), this, false).node(chunk.contents, 0);
      }
    }
    const entries = outline(this.#lines, first, last, outer);
    return entries ? this.#map(entries, level) : this.#tolerated(first, last, level);
  }

  #map(entries: readonly OutlineEntry[], level: number): MapNode {
    return new LazyMap(
      entries.map(entry => {
        const lazy = new LazyEntry(entry, () => this.#value(entry, level + 1));
        this.#lazy.push(lazy);
        return lazy;
      }),
    );
  }

  #value(entry: OutlineEntry, level: number): Pick<Entry, 'value' | 'valueRange'> {
    const lines = this.#lines;
    const at = { start: entry.afterColon, end: entry.afterColon };
    if (entry.half) {
      return { value: nothing(at, true), valueRange: at };
    }
    const inline = lines.text.slice(entry.afterColon, lines.end(entry.firstLine)).trim();
    const anchor = /^&([^\s,[\]{}]+)\s*(?:#.*)?$/.exec(inline)?.[1];
    const below = entry.firstLine + 1;
    if (inline !== '' && !inline.startsWith('#') && anchor === undefined) {
      return this.#inline(entry).made;
    }
    const next = nextContent(lines, below, entry.lastLine);
    const deeper = next !== undefined && lines.indent(next) > entry.indent;
    const list = next !== undefined && isItem(lines, next) && lines.indent(next) >= entry.indent;
    if (!deeper && !list) {
      return { value: nothing(at, false), valueRange: at };
    }
    if (list) {
      return this.#list(entry, next, level);
    }
    if (!isOutlined(lines, below, entry.lastLine, entry.indent)) {
      return this.#inline(entry).made;
    }
    const value = this.#block(below, entry.lastLine, entry.indent, level);
    if (anchor !== undefined) {
      this.add(anchor, entry.afterColon, value);
    }
    return {
      value,
      // Where the last entry of a map ends is known when it is composed: not before somebody asks.
      get valueRange() {
        return value.range;
      },
    };
  }

  /** A value that starts on its key's line, or a list: key and value are composed together. */
  #inline(entry: OutlineEntry): {
    readonly made: Pick<Entry, 'value' | 'valueRange'>;
    readonly broken: boolean;
  } {
    const chunk = this.#chunk(entry.firstLine, entry.lastLine);
    const pair = isMap(chunk.contents) ? chunk.contents.items[0] : undefined;
    if (!isPair(pair)) {
      const range = { start: entry.afterColon, end: this.#lines.end(entry.firstLine) };
      return { made: { value: nothing(range, true), valueRange: range }, broken: true };
    }
    const broken = chunk.problems.some(problem => !harmless.has(problem));
    const reader = new ChunkReader(chunk, this.#lines.start(entry.firstLine), this, broken);
    return { made: reader.entry(pair.key, pair.value), broken };
  }

  /**
   * A list in one piece; where the library refuses that, each item by itself. So is one that is long: after a keystroke, only the
   * item that changed is composed again.
   */
  #list(entry: OutlineEntry, first: number, level: number): Pick<Entry, 'value' | 'valueRange'> {
    if (this.#isLong(first, entry.lastLine) && level <= deepest) {
      const value = this.#items(first, entry.lastLine, level);
      return { value, valueRange: value.range };
    }
    const { made, broken } = this.#inline(entry);
    if (!broken || level > deepest) {
      return made;
    }
    const value = this.#items(first, entry.lastLine, level);
    return { value, valueRange: value.range };
  }

  /** Whether a list is so long that its items are composed one by one. */
  #isLong(first: number, last: number): boolean {
    return this.#lines.start(last) - this.#lines.start(first) > longList;
  }

  /** Each item of a list by itself. */
  #items(first: number, last: number, level: number): ListNode {
    const { lines, items } = itemsIn(this.#lines, first, last);
    const nodes = items.map(([from, to]) =>
      new DocumentReader(lines, this.#cache, from, to, this).#block(from, to, -1, level),
    );
    const start = this.#lines.start(first) + this.#lines.indent(first);
    const range = { start, end: nodes.at(-1)?.range.end ?? start };
    return { kind: 'list', items: nodes, flow: false, tag: undefined, range };
  }

  /** Something other than a block mapping that the library objects to: its best effort. */
  #tolerated(first: number, last: number, level: number): TreeNode {
    const next = nextContent(this.#lines, first, last);
    if (next !== undefined && isItem(this.#lines, next) && this.#isLong(next, last) && level <= deepest) {
      return this.#items(next, last, level + 1);
    }
    const chunk = this.#chunk(first, last);
    const broken = chunk.problems.some(problem => !harmless.has(problem));
    const begin = broken && level <= deepest ? nextContent(this.#lines, first, last) : undefined;
    if (begin !== undefined && isItem(this.#lines, begin)) {
      return this.#items(begin, last, level + 1);
    }
    return new ChunkReader(chunk, this.#lines.start(first), this, broken).node(chunk.contents, 0);
  }

  #chunk(first: number, last: number): Chunk {
    const lines = this.#lines;
    const text = lines.text.slice(lines.start(first), lines.start(last));
    const chunk = this.#cache.chunk(lines.hasTabs ? withoutTabs(text) : text);
    return chunk.problems.length === 0 ? chunk : this.#withoutNoise(first, last, chunk);
  }

  /** Lines left of where the stretch starts cannot belong to it, nor what speaks to a template engine. */
  #withoutNoise(first: number, last: number, chunk: Chunk): Chunk {
    const lines = this.#lines;
    const begin = nextContent(lines, first, last);
    if (begin === undefined) {
      return chunk;
    }
    const start = lines.start(first);
    const { text: written } = chunk;
    const kept: string[] = [];
    let next = 0;
    for (let line = begin + 1; line < last; line++) {
      const isLeft = lines.indent(line) >= 0 && lines.indent(line) < lines.indent(begin);
      if (isLeft || lines.isNoise(line)) {
        const from = lines.start(line) - start;
        const to = lines.end(line) - start;
        kept.push(written.slice(next, from), ' '.repeat(to - from));
        next = to;
      }
    }
    return next === 0 ? chunk : this.#cache.chunk(kept.join('') + written.slice(next));
  }
}

function nothing(range: TextRange, broken: boolean): ScalarNode {
  return { kind: 'scalar', text: null, style: 'plain', broken, tag: undefined, range };
}

/** Whether a line starts an item of a list. */
function isItem(lines: YamlLines, line: number): boolean {
  return /^-(?:\s|$)/.test(lines.content(line));
}

function nextContent(lines: YamlLines, first: number, last: number): number | undefined {
  for (let line = first; line < last; line++) {
    if (lines.indent(line) >= 0) {
      return line;
    }
  }
  return undefined;
}

/** YAML allows no tab before a key; a tab is read as a space. */
export function withoutTabs(text: string): string {
  return /^[ ]*\t/m.test(text) ? text.replace(/^[ \t]+/gm, spaces) : text;
}

function spaces(blanks: string): string {
  return ' '.repeat(blanks.length);
}
