import type { Fact } from '../../../../trail/fact.ts';
import { known, unknown } from '../../../../trail/fact.ts';
import {
  defaultKeyPolicy,
  judgeKeyPolicy,
  keyPolicyJudge,
  type PolicyRequest,
  type PolicyValue,
  type PolicyVerdict,
} from '../../../../trail/keyPolicy/index.ts';
import type { Expression } from '../../../formats/hcl/index.ts';
import { withoutSid } from '../../../sources/fromFile.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { policyOf } from '../evaluation/json.ts';
import type { Scope } from '../evaluation/scope.ts';
import { bindingsId, type ResourceValue, type Value } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { ignoresChangesOf } from '../lifecycle.ts';
import { dependsOn, refersTo } from '../modules/dependencies.ts';
import { type Declared, type Module, type Resource, type Setting, settingOf } from '../modules/module.ts';
import type { ModuleTree } from '../modules/tree.ts';
import { declaredBehind } from '../region.ts';

/** Where a key's policy is written. */
export type PolicyPlace =
  | { readonly kind: 'attribute'; readonly setting: Setting; readonly owner: ResourceValue }
  /** A resource of its own, `aws_kms_key_policy`. */
  | { readonly kind: 'resource'; readonly setting: Setting; readonly owner: ResourceValue }
  /** Nowhere: the key gets the default policy, which admits the account alone. */
  | { readonly kind: 'default' }
  | { readonly kind: 'unknown' };

/** A trail of which nothing is known. */
export const anyTrail: PolicyRequest = { trailArn: undefined, bucketKey: undefined };

/** Trails of one id are alike to every policy. */
export function userId({ trail, bucketKey }: PolicyRequest): string {
  return JSON.stringify([trail, bucketKey]);
}

/** What a policy says where it is written; undefined where it is not JSON that could be read, or written nowhere. */
export function policyAt(place: PolicyPlace, evaluator: Evaluator): PolicyValue | undefined {
  if (place.kind !== 'attribute' && place.kind !== 'resource') {
    return undefined;
  }
  const { scope, bindings } = place.owner;
  return policyOf(evaluator.evaluate(place.setting.attribute.value, scope, bindings));
}

/** What the policy of a declared key says in a world, to be evaluated for any trail. */
export function policyOfKey(
  tree: ModuleTree,
  world: World,
  key: ResourceValue,
): (user: PolicyRequest) => Fact<PolicyVerdict> {
  const later = () => unknown('decided-at-deployment');
  if (ignoresChangesOf(key.resource, 'policy')) {
    return later;
  }
  const evaluator = new Evaluator(tree, world);
  const place = policyPlace(evaluator, key, separateByDefault(tree, key) ?? separatePolicy(evaluator, key));
  switch (place.kind) {
    case 'unknown':
      return later;
    case 'default':
      return user => known(judgeKeyPolicy(defaultKeyPolicy, user));
    case 'attribute':
    case 'resource': {
      const { scope, bindings } = place.owner;
      const written = evaluator.evaluate(place.setting.attribute.value, scope, bindings);
      const policy = policyOf(written);
      if (policy === undefined) {
        return later;
      }
      const judge = keyPolicyJudge(policy);
      return user => {
        const verdict = judge(user);
        return known(written.fromFile ? withoutSid(verdict, policy) : verdict);
      };
    }
  }
}

/**
 * Where to look for the policy is found out with the defaults: what the arguments of modules depend on beside is no
 * question about the key. Undefined where the defaults do not tell.
 */
function separateByDefault(tree: ModuleTree, key: ResourceValue): PolicyPlace | undefined {
  const place = separateWithDefaults(tree, key);
  return place.kind === 'unknown' ? undefined : place;
}

function separateWithDefaults(tree: ModuleTree, key: ResourceValue): PolicyPlace {
  return tree.once(`policy of ${instanceId(key)}`, () => separatePolicy(withDefaults(tree), key));
}

/** Where the policy of a key is written, with the defaults. */
export function usualPolicyPlace(tree: ModuleTree, key: ResourceValue): PolicyPlace {
  return tree.once(`place of ${instanceId(key)}`, () =>
    policyPlace(withDefaults(tree), key, separateWithDefaults(tree, key)),
  );
}

function withDefaults(tree: ModuleTree): Evaluator {
  return new Evaluator(tree, new World(new Map(), false));
}

/** Identifies instances of resources, those of modules included. */
export function instanceId({ resource, scope, bindings }: ResourceValue): string {
  return `${scopeId(scope)} ${resource.address} ${bindingsId(bindings)}`;
}

