import type { Written } from '../../../formats/print.ts';
import { entriesOf, follow, type TreeNode } from '../../../formats/tree.ts';

/** A node of a text as it can be written elsewhere; undefined where it holds what cannot. */
export function writtenOf(node: TreeNode, text: string, depth = 0): Written | undefined {
  const target = follow(node);
  if (depth > deepest) {
    return undefined;
  }
  if (text.startsWith('{{', target.range.start)) {
    // What an engine puts in can be between quotes, if there are none in it.
    const [line = ''] = /^[^\r\n]*/.exec(text.slice(target.range.start)) ?? [];
    return /["'\\]/.test(line) ? undefined : line.trim();
  }
  switch (target.kind) {
    case 'scalar':
      return target.broken || target.text === null
        ? undefined
        : target.style === 'plain' && /^(?:true|false)$/.test(target.text)
          ? target.text === 'true'
          : target.text;
    case 'list': {
      const items = target.items.map(item => writtenOf(item, text, depth + 1));
      return items.every(item => item !== undefined) ? items : undefined;
    }
    case 'map': {
      const entries = entriesOf(target).map(
        ({ key, value }) => [key, writtenOf(value, text, depth + 1)] as const,
      );
      return entries.every((entry): entry is [string, Written] => entry[1] !== undefined)
        ? Object.fromEntries(entries)
        : undefined;
    }
    case 'alias':
      return undefined;
  }
}

const deepest = 20;
