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
  const before = neighbours(own, at => (lineStart(text, at) === 0 ? undefined : lineStart(text, at) - 1));
  const behind = neighbours(own, at => {
    const next = text.indexOf('\n', at);
    return next === -1 ? undefined : next + 1;
  });
  const widest = Math.max(...[...before, own, ...behind].map(({ width }) => width));
  // Whoever aligns in another way goes on to do so.
  return column(text, own) === widest + 1 ? [before, [own], behind].flatMap(tightened) : [];

  function neighbours(from: Line, step: (at: number) => number | undefined): readonly Line[] {
    const found: Line[] = [];
    for (let at = step(offset); at !== undefined; at = step(at)) {
      const line = lineAt(text, at);
      if (!line || column(text, line) !== column(text, from) || !isWhole(text, line)) {
        break;
      }
      found.push(line);
    }
    return found;
  }
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
  const width = Math.max(...lines.map(one => one.width));
  return lines.flatMap(({ nameEnd, equals, width: own }) => {
    const wanted = width - own + 1;
    const length = equals - nameEnd;
    return length === wanted ? [] : [{ offset: nameEnd, length, content: ' '.repeat(wanted) }];
  });
}
