import type { TextRange } from '../../../../base/text.ts';
import type { TextEdit } from '../../../fix.ts';
import { lineStart, lineStop } from './layout.ts';

/** `name = value` on one line. */
interface Line {
  readonly nameEnd: number;
  readonly equals: number;
  /** How long name and indent are. */
  readonly width: number;
}

/**
 * What is written at an offset will take several lines: `terraform fmt` aligns its line with no other then, and the lines
 * before and behind it on their own.
 */
export function unaligned(text: string, offset: number): readonly TextEdit[] {
  const own = lineAt(text, offset);
  if (!own) {
    return [];
  }
  const before = linesBeside(text, own, offset, above);
  const behind = linesBeside(text, own, offset, below);
  // Whoever aligns in another way goes on to do so.
  return column(text, own) === widest([...before, own, ...behind]) + 1
    ? [before, [own], behind].flatMap(tightened)
    : [];
}

/**
 * What takes several lines will take one: `terraform fmt` aligns it with the lines before and behind it, where those are aligned
 * as it does.
 */
export function aligned(text: string, { start, end }: TextRange): readonly TextEdit[] {
  const own = lineAt(text, start);
  if (!own) {
    return [];
  }
  const groups = [
    { from: start, step: above },
    { from: end, step: below },
  ].map(({ from, step }) => {
    const next = step(text, from);
    const first = next === undefined ? undefined : lineAt(text, next);
    return first ? linesBeside(text, first, from, step) : [];
  });
  const isTight = groups.every(lines => lines.every(line => column(text, line) === widest(lines) + 1));
  return isTight ? tightened([own, ...groups.flat()]) : [];
}

type Step = typeof above;

/** Where the line before begins, or the one behind it. */
function above(text: string, at: number): number | undefined {
  const start = lineStart(text, at);
  return start === 0 ? undefined : lineStart(text, start - 1);
}

function below(text: string, at: number): number | undefined {
  const next = text.indexOf('\n', at);
  return next === -1 ? undefined : next + 1;
}

/** The lines of one value that follow one another on one side of a place, aligned with a line. */
function linesBeside(text: string, line: Line, from: number, step: Step): readonly Line[] {
  const found: Line[] = [];
  for (let at = step(text, from); at !== undefined; at = step(text, at)) {
    const next = lineAt(text, at);
    if (!next || column(text, next) !== column(text, line) || !isWhole(text, next)) {
      break;
    }
    found.push(next);
  }
  return found;
}

function widest(lines: readonly Line[]): number {
  return Math.max(...lines.map(({ width }) => width));
}

function lineAt(text: string, offset: number): Line | undefined {
  const start = lineStart(text, offset);
  const found = /^([ \t]*(?:"[^"]*"|[\w-]+))[ \t]*=(?![=>])/.exec(text.slice(start, lineStop(text, start)));
  const [whole = '', name = ''] = found ?? [];
  return found
    ? { nameEnd: start + name.length, equals: start + whole.length - 1, width: name.length }
    : undefined;
}

function column(text: string, { equals }: Line): number {
  return equals - lineStart(text, equals);
}

/** Whether a value ends on the line on which it starts. */
function isWhole(text: string, { equals }: Line): boolean {
  return !/(?:[[{(,]|<<-?[\w-]+)\s*$/.test(text.slice(equals, lineStop(text, equals)));
}

function tightened(lines: readonly Line[]): readonly TextEdit[] {
  const width = widest(lines);
  return lines.flatMap(({ nameEnd, equals, width: own }) => {
    const wanted = width - own + 1;
    const length = equals - nameEnd;
    return length === wanted ? [] : [{ offset: nameEnd, length, content: ' '.repeat(wanted) }];
  });
}
