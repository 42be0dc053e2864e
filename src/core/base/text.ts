/** A stretch of a text: UTF-16 offsets, `end` exclusive. Every position inside the core is an offset. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A line and a column, both counted from zero, as VS Code and SARIF's readers translate them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a text start: plain data, which is kept without the text and sent between threads. */
export interface LineStarts {
  /** The offset of each line's first character. */
  readonly starts: Uint32Array;
  /** Of the text. */
  readonly length: number;
}

/** Lines end with `\n`, `\r\n` or a lone `\r`. */
export function lineStartsOf(text: string): LineStarts {
  return { starts: lineStarts(text), length: text.length };
}

/** Translates offsets of one text into lines and columns. */
export class TextLines {
  readonly #starts: Uint32Array;
  readonly #length: number;

  constructor(of: string | LineStarts) {
    const { starts, length } = typeof of === 'string' ? lineStartsOf(of) : of;
    this.#starts = starts;
    this.#length = length;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** Offsets outside the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const inside = Math.min(Math.max(offset, 0), this.#length);
    const line = this.#lineOf(inside);
    return { line, column: inside - this.startOf(line) };
  }

  /** Offset of the first character of a line; lines outside the text are moved to its nearest end. */
  startOf(line: number): number {
    if (line >= this.#starts.length) {
      return this.#length;
    }
    return this.#starts[Math.max(line, 0)] ?? 0;
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

/** Without a lone `\r`, which is no longer used, a line starts after each `\n`: that search is four times as fast. */
function lineStarts(text: string): Uint32Array {
  if (text.includes('\r') && /\r(?!\n)/.test(text)) {
    const breaks = text.matchAll(/\r\n?|\n/g);
    return Uint32Array.from([0, ...Array.from(breaks, ({ index, 0: end }) => index + end.length)]);
  }
  const starts = new Uint32Array(1 + lineFeedsIn(text));
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    starts[line++] = end + 1;
  }
  return starts;
}

/** How many there are: to count first takes less than a list that grows. */
export function lineFeedsIn(text: string): number {
  let count = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    count++;
  }
  return count;
}
