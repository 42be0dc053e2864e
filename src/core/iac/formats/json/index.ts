import type { TreeText } from '../tree.ts';
import { lazyRoot } from './lazy.ts';
import { mend } from './mend.ts';
import { outlineOf } from './outline.ts';

/**
 * Reads JSON, with comments and trailing commas as editors write them. Never throws: what makes no sense is `broken`. The
 * values of a whole text are read when they are asked for; where something is missing, indentation tells what was meant. An
 * object keeps every member of a name that it holds several times.
 */
export function parseJson(text: string): TreeText {
  const outline = outlineOf(text);
  const { root, comments } = outline
    ? { root: lazyRoot(text, outline), comments: outline.comments }
    : mend(text);
  return { documents: [{ format: 'json', root, range: { start: 0, end: text.length } }], comments };
}
