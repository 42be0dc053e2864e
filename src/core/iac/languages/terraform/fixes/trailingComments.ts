import type { TextRange } from '../../../../base/text.ts';
import { placeBefore, type TextEdit, textAfter } from '../../../fix.ts';
import { parseHcl } from '../../../formats/hcl/index.ts';
import { lineStart } from './layout.ts';

/**
 * Edits with those that keep comments behind code below each other: `terraform fmt` has those of lines that follow one another
 * start one blank behind the longest line. Comments that were aligned in another way stay where they are.
 */
export function withComments(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const after = textAfter(text, edits);
  if (after === undefined) {
    return edits;
  }
  const former = new Comments(text);
  const now = new Comments(after);
  const moved = new Map<number, TextEdit>();
  let by = 0;
  for (const { offset, length, content } of edits) {
    const start = offset + by;
    by += content.length - length;
    const chains = now.near({ start, end: start + content.length });
    if (chains.length > 0 && former.near({ start: offset, end: offset + length }).every(isAligned)) {
      for (const edit of chains.flatMap(chain => alignments(chain, text, edits))) {
        moved.set(edit.offset, edit);
      }
    }
  }
  const all = [...edits, ...moved.values()].sort((left, right) => left.offset - right.offset);
  return textAfter(text, all) === undefined ? edits : all;
}

/** A comment behind code. */
interface Trailing {
  /** Where its line starts, its code ends, and it starts. */
  readonly line: number;
  readonly code: number;
  readonly start: number;
}

/** Comments of lines that follow one another. */
type Chain = readonly Trailing[];

/** The comments behind the code of a text, which is parsed when some may be where one asks: in most places are none. */
class Comments {
  readonly #text: string;
  #chains: readonly Chain[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Those in the lines of a stretch, and in the lines beside it. */
  near({ start, end }: TextRange): readonly Chain[] {
    const first = lineStart(this.#text, Math.max(lineStart(this.#text, start) - 1, 0));
    const stop = this.#text.indexOf('\n', end) + 1;
    const last = stop === 0 ? this.#text.length : stop;
    const behind = this.#text.indexOf('\n', last);
    if (!/#|\/\//.test(this.#text.slice(first, behind === -1 ? undefined : behind))) {
      return [];
    }
    this.#chains ??= chainsIn(this.#text);
    return this.#chains.filter(chain => chain.some(({ line }) => first <= line && line <= last));
  }
}

function chainsIn(text: string): readonly Chain[] {
  const chains: Trailing[][] = [];
  let next = -1;
  for (const { range } of parseHcl(text).comments) {
    const line = lineStart(text, range.start);
    const code = line + text.slice(line, range.start).trimEnd().length;
    const isBlock = text.startsWith('/*', range.start);
    if (code === line || isBlock) {
      continue;
    }
    if (line !== next) {
      chains.push([]);
    }
    chains.at(-1)?.push({ line, code, start: range.start });
    next = text.indexOf('\n', range.start) + 1;
  }
  return chains;
}

function widthOf(chain: Chain): number {
  return Math.max(...chain.map(({ line, code }) => code - line)) + 1;
}

function isAligned(chain: Chain): boolean {
  const width = widthOf(chain);
  return chain.every(({ line, start }) => start - line === width);
}

/** Edits of the former text that align comments of the new one; none for a comment that is new itself. */
function alignments(chain: Chain, text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const width = widthOf(chain);
  return chain.flatMap(({ line, code, start }) => {
    const length = start - code;
    const wanted = width - (code - line);
    const place = length === wanted ? undefined : placeBefore(start, edits);
    const isBlank = place !== undefined && text.slice(place - length, place).trim() === '';
    return isBlank ? [{ offset: place - length, length, content: ' '.repeat(wanted) }] : [];
  });
}
