import type { Stretch, Stretches } from '../tree.ts';
import { mayInstruct } from './engine.ts';
import { type LazyEntry, LazyMap } from './lazy.ts';
import type { YamlLines } from './lines.ts';

/**
 * The lines of documents: each section, and each entry of one, by the line of its key and the lines below. Undefined where
 * a document is not a map, or where an engine makes the text, so that lines have a say beyond their own.
 */
export function stretchesOf(lines: YamlLines, roots: readonly unknown[]): Stretches | undefined {
  const { text } = lines;
  if (mayInstruct(text) || !roots.every(root => root instanceof LazyMap)) {
    return undefined;
  }
  const all = roots.flatMap(root => root.entries.flatMap(section => stretchesIn(section, lines)));
  return { frame: text.slice(0, all[0]?.range.start), all };
}

function stretchesIn(section: LazyEntry, lines: YamlLines): readonly Stretch[] {
  const inner = section.value;
  const below =
    inner instanceof LazyMap
      ? inner.entries.flatMap(entry => [headOf(entry, lines), new Below(entry, lines)])
      : [new Below(section, lines)];
  return [headOf(section, lines), ...below];
}

function headOf({ outline }: LazyEntry, lines: YamlLines): Stretch {
  const start = lines.start(outline.firstLine);
  const end = lines.end(outline.firstLine);
  const behind = lines.text.slice(outline.afterColon, end).trimStart();
  const last = behind === '' || behind.startsWith('#') ? outline.afterColon : end;
  return { range: { start, end: last }, content: lines.text.slice(start, last), isRead: true };
}

/** What is below the line of a key. */
class Below implements Stretch {
  readonly #entry: LazyEntry;
  readonly #lines: YamlLines;

  constructor(entry: LazyEntry, lines: YamlLines) {
    this.#entry = entry;
    this.#lines = lines;
  }

  get range() {
    const { firstLine, lastLine } = this.#entry.outline;
    return { start: this.#lines.start(firstLine + 1), end: this.#lines.start(lastLine) };
  }

  get content(): string {
    const { start, end } = this.range;
    return this.#lines.text.slice(start, end);
  }

  get isRead(): boolean {
    return this.#entry.isRead;
  }
}
