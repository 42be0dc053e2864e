import { entriesOf, follow, type TreeNode } from './tree.ts';

export type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Plain[]
  | { readonly [name: string]: Plain };

/** A node as data, at most `limit` values of it; what is broken or beyond is `undefined`. */
export function toPlain(node: TreeNode | undefined, limit = 2000): Plain {
  const budget = { left: limit };
  return node && convert(node, budget, 0);
}

function convert(node: TreeNode, budget: { left: number }, depth: number): Plain {
  if (budget.left-- <= 0 || depth > 60) {
    return undefined;
  }
  const target = follow(node);
  switch (target.kind) {
    case 'scalar':
      return target.broken ? undefined : target.style === 'plain' ? typed(target.text) : target.text;
    case 'list':
      return target.items.map(item => convert(item, budget, depth + 1));
    case 'map':
      return Object.fromEntries(
        entriesOf(target).map(entry => [entry.key, convert(entry.value, budget, depth + 1)]),
      );
    case 'alias':
      return undefined;
  }
}

function typed(text: string | null): Plain {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return text !== null && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
