import type { TextRange } from '../../../base/text.ts';
import type { Entry, MapNode, TreeNode } from '../tree.ts';
import type { OutlineEntry } from './outline.ts';

/** A block mapping whose values are read on demand. */
export class LazyMap implements MapNode {
  readonly kind = 'map';
  readonly flow = false;
  readonly tag = undefined;
  readonly entries: readonly LazyEntry[];

  constructor(entries: readonly LazyEntry[]) {
    this.entries = entries;
  }

  get range(): TextRange {
    return { start: this.entries[0]?.keyRange.start ?? 0, end: this.entries.at(-1)?.range.end ?? 0 };
  }
}

export class LazyEntry implements Entry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly outline: OutlineEntry;
  readonly #read: () => Pick<Entry, 'value' | 'valueRange'>;
  #result: Pick<Entry, 'value' | 'valueRange'> | undefined;
  #reading = false;

  constructor(outline: OutlineEntry, read: () => Pick<Entry, 'value' | 'valueRange'>) {
    this.key = outline.key;
    this.keyRange = { start: outline.keyStart, end: outline.keyEnd };
    this.outline = outline;
    this.#read = read;
  }

  get value(): TreeNode {
    return this.#got().value;
  }

  get valueRange(): TextRange {
    return this.#got().valueRange;
  }

  get range(): TextRange {
    return { start: this.keyRange.start, end: Math.max(this.#got().valueRange.end, this.keyRange.end) };
  }

  get isRead(): boolean {
    return this.#result !== undefined;
  }

  force(): void {
    if (!this.#reading) {
      this.#got();
    }
  }

  #got(): Pick<Entry, 'value' | 'valueRange'> {
    if (!this.#result) {
      this.#reading = true;
      this.#result = this.#read();
      this.#reading = false;
    }
    return this.#result;
  }
}
