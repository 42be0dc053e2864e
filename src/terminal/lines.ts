import { isAbsolute, relative, sep } from 'node:path';
import { visible } from '../core/base/show.ts';
import { type FileProblem, isUnread } from '../core/iac/sources/fileProblem.ts';

/** A problem in one line: the file, what became of it, and why. */
export function problemLine({ path, kind, detail }: FileProblem, folder: string): string {
  const what =
    kind === 'given-up' ? 'evaluation ended' : isUnread({ kind }) ? 'could not be read' : 'not followed';
  return visible(`${shownPath(path, folder)}: ${what}: ${detail}`);
}

/** A path as it is printed: with slashes, and relative to the folder if it is below. */
export function shownPath(path: string, folder: string): string {
  const inside = relative(folder, path);
  const isBelow = inside !== '' && !isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`);
  return (isBelow ? inside : path).split(sep).join('/');
}

/** `1 file`, `2,000 files`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `2,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en');
}
