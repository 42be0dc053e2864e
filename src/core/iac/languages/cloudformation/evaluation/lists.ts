import { itemsOf, type TreeNode } from '../../../formats/tree.ts';
import { deployment } from './reference.ts';
import { identity, literalOf, TextBuilder, text, unknownOf, unknownValue, type Value } from './value.ts';

type Evaluate = (node: TreeNode) => Value;

/** `Fn::Join`: text of which each item is known to be text. */
export function join(argument: TreeNode, evaluate: Evaluate): Value {
  const [separatorNode, listNode] = itemsOf(argument) ?? [];
  const separator = separatorNode && literalOf(evaluate(separatorNode));
  const list = listNode && evaluate(listNode);
  if (separator === undefined || list?.kind !== 'list') {
    return list ? unknownOf(list) : unknownValue('not-understood');
  }
  const joined = new TextBuilder();
  for (const [index, item] of list.items.entries()) {
    if (item.kind !== 'text') {
      return unknownOf(item);
    }
    joined.add(index > 0 ? [separator] : []);
    joined.add(item.parts);
  }
  return joined.value;
}

/** `Fn::Select`. */
export function select(argument: TreeNode, evaluate: Evaluate): Value {
  const [indexNode, listNode] = itemsOf(argument) ?? [];
  const index = indexNode && Number(literalOf(evaluate(indexNode)));
  const list = listNode && evaluate(listNode);
  if (index === undefined || list?.kind !== 'list') {
    return list?.kind === 'text' && list.parts.some(part => typeof part !== 'string')
      ? text(deployment(`Select ${index} ${identity(list)}`, `Select ${index}`))
      : unknownValue('not-understood');
  }
  const [only] = list.items;
  const item = list.items[index];
  if (
    !item &&
    list.items.length === 1 &&
    only?.kind === 'text' &&
    only.parts.length === 1 &&
    literalOf(only) === undefined
  ) {
    // A list that is given has as many items as it needs.
    return text(deployment(`Select ${index} ${identity(only)}`, `Select ${index}`));
  }
  return item ?? unknownValue('not-understood');
}

/** `Fn::Split`; what is decided at deployment is a list of as many items as it needs. */
export function split(argument: TreeNode, evaluate: Evaluate): Value {
  const [separatorNode, sourceNode] = itemsOf(argument) ?? [];
  const separator = separatorNode && literalOf(evaluate(separatorNode));
  const source = sourceNode && evaluate(sourceNode);
  if (!separator || source?.kind !== 'text') {
    return unknownValue('not-understood');
  }
  const whole = literalOf(source);
  return {
    kind: 'list',
    items:
      whole === undefined
        ? [text(deployment(`Split ${identity(source)}`, 'Split'))]
        : whole.split(separator).map(part => text(part)),
  };
}
