import type { TextRange } from '../../../../base/text.ts';
import { placeBefore, type TextEdit, textAfter } from '../../../fix.ts';
import { parseHcl } from '../../../formats/hcl/index.ts';
import { lineStart } from './layout.ts';

/**
 * Edits with those that keep comments behind code below each other: `terraform fmt` has those of lines that follow one another
 * start one blank behind the longest line. Comments that were aligned in another way stay where they are.
 */
export function withComments(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const after = edits.length === 0 ? undefined : textAfter(text, edits);
  if (after === undefined || !/#|\/\//.test(text)) {
    return edits;
  }
  const [former, now] = [chainsIn(text), chainsIn(after)];
  const moved = new Map<number, TextEdit>();
  let by = 0;
  for (const { offset, length, content } of edits) {
    const start = offset + by;
    by += content.length - length;
    if (near(former, text, { start: offset, end: offset + length }).every(isAligned)) {
      for (const chain of near(now, after, { start, end: start + content.length })) {
        for (const edit of alignments(chain, text, edits)) {
          moved.set(edit.offset, edit);
        }
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

/** Those in the lines of a stretch, and in the lines beside it. */
function near(chains: readonly Chain[], text: string, { start, end }: TextRange): readonly Chain[] {
  const first = lineStart(text, Math.max(lineStart(text, start) - 1, 0));
  const stop = text.indexOf('\n', end);
  const last = stop === -1 ? text.length : stop + 1;
  return chains.filter(chain => chain.some(({ line }) => first <= line && line <= last));
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
