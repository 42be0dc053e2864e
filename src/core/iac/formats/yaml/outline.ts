import type { YamlLines } from './lines.ts';

/** A `key:` line of a block mapping and the lines that belong to it. */
export interface OutlineEntry {
  readonly key: string;
  /** Offsets of the key, quotes included. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** After the colon; the key's end where there is none. */
  readonly afterColon: number;
  /** A line that is no `key:` yet, as while it is being typed. */
  readonly half: boolean;
  readonly firstLine: number;
  /** Exclusive. */
  readonly lastLine: number;
  readonly indent: number;
}

/**
 * The entries of the block mapping that is in these lines, recognised only by indentation; `undefined` when the lines
 * hold something else. Lines left of it (`indent <= outer`) are noise.
 */
export function outline(
  lines: YamlLines,
  first: number,
  last: number,
  outer: number,
): OutlineEntry[] | undefined {
  const begin = beginOf(lines, first, last, outer);
  if (begin === undefined) {
    return undefined;
  }
  const indent = lines.indent(begin);
  const entries: OutlineEntry[] = [];
  let key: Key | undefined;
  let firstLine = begin;
  for (let line = begin; line <= last; line++) {
    const own = lines.indent(line);
    // Only an instruction to an engine stands for a part.
    if (line < last && own !== indent && (own !== -2 || lines.partIndent(line) !== indent)) {
      continue;
    }
    const next =
      line === last
        ? undefined
        : (keyAt(lines, line) ?? (key && continues(lines, line, key, firstLine) ? key : half(lines, line)));
    if (next === key && line < last) {
      continue;
    }
    if (key) {
      // Field by field: spreading here costs most of the time of a keystroke in a long template.
      entries.push({
        key: key.key,
        keyStart: key.keyStart,
        keyEnd: key.keyEnd,
        afterColon: key.afterColon,
        half: key.half,
        firstLine,
        lastLine: line,
        indent,
      });
    }
    key = next;
    firstLine = line;
  }
  return entries;
}

/** Whether `outline` finds entries in these lines. */
export function isOutlined(lines: YamlLines, first: number, last: number, outer: number): boolean {
  return beginOf(lines, first, last, outer) !== undefined;
}

function beginOf(lines: YamlLines, first: number, last: number, outer: number): number | undefined {
  let begin = first;
  while (begin < last && lines.indent(begin) <= Math.max(outer, -1)) {
    begin++;
  }
  return begin < last && beginsMap(lines, begin, last) ? begin : undefined;
}

/** Whether a line is a key, or an engine puts something in its place and the next one is. */
function beginsMap(lines: YamlLines, begin: number, last: number): boolean {
  let line = begin;
  while (line < last && (lines.indent(line) < 0 || /^\{\{.*\}\}\s*$/.test(lines.content(line)))) {
    line++;
  }
  return line < last && lines.indent(line) === lines.indent(begin) && keyAt(lines, line) !== undefined;
}

type Key = Pick<OutlineEntry, 'key' | 'keyStart' | 'keyEnd' | 'afterColon' | 'half'>;

function keyAt(lines: YamlLines, line: number): Key | undefined {
  const start = lines.start(line) + Math.max(lines.indent(line), 0);
  const end = lines.end(line);
  const { text } = lines;
  const first = text.charAt(start);
  const keyEnd = first === '"' || first === "'" ? quotedEnd(text, start, end) : plainEnd(text, start, end);
  if (keyEnd === undefined) {
    return undefined;
  }
  let colon = keyEnd;
  while (colon < end && isBlank(text.charCodeAt(colon))) {
    colon++;
  }
  if (text.charAt(colon) !== ':' || (colon + 1 < end && !isBlank(text.charCodeAt(colon + 1)))) {
    return undefined;
  }
  const written = text.slice(start, keyEnd);
  const key = first === '"' || first === "'" ? written.slice(1, -1) : written;
  return { key, keyStart: start, keyEnd, afterColon: colon + 1, half: false };
}

function half(lines: YamlLines, line: number): Key {
  const keyStart = lines.start(line) + (lines.partIndent(line) ?? lines.indent(line));
  const key = lines.text.slice(keyStart, lines.end(line)).trimEnd();
  const keyEnd = keyStart + key.length;
  return { key, keyStart, keyEnd, afterColon: keyEnd, half: true };
}

/** A list under its key, or the rest of a flow collection or quoted text that was opened above. */
function continues(lines: YamlLines, line: number, open: Key, firstLine: number): boolean {
  if (lines.partIndent(line) !== undefined) {
    return false;
  }
  const content = lines.content(line);
  const inline = lines.text.slice(open.afterColon, lines.end(firstLine)).trim();
  return /^-(?:\s|$)/.test(content) || /^[}\])"',]/.test(content) || /^(?:[!&]\S*\s+)*[{["']/.test(inline);
}

function quotedEnd(text: string, start: number, end: number): number | undefined {
  const quote = text.charAt(start);
  for (let index = start + 1; index < end; index++) {
    const character = text.charAt(index);
    if (character === '\\' && quote === '"') {
      index++;
    } else if (character === quote) {
      if (quote === "'" && text.charAt(index + 1) === "'") {
        index++;
      } else {
        return index + 1;
      }
    }
  }
  return undefined;
}

function plainEnd(text: string, start: number, end: number): number | undefined {
  // A name may start with what an engine puts in: `{{ prefix }}Trail`.
  const made = text.startsWith('{{', start) ? text.indexOf('}}', start) : start;
  if (
    made < start ||
    (made === start && /[#&*!|>%@`{}[\],]/.test(text.charAt(start))) ||
    /^[-?](?:\s|$)/.test(text.slice(start, start + 2))
  ) {
    return undefined;
  }
  for (let index = made; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === 58 && (index + 1 === end || isBlank(text.charCodeAt(index + 1)))) {
      let last = index;
      while (last > start && isBlank(text.charCodeAt(last - 1))) {
        last--;
      }
      return last > start ? last : undefined;
    }
    if (code === 35 && isBlank(text.charCodeAt(index - 1))) {
      return undefined;
    }
  }
  return undefined;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
