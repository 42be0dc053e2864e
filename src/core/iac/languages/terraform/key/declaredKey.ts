import { aliasIn } from '../../../declared/aliasName.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import type { Scope } from '../evaluation/scope.ts';
import { asText, noBindings, type ResourceValue, type Value } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { type Resource, settingOf, typeOf } from '../modules/module.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { regionOf } from '../region.ts';

/** The declaration of the key that a value leads to, through aliases and data sources, and by the name of an alias beside a trail. */
export function declaredKey(
  tree: ModuleTree,
  value: Value,
  trail: ResourceValue | undefined,
  depth = 0,
): ResourceValue | undefined {
  const declared =
    value.kind === 'unknown' ? value.origin?.declared : trail && aliasNamed(tree, asText(value), trail);
  if (!declared || depth > 5) {
    return undefined;
  }
  if (isKey(declared.resource)) {
    return declared;
  }
  const next = followed(tree, declared);
  return next && declaredKey(tree, next, trail, depth + 1);
}

/** The one alias that a text names, of those that are declared in the module and Region of a trail. */
function aliasNamed(
  tree: ModuleTree,
  name: string | undefined,
  trail: ResourceValue,
): ResourceValue | undefined {
  const wanted = name === undefined ? undefined : aliasIn(name);
  const found =
    wanted === undefined
      ? []
      : aliasesOf(tree, trail.scope).filter(
          one => one.name === wanted && regionOf(tree, one.alias) === regionOf(tree, trail),
        );
  return found.length === 1 ? found[0]?.alias : undefined;
}

/** The aliases that a module declares once each, with their names as far as they are written. */
function aliasesOf(
  tree: ModuleTree,
  scope: Scope,
): readonly { readonly alias: ResourceValue; readonly name: string | undefined }[] {
  return tree.once(`aliases of ${scope.path}`, () => {
    const evaluator = new Evaluator(tree, new World(new Map(), false));
    return [...scope.module.resources.values()]
      .filter(({ mode, type }) => mode === 'managed' && /^aws(?:cc)?_kms_alias$/.test(type))
      .filter(one => !settingOf(one, 'count') && !settingOf(one, 'for_each'))
      .map(resource => {
        const alias: ResourceValue = { kind: 'resource', scope, resource, bindings: noBindings };
        const name = resource.type === 'aws_kms_alias' ? 'name' : 'alias_name';
        const written = evaluator.references.written(alias, name);
        return { alias, name: written && asText(written) };
      });
  });
}

/** The key of an alias or a data source. */
export function followed(tree: ModuleTree, declared: ResourceValue): Value | undefined {
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  switch (typeOf(declared.resource)) {
    case 'aws_kms_alias':
    case 'awscc_kms_alias':
      return evaluator.references.written(declared, 'target_key_id');
    case 'data.aws_kms_key':
      return evaluator.references.written(declared, 'key_id');
    case 'data.aws_kms_alias':
      return evaluator.references.written(declared, 'name');
    default:
      return undefined;
  }
}

const keyTypes: readonly string[] = [
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
  'awscc_kms_key',
];

export function isKey(resource: Resource): boolean {
  return resource.mode === 'managed' && keyTypes.includes(resource.type);
}
