import type { TextRange } from '../../../base/text.ts';

/** A stretch of a text, and what is in its place in another one. */
export interface Change {
  readonly before: TextRange;
  readonly now: TextRange;
}

/**
 * In what two texts differ, line by line and in order. Lines that are alike stay together where no more than a few are
 * between them that have no like; what cannot be brought together is one change.
 */
export function changesBetween(before: string, now: string): readonly Change[] {
  const whole = changedBetween(before, now);
  const { start } = whole.before;
  const [endBefore, endNow] = [whole.before.end, whole.now.end];
  const changes: Change[] = [];
  let [left, right] = [start, start];
  while (left < endBefore || right < endNow) {
    const next = meetingPoint(before, now, left, right, endBefore, endNow);
    changes.push({ before: { start: left, end: next.left }, now: { start: right, end: next.right } });
    const alike = sameLines(before, now, next.left, next.right, endBefore, endNow);
    left = next.left + alike;
    right = next.right + alike;
  }
  return changes;
}

/** The one stretch that two texts differ in: all before and behind it is alike. */
export function changedBetween(before: string, now: string): Change {
  const start = sameStart(before, now);
  const same = sameEnd(before, now, start);
  return { before: { start, end: before.length - same }, now: { start, end: now.length - same } };
}

function sameStart(before: string, now: string): number {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start + stride <= shorter && isAlike(before, start, now, start)) {
    start += stride;
  }
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) {
    start++;
  }
  return start;
}

function sameEnd(before: string, now: string, start: number): number {
  const most = Math.min(before.length, now.length) - start;
  let same = 0;
  while (
    same + stride <= most &&
    isAlike(before, before.length - same - stride, now, now.length - same - stride)
  ) {
    same += stride;
  }
  while (
    same < most &&
    before.charCodeAt(before.length - 1 - same) === now.charCodeAt(now.length - 1 - same)
  ) {
    same++;
  }
  return same;
}

/** So many characters are compared at once where much is alike: that is faster than one by one. */
const stride = 1024;

function isAlike(before: string, left: number, now: string, right: number): boolean {
  return before.slice(left, left + stride) === now.slice(right, right + stride);
}

/** Lines ahead that are looked at for one that both texts have. */
const linesAhead = 40;

/** Where both texts go on alike, behind what differs. */
function meetingPoint(
  before: string,
  now: string,
  left: number,
  right: number,
  endBefore: number,
  endNow: number,
): { readonly left: number; readonly right: number } {
  const lines = new Map<string, number>();
  for (const { line, at } of linesFrom(before, left, endBefore)) {
    if (line.trim().length > 3 && !lines.has(line)) {
      lines.set(line, at);
    }
  }
  for (const { line, at } of linesFrom(now, right, endNow)) {
    const place = lines.get(line);
    if (place !== undefined) {
      return { left: place, right: at };
    }
  }
  return { left: endBefore, right: endNow };
}

/** The lines that start after a place. */
function linesFrom(
  text: string,
  from: number,
  end: number,
): readonly { readonly line: string; readonly at: number }[] {
  const lines: { readonly line: string; readonly at: number }[] = [];
  for (let at = text.indexOf('\n', from) + 1; at > 0 && at < end && lines.length < linesAhead; ) {
    const next = text.indexOf('\n', at);
    const stop = next < 0 || next >= end ? end : next + 1;
    lines.push({ line: text.slice(at, stop), at });
    at = stop;
  }
  return lines;
}

/** How far whole lines are alike. */
function sameLines(
  before: string,
  now: string,
  left: number,
  right: number,
  endBefore: number,
  endNow: number,
): number {
  const most = Math.min(endBefore - left, endNow - right);
  let same = 0;
  let lastLine = 0;
  while (same < most && before.charCodeAt(left + same) === now.charCodeAt(right + same)) {
    same++;
    lastLine = before.charCodeAt(left + same - 1) === 10 ? same : lastLine;
  }
  return same === most && endBefore - left === endNow - right ? same : lastLine;
}
