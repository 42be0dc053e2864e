import type { TextEdit } from '../fix.ts';

/** Lines around a change that say where it belongs. */
const context = 3;

/** Lines of the old text, and those that are in their place. */
interface Change {
  /** The number of the first of them, from 0; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * The unified difference (POSIX diff, format -u) that edits of a text make, as git writes it; empty where they change nothing.
 * @param name path of the file, with slashes, from the folder in which the difference is to be applied; or its whole path,
 *   for `/`
 */
export function unifiedDifference(name: string, text: string, edits: readonly TextEdit[]): string {
  const lines = linesOf(text);
  const changes = changesOf(text, lines, edits);
  if (changes.length === 0) {
    return '';
  }
  let shift = 0;
  const hunks = groupsOf(changes).map(group => {
    const { text: hunk, added } = hunkOf(group, lines, shift);
    shift += added;
    return hunk;
  });
  return `--- ${nameIn('a', name)}\n+++ ${nameIn('b', name)}\n${hunks.join('')}`;
}

/** With their ends; only `\n` ends a line, as for diff and git. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function changesOf(text: string, lines: readonly string[], edits: readonly TextEdit[]): readonly Change[] {
  const starts: number[] = [];
  let length = 0;
  for (const line of lines) {
    starts.push(length);
    length += line.length;
  }
  const lineAt = (offset: number) => lastBelow(starts, offset);
  const changes: Change[] = [];
  let pending: { start: number; end: number; edits: TextEdit[] } | undefined;
  const flush = () => {
    const change = pending && changeOf(text, lines, starts, pending);
    changes.push(...(change ? [change] : []));
    pending = undefined;
  };
  for (const edit of edits) {
    const start = lineAt(edit.offset);
    const end = lineAt(edit.offset + edit.length) + 1;
    if (pending && start >= pending.end) {
      flush();
    }
    pending ??= { start, end, edits: [] };
    pending.end = Math.max(pending.end, end);
    pending.edits.push(edit);
  }
  flush();
  return changes;
}

/** The index of the last start at or below an offset; 0 for an empty text. */
function lastBelow(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** Without the lines at both ends that stay as they are. */
function changeOf(
  text: string,
  lines: readonly string[],
  starts: readonly number[],
  { start, end, edits }: { start: number; end: number; edits: readonly TextEdit[] },
): Change | undefined {
  let result = '';
  let at = starts[start] ?? 0;
  for (const { offset, length, content } of edits) {
    result += text.slice(at, offset) + content;
    at = offset + length;
  }
  const after = linesOf(result + text.slice(at, starts[end] ?? text.length));
  let before = 0;
  while (start + before < end && before < after.length && lines[start + before] === after[before]) {
    before++;
  }
  let behind = 0;
  const most = Math.min(end - start, after.length) - before;
  while (behind < most && lines[end - 1 - behind] === after[after.length - 1 - behind]) {
    behind++;
  }
  const change = {
    start: start + before,
    end: end - behind,
    lines: after.slice(before, after.length - behind),
  };
  return change.start >= Math.min(change.end, lines.length) && change.lines.length === 0 ? undefined : change;
}

/** Changes whose contexts meet are in one hunk. */
function groupsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const end = last?.at(-1)?.end;
    if (last && end !== undefined && change.start - end <= 2 * context) {
      last.push(change);
    } else {
      groups.push([change]);
    }
  }
  return groups;
}

function hunkOf(changes: readonly Change[], lines: readonly string[], shift: number) {
  const first = Math.max((changes[0]?.start ?? 0) - context, 0);
  const last = Math.min((changes.at(-1)?.end ?? 0) + context, lines.length);
  const body: string[] = [];
  let at = first;
  let added = 0;
  for (const change of changes) {
    const end = Math.min(change.end, lines.length);
    body.push(...lines.slice(at, change.start).map(line => marked(' ', line)));
    body.push(...lines.slice(change.start, end).map(line => marked('-', line)));
    body.push(...change.lines.map(line => marked('+', line)));
    added += change.lines.length - (end - change.start);
    at = end;
  }
  body.push(...lines.slice(at, last).map(line => marked(' ', line)));
  const size = last - first;
  const old = rangeOf(first, size);
  const now = rangeOf(first + shift, size + added);
  return { text: `@@ -${old} +${now} @@\n${body.join('')}`, added };
}

/** Of no lines, the line before is named. */
function rangeOf(first: number, size: number): string {
  const start = size === 0 ? first : first + 1;
  return size === 1 ? `${start}` : `${start},${size}`;
}

function marked(mark: string, line: string): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}

/** As git quotes it; a tab ends a name with a space. A whole path has one slash behind the side, as in `git diff --no-index`. */
function nameIn(side: string, name: string): string {
  const path = `${side}/${name.replace(/^\/+/, '')}`;
  if (/["\\\p{Cc}]/u.test(path)) {
    const escaped = path.replace(/["\\\p{Cc}]/gu, character =>
      /["\\]/.test(character)
        ? `\\${character}`
        : [...Buffer.from(character)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
    );
    return `"${escaped}"`;
  }
  return path.includes(' ') ? `${path}\t` : path;
}
