import { visit } from 'jsonc-parser';
import type { TreeNode, TreeText } from './tree.ts';

/** How many places of a text in JSON break its grammar; comments do not. */
export function flawsOfJson(text: string): number {
  let count = 0;
  visit(text.replace(/^\uFEFF/, ''), { onError: () => count++ });
  return count;
}

/** How many values of a tree could not be read; in JSON, how many places break the grammar. */
export function flawsOfTree(text: string, tree: TreeText): number {
  return tree.documents.reduce(
    (count, { format, root }) => count + (format === 'json' ? flawsOfJson(text) : brokenIn(root)),
    0,
  );
}

function brokenIn(root: TreeNode | undefined): number {
  const open = root ? [root] : [];
  let count = 0;
  for (let node = open.pop(); node; node = open.pop()) {
    switch (node.kind) {
      case 'map':
        for (const { value } of node.entries) {
          open.push(value);
        }
        break;
      case 'list':
        for (const item of node.items) {
          open.push(item);
        }
        break;
      case 'scalar':
        count += node.broken ? 1 : 0;
        break;
      case 'alias':
        count += node.target ? 0 : 1;
    }
  }
  return count;
}
