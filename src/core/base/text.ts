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

/** Translates offsets of one text into lines and columns. Lines end with `\n`, `\r\n` or a lone `\r`. */
export class TextLines {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = lineStarts(text);
    this.#length = text.length;
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

export function contains(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) {
      starts.push(index + 1);
    }
  }
  return starts;
}
