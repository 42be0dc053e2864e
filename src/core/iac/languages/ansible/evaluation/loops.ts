import { follow, type TreeNode, textOf, valueAt } from '../../../formats/tree.ts';
import type { Step } from '../step.ts';
import { type ListValue, literalOf, text, type Value } from './value.ts';

/** The names of an item of a loop. */
export function loopVariable(step: Step): string {
  return textOf(valueAt(valueAt(step.node, 'loop_control'), 'loop_var')) ?? 'item';
}

export interface Loop {
  readonly keyword: Keyword;
  /** What the task repeats itself over. */
  readonly node: TreeNode;
}

/** The loop of a task, if it is one that is read. */
export function loopOf(step: Step): Loop | undefined {
  for (const keyword of keywords) {
    const node = valueAt(step.node, keyword);
    if (node) {
      return { keyword, node: follow(node) };
    }
  }
  return undefined;
}

const keywords = ['loop', 'with_items', 'with_list', 'with_dict'] as const;

type Keyword = (typeof keywords)[number];

/** Whether a task repeats itself in a way that is not read. */
export function loopsOtherwise(step: Step): boolean {
  return step.node.entries.some(({ key }) => /^with_(?!(?:items|list|dict)$)/.test(key));
}

/** The items of a loop over a value (Ansible documentation, "Loops"); undefined where they are not known. */
export function itemsOfLoop({ keyword }: Loop, value: Value): readonly Value[] | undefined {
  const items = value.kind === 'list' ? value.items : undefined;
  switch (keyword) {
    case 'with_dict':
      return items ? pairsOfAll(items) : pairsOf(value)?.items;
    case 'with_items': {
      // What is in a list of lists counts one by one, and what is no list is a list of one.
      const inner = items?.flatMap(item => (item.kind === 'list' ? item.items : [item]));
      return inner ?? (value.kind === 'map' || literalOf(value) !== undefined ? [value] : undefined);
    }
    default:
      return items ?? (value.kind === 'text' && literalOf(value) !== undefined ? [value] : undefined);
  }
}

function pairsOfAll(values: readonly Value[]): readonly Value[] | undefined {
  const all = values.map(value => pairsOf(value));
  return all.every(one => one !== undefined) ? all.flatMap(({ items }) => items) : undefined;
}

/** The entries of a dictionary as `with_dict` and `dict2items` list them; undefined for what is none. */
export function pairsOf(value: Value, keyName = 'key', valueName = 'value'): ListValue | undefined {
  if (value.kind !== 'map') {
    return undefined;
  }
  const items = [...value.entries].map(([key, inner]): Value => {
    const entries: [string, Value][] = [
      [keyName, text(key)],
      [valueName, inner],
    ];
    return { kind: 'map', entries: new Map(entries) };
  });
  return { kind: 'list', items };
}

/** The item of a loop as a person would name it. */
export function labelOf(item: Value | undefined, index: number): string {
  const literal = literalOf(item);
  return literal === undefined ? String(index) : JSON.stringify(literal);
}
