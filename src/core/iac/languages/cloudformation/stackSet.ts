import { itemsOf, type TreeNode, textOf, valueAt } from '../../formats/tree.ts';
import { callOf } from './evaluation/intrinsic.ts';
import type { Properties } from './evaluation/properties.ts';
import { literalOf, text, type Value } from './evaluation/value.ts';
import type { Variable } from './evaluation/world.ts';
import type { Item, Resource } from './template.ts';

export const stackSetType = 'AWS::CloudFormation::StackSet';

/** How the parameters of a stack set are evaluated: in the template that declares it. */
interface Context {
  readonly world: { choose(variable: Variable): Value | undefined };
  readonly path: string;
  evaluate(node: TreeNode, file: Item['file']): Value;
}

/**
 * What a stack set gives to its template: `Parameters`, and for some of its accounts other values, by the
 * `ParameterOverrides` of a `StackInstancesGroup`. `undefined` where they cannot be listed: any may be given then.
 */
export function stackSetParameters(
  resource: Resource,
  { entries, open }: Properties,
  context: Context,
): ReadonlyMap<string, () => Value | undefined> | undefined {
  const parameters = entries.get('Parameters');
  if (open && !parameters) {
    return undefined;
  }
  const given = parameters ? givenIn(parameters.entry.value) : new Map<string, TreeNode>();
  const groups = itemsOf(entries.get('StackInstancesGroup')?.entry.value) ?? [];
  const overrides = groups.map(group => givenIn(valueAt(group, 'ParameterOverrides')));
  if (!given || overrides.includes(undefined)) {
    return undefined;
  }
  const names = new Set([given, ...overrides].flatMap(one => [...(one?.keys() ?? [])]));
  return new Map(
    [...names].map(name => {
      const nodes = overrides.map(one => one?.get(name) ?? given.get(name));
      const options = nodes.some(node => node !== given.get(name)) ? nodes : [given.get(name)];
      return [name, () => givenValue(resource, name, options, context)] as const;
    }),
  );
}

/** Groups of accounts do not exclude each other: each is looked at. */
function givenValue(
  resource: Resource,
  name: string,
  options: readonly (TreeNode | undefined)[],
  context: Context,
): Value | undefined {
  const chosen = context.world.choose({
    id: `${context.path}${resource.id} gives ${name}`,
    options: options.map((_, index) => text(String(index))),
    hasDefault: false,
    isLoop: true,
  });
  const node = chosen && options[Number(literalOf(chosen))];
  return node && context.evaluate(node, resource.file);
}

/** `[{ ParameterKey, ParameterValue }]`; `undefined` where a condition or a function makes the list. */
function givenIn(list: TreeNode | undefined): Map<string, TreeNode> | undefined {
  if (!list) {
    return new Map();
  }
  const given = new Map<string, TreeNode>();
  for (const item of itemsOf(list) ?? [undefined]) {
    const name = item && !callOf(item) ? textOf(valueAt(item, 'ParameterKey')) : undefined;
    const value = valueAt(item, 'ParameterValue');
    if (name === undefined || !value) {
      return undefined;
    }
    given.set(name, value);
  }
  return given;
}
