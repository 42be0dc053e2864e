import { type Entry, entriesOf, follow, itemsOf, type TreeNode, valueAt } from '../../../formats/tree.ts';
import type { Template, TemplateFile } from '../template.ts';
import { identity, literalOf, none, text, unknownValue, type Value } from './value.ts';
import type { World } from './world.ts';

interface Context {
  readonly template: Template;
  readonly world: World;
  readonly path: string;
  /** In the call's own file unless another is named. */
  evaluate(node: TreeNode, file?: TemplateFile): Value;
}

/** `Fn::FindInMap`, with the `DefaultValue` of the language extensions. */
export function findInMap(argument: TreeNode, context: Context): Value {
  const { template, evaluate } = context;
  const [mapNode, topNode, secondNode, options] = itemsOf(argument) ?? [];
  const mapName = mapNode && literalOf(evaluate(mapNode));
  const mapping = mapName === undefined ? undefined : template.mappings.get(mapName);
  const fallback = options && valueAt(follow(options), 'DefaultValue');
  const missing = () => (fallback ? evaluate(fallback) : unknownValue('not-understood'));
  if (!mapping || !topNode || !secondNode) {
    return missing();
  }
  const mayMiss = fallback !== undefined;
  const top = rowOf(mapping.entry, topNode, `${mapName}`, mayMiss, context);
  const second = top && rowOf(top, secondNode, `${mapName} ${top.key}`, mayMiss, context);
  return second ? evaluate(second.value, mapping.file) : missing();
}

/** A row of a mapping; where its name is decided at deployment, it may be any, and none where there is a default. */
function rowOf(
  map: Entry,
  node: TreeNode,
  id: string,
  mayMiss: boolean,
  context: Context,
): Entry | undefined {
  const { world, path, evaluate } = context;
  const rows = entriesOf(map.value);
  const value = evaluate(node);
  const key = literalOf(value);
  if (key !== undefined || value.kind !== 'text') {
    return rows.find(row => row.key === key);
  }
  const chosen = world.choose({
    id: `${path}row ${id} ${identity(value)}`,
    options: [...rows.map(row => text(row.key)), ...(mayMiss ? [none] : [])],
    hasDefault: false,
  });
  const name = chosen && literalOf(chosen);
  return rows.find(row => row.key === name);
}
