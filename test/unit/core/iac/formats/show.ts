import type { TreeNode, TreeText } from '../../../../../src/core/iac/formats/tree.ts';

/** A tree as one would write it down: `tag`, values, `!!` for what is broken, `*name` for aliases. */
export function show(node: TreeNode | undefined): unknown {
  if (!node) {
    return undefined;
  }
  switch (node.kind) {
    case 'alias':
      return `*${node.name}`;
    case 'scalar':
      return node.broken ? '!!' : node.tag ? `${node.tag} ${node.text}` : node.text;
    case 'list':
      return node.tag ? { [node.tag]: node.items.map(show) } : node.items.map(show);
    case 'map':
      return Object.fromEntries(node.entries.map(entry => [entry.key, show(entry.value)]));
  }
}

/** The text under the value of each entry, by its path. */
export function valueTexts(text: string, tree: TreeText): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (node: TreeNode | undefined, path: string) => {
    for (const entry of node?.kind === 'map' ? node.entries : []) {
      const { start, end } = entry.valueRange;
      found[path + entry.key] = text.slice(start, end);
      visit(entry.value, `${path}${entry.key}.`);
    }
  };
  visit(tree.documents[0]?.root, '');
  return found;
}
