import type { Comment, TreeNode, TreeText } from '../tree.ts';
import { lazyRoot } from './lazy.ts';
import { mend } from './mend.ts';
import { outlineOf } from './outline.ts';

/**
 * Reads JSON, with comments and trailing commas as editors write them. Never throws: what makes no sense is `broken`. The
 * values of a whole text are read on demand; where something is missing, indentation shows what was meant. An object keeps
 * every member of a name that it holds several times.
 */
export function parseJson(text: string): TreeText {
  return parseWholeJson(text) ?? mendJson(text);
}

/** The same, of a text in which nothing is missing; `undefined` for any other. */
export function parseWholeJson(text: string): TreeText | undefined {
  const outline = outlineOf(text);
  return outline && treeOf(text, lazyRoot(text, outline), outline.comments);
}

/** The same, of any other text. */
export function mendJson(text: string): TreeText {
  const { root, comments } = mend(text);
  return treeOf(text, root, comments);
}

function treeOf(text: string, root: TreeNode | undefined, comments: readonly Comment[]): TreeText {
  return { documents: [{ format: 'json', root, range: { start: 0, end: text.length } }], comments };
}
