import { lineFeedsIn } from '../../../base/text.ts';
import { bringsPart, endOfLongInstruction, isInstruction, mayInstruct } from './engine.ts';

/** The lines of a text as YAML sees them: where each starts and ends, and how deep it is indented. */
export class YamlLines {
  readonly text: string;
  readonly hasTabs: boolean;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #indents: Int32Array;
  readonly #mayInstruct: boolean;
  /** Where the last instruction ends that goes over several lines. */
  #instructionEnd = 0;

  /** `like`: a text with the same line breaks, the same tabs and no instructions, from which the lines are taken over. */
  constructor(text: string, like?: YamlLines) {
    this.text = text;
    this.hasTabs = like ? like.hasTabs : text.includes('\t');
    this.#mayInstruct = !like && mayInstruct(text);
    if (like) {
      this.#starts = like.#starts;
      this.#ends = like.#ends;
      this.#indents = like.#indents.slice();
      return;
    }
    const hasReturns = text.includes('\r');
    const most = 1 + (hasReturns ? countBreaks(text) : lineFeedsIn(text));
    const starts = new Int32Array(most);
    const ends = new Int32Array(most);
    const indents = new Int32Array(most);
    let count = 0;
    for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start <= text.length; count++) {
      const end = hasReturns ? breakAfter(text, start) : lineFeedAfter(text, start);
      starts[count] = start;
      ends[count] = end;
      indents[count] = this.#indentOf(start, end);
      const isBoth = text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10;
      // Behind the end of the text there is no other line.
      start = end >= text.length ? text.length + 1 : end + (isBoth ? 2 : 1);
    }
    this.#starts = starts.subarray(0, count);
    this.#ends = ends.subarray(0, count);
    this.#indents = indents.subarray(0, count);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** After the last line: the end of the text. */
  start(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** Without the line break. */
  end(line: number): number {
    return this.#ends[line] ?? this.text.length;
  }

  /**
   * Blanks before the first character; -1 for an empty line, -2 for a line that holds a comment only, or an
   * instruction to the engine that makes the text: such a line may be indented in any way.
   */
  indent(line: number): number {
    return this.#indents[line] ?? -1;
  }

  /** Whether a line speaks to the engine alone, and leaves nothing behind. */
  isNoise(line: number): boolean {
    const start = this.start(line);
    const isComment = /^[ \t]*#/.test(this.text.slice(start, this.end(line)));
    return this.indent(line) === -2 && !isComment && !bringsPart(this.text, start, this.end(line));
  }

  /** Blanks before the part that the engine puts in the place of a line; `undefined` for every other line. */
  partIndent(line: number): number | undefined {
    if (this.indent(line) !== -2) {
      return undefined;
    }
    const start = this.start(line);
    const end = this.end(line);
    // At the start of a line it is not known which map the part belongs to.
    return isBlank(this.text.charCodeAt(start)) && bringsPart(this.text, start, end)
      ? this.text.slice(start, end).search(/\S/)
      : undefined;
  }

  content(line: number): string {
    return this.text.slice(this.start(line) + Math.max(this.indent(line), 0), this.end(line));
  }

  /** The same lines with a blank in the place of the first character that each of some has. */
  withBlanksAt(lines: readonly number[]): YamlLines {
    const pieces: string[] = [];
    let end = 0;
    for (const line of lines) {
      const at = this.start(line) + this.indent(line);
      pieces.push(this.text.slice(end, at), ' ');
      end = at + 1;
    }
    pieces.push(this.text.slice(end));
    const made = new YamlLines(pieces.join(''), this.#mayInstruct ? undefined : this);
    if (!this.#mayInstruct) {
      for (const line of lines) {
        made.#indents[line] = made.#indentOf(this.start(line), this.end(line));
      }
    }
    return made;
  }

  #indentOf(start: number, end: number): number {
    let first = start;
    while (first < end && isBlank(this.text.charCodeAt(first))) {
      first++;
    }
    if (first === end) {
      return -1;
    }
    const isOutside =
      this.text.charCodeAt(first) === hash || (this.#mayInstruct && this.#isInstruction(first, end));
    return isOutside ? -2 : first - start;
  }

  #isInstruction(first: number, end: number): boolean {
    if (first < this.#instructionEnd || isInstruction(this.text, first, end)) {
      return true;
    }
    const long = endOfLongInstruction(this.text, first, end);
    this.#instructionEnd = long ?? this.#instructionEnd;
    return long !== undefined;
  }
}

/** At most so many lines end. */
function countBreaks(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    count += code === 10 || code === 13 ? 1 : 0;
  }
  return count;
}

function breakAfter(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) {
    end++;
  }
  return end;
}

/** The same for a text without `\r`: the search that the engine has is faster. */
function lineFeedAfter(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

const hash = 35;

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
