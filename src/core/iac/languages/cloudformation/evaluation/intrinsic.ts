import { onceFor } from '../../../../base/onceFor.ts';
import { follow, mapLike, type TreeNode } from '../../../formats/tree.ts';

/** A call of one of CloudFormation's functions, in its long or short form. */
export interface Call {
  /** The long name: `Ref`, `Condition`, `Fn::GetAtt`. */
  readonly name: string;
  readonly argument: TreeNode;
}

/** `!GetAtt a.b`, `{ "Fn::GetAtt": ["a", "b"] }`; `undefined` for everything that is not a call. */
export function callOf(node: TreeNode): Call | undefined {
  const target = follow(node);
  if (target.kind === 'scalar' && target.tag === undefined) {
    return undefined;
  }
  return callIn(target);
}

/** The same node is needed in every world. */
const callIn = onceFor(readCall);

function readCall(target: TreeNode): Call | undefined {
  if (target.tag?.startsWith('!') && target.tag.length > 1 && !target.tag.startsWith('!!')) {
    return { name: longName(target.tag.slice(1)), argument: untagged(target) };
  }
  if (target.kind !== 'map' || target.entries.length !== 1) {
    return undefined;
  }
  const [entry] = target.entries;
  return entry && (entry.key === 'Ref' || entry.key.startsWith('Fn::'))
    ? { name: entry.key, argument: follow(entry.value) }
    : undefined;
}

function longName(tag: string): string {
  return tag === 'Ref' || tag === 'Condition' || tag.startsWith('Fn::') ? tag : `Fn::${tag}`;
}

function untagged(node: TreeNode): TreeNode {
  switch (node.kind) {
    case 'alias':
      return node;
    case 'map':
      return mapLike(node, node.entries);
    default:
      return { ...node, tag: undefined };
  }
}
