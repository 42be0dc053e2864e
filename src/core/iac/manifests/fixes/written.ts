import type { Written } from '../../formats/print.ts';
import { entriesOf, follow, type TreeNode } from '../../formats/tree.ts';

/** A node as it can be written elsewhere; undefined where it holds what cannot. */
export function writtenOf(node: TreeNode, depth = 0): Written | undefined {
  const target = follow(node);
  if (depth > deepest) {
    return undefined;
  }
  switch (target.kind) {
    case 'scalar':
      return target.broken || target.text === null
        ? undefined
        : target.style === 'plain' && /^(?:true|false)$/.test(target.text)
          ? target.text === 'true'
          : target.text;
    case 'list': {
      const items = target.items.map(item => writtenOf(item, depth + 1));
      return items.every(item => item !== undefined) ? items : undefined;
    }
    case 'map': {
      const entries = entriesOf(target).map(({ key, value }) => [key, writtenOf(value, depth + 1)] as const);
      return entries.every((entry): entry is [string, Written] => entry[1] !== undefined)
        ? Object.fromEntries(entries)
        : undefined;
    }
    case 'alias':
      return undefined;
  }
}

const deepest = 20;