function scopeId({ module, path, caller }: Scope): string {
  return `${module.folder} ${path}${caller ? ` ${bindingsId(caller.bindings)} ${scopeId(caller.scope)}` : ''}`;
}

/** `separate`: a policy that is a resource of its own, where it was looked for already. */
export function policyPlace(
  evaluator: Evaluator,
  key: ResourceValue,
  separate: PolicyPlace = separatePolicy(evaluator, key),
): PolicyPlace {
  const setting = settingOf(key.resource, policyAttribute(key.resource));
  if (setting) {
    const value = evaluator.evaluate(setting.attribute.value, key.scope, key.bindings);
    if (!isNothing(value)) {
      // Of two policies, the one that was put last holds: that changes from one run to the next.
      return separate.kind === 'resource' ? { kind: 'unknown' } : { kind: 'attribute', setting, owner: key };
    }
  }
  return separate;
}

/**
 * An `aws_kms_key_policy` of the key, in its own module, in those around it, or in one that any of them passes the key
 * to; unknown where that one is out of reach, or if it is not known which key a policy belongs to; the default where
 * there is none.
 */
function separatePolicy(evaluator: Evaluator, key: ResourceValue): PolicyPlace {
  let doubtful: PolicyPlace | undefined;
  let name = key.resource.address;
  for (let scope: Scope | undefined = key.scope; scope; scope = scope.caller?.scope) {
    for (const place of policiesIn(evaluator, scope, key, name)) {
      if (place.kind !== 'unknown') {
        return place;
      }
      doubtful = place;
    }
    name = `module.${scope.caller?.call.name}`;
  }
  return doubtful ?? { kind: 'default' };
}

/** `name`: how the key, or the call that makes it, is referred to in this module; undefined where it comes as a variable. */
function* policiesIn(
  evaluator: Evaluator,
  scope: Scope,
  key: ResourceValue,
  name?: string,
): Iterable<PolicyPlace> {
  for (const resource of scope.module.resources.values()) {
    if (resource.type === 'aws_kms_key_policy') {
      yield* policiesOf(evaluator, scope, resource, key);
    }
  }
  for (const call of scope.module.calls.values()) {
    const args = argumentsWith(scope.module, call, name);
    if (args.length === 0) {
      continue;
    }
    const instances = evaluator.references.instances(call, `module.${call.name}`, scope);
    for (const { bindings, suffix } of instances.items) {
      if (args.some(arg => leadsTo(evaluator.evaluate(arg, scope, bindings), key))) {
        const inner = evaluator.references.callScope(call, scope, bindings, suffix);
        yield* inner ? policiesIn(evaluator, inner, key) : [{ kind: 'unknown' } as const];
      }
    }
  }
}

function* policiesOf(
  evaluator: Evaluator,
  scope: Scope,
  resource: Resource,
  key: ResourceValue,
): Iterable<PolicyPlace> {
  const policy = settingOf(resource, 'policy');
  const keyId = settingOf(resource, 'key_id');
  for (const { bindings } of evaluator.references.instances(resource, resource.address, scope).items) {
    const target = keyId && evaluator.evaluate(keyId.attribute.value, scope, bindings);
    if (target && policy && leadsTo(target, key)) {
      yield { kind: 'resource', setting: policy, owner: { kind: 'resource', scope, resource, bindings } };
    } else if (target?.kind === 'unknown' && !declaredBehind(target) && !target.solid) {
      yield { kind: 'unknown' };
    }
  }
}

/**
 * The arguments of a call that may pass on what has this name; all where it has none. Others are not evaluated, so that
 * nothing is asked that they depend on.
 */
function argumentsWith(module: Module, call: Declared, name: string | undefined): readonly Expression[] {
  if (name !== undefined && !dependsOn(module, `module.${call.name}`, name)) {
    return [];
  }
  return call.block.body.attributes
    .filter(attribute => !metaArguments.includes(attribute.name))
    .map(({ value }) => value)
    .filter(value => name === undefined || refersTo(module, value, name));
}

const metaArguments: readonly string[] = [
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'depends_on',
];

function leadsTo(value: Value, key: ResourceValue): boolean {
  switch (value.kind) {
    case 'list':
      return value.items.some(item => leadsTo(item, key));
    case 'map':
      return [...value.entries.values()].some(item => leadsTo(item, key));
    case 'resource':
      return value.resource.block === key.resource.block;
    default:
      return declaredBehind(value)?.resource.block === key.resource.block;
  }
}

export function policyAttribute(key: Resource): string {
  return key.type === 'awscc_kms_key' ? 'key_policy' : 'policy';
}

function isNothing(value: Value): boolean {
  return value.kind === 'null' || (value.kind === 'string' && value.value.trim() === '');
}
