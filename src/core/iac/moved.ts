import type { TextRange } from '../base/text.ts';
import type { Declaration } from './declaration.ts';
import type { Declared } from './language.ts';

/** What a document declares, in its new places; undefined where one of them is not known. */
export function movedDeclared(declared: Declared, uri: string, move: Move): Declared | undefined {
  const trails = declared.trails.map(trail => movedTrail(trail, uri, move));
  return trails.every(trail => trail !== undefined) ? { ...declared, trails } : undefined;
}

function movedTrail(trail: Declaration, uri: string, move: Move): Declaration | undefined {
  const lost: TextRange[] = [];
  const moved = (range: TextRange): TextRange => {
    const place = move(range);
    lost.push(...(place ? [] : [range]));
    return place ?? range;
  };
  const here = <T extends { readonly uri?: string; readonly range: TextRange }>(one: T): T => {
    const range = (one.uri ?? uri) === uri ? moved(one.range) : one.range;
    return range === one.range ? one : { ...one, range };
  };
  const { header, whole, keyAttribute, misspelling } = trail;
  const result: Declaration = {
    ...trail,
    header: moved(header),
    whole: moved(whole),
    keyAttribute: keyAttribute && moved(keyAttribute),
    related: trail.related.map(here),
    suppressions: trail.suppressions.map(here),
    ...(misspelling && { misspelling: { ...misspelling, range: moved(misspelling.range) } }),
  };
  // A text that is in this one is called by its place.
  const isPlaced = trail.related.some(one => one.uri.startsWith(`${uri}#`));
  return lost.length > 0 || isPlaced || trail.uri !== uri ? undefined : result;
}

/** From a place in the former text to that in the new one; undefined for what is in no stretch that was there. */
export type Move = (range: TextRange) => TextRange | undefined;

/**
 * The move of everything inside stretches of a text, from where they were (`former`, in order) to where they are. What did not
 * move stays the same object.
 */
export function moving(former: readonly TextRange[], now: readonly TextRange[]): Move {
  const by = now.map(({ start }, index) => start - (former[index]?.start ?? 0));
  const partAt = (offset: number) => {
    const index = lastBeginning(former, offset);
    return offset <= (former[index]?.end ?? -1) ? index : -1;
  };
  return range => {
    const { start, end } = range;
    const first = partAt(start);
    const last = end <= (former[first]?.end ?? -1) ? first : partAt(end);
    const [byStart, byEnd] = [by[first], by[last]];
    if (byStart === undefined || byEnd === undefined) {
      return undefined;
    }
    return byStart === 0 && byEnd === 0 ? range : { start: start + byStart, end: end + byEnd };
  };
}

/** The last range that starts at an offset or before it; -1 where none does. */
function lastBeginning(ranges: readonly TextRange[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.start ?? 0) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
