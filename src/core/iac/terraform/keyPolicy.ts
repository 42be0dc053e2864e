import type { Fact } from '../../trail/fact.ts';
import { known, unknown } from '../../trail/fact.ts';
import { judgeKeyPolicy, type PolicyVerdict } from '../../trail/keyPolicy/index.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import { policyOf } from './evaluation/json.ts';
import type { Scope } from './evaluation/scope.ts';
import type { ResourceValue, Value } from './evaluation/value.ts';
import { explore, type World } from './evaluation/world.ts';
import { ignoresChangesOf } from './lifecycle.ts';
import { type Resource, type Setting, settingOf } from './module.ts';
import { declaredBehind } from './region.ts';
import type { ModuleTree } from './tree.ts';

/** Where a key's policy is written. */
export type PolicyPlace =
  | { readonly kind: 'attribute'; readonly setting: Setting; readonly owner: ResourceValue }
  /** A resource of its own, `aws_kms_key_policy`. */
  | { readonly kind: 'resource'; readonly setting: Setting; readonly owner: ResourceValue }
  /** Nowhere: the key gets the default policy, which admits the account alone. */
  | { readonly kind: 'default' }
  | { readonly kind: 'unknown' };

/** What the policy of a declared key says of CloudTrail; certain only where it is so in every world. */
export function policyFact(tree: ModuleTree, key: ResourceValue): Fact<PolicyVerdict> {
  if (ignoresChangesOf(key.resource, 'policy')) {
    return unknown('decided-at-deployment');
  }
  const { outcomes, complete } = explore(world => verdictIn(tree, world, key), 32);
  const verdicts = outcomes.map(outcome => outcome.result);
  const [first] = verdicts;
  const same = verdicts.every(one => one?.answer === first?.answer);
  return first && same && complete ? known(first) : unknown('decided-at-deployment');
}

function verdictIn(tree: ModuleTree, world: World, key: ResourceValue): PolicyVerdict | undefined {
  const evaluator = new Evaluator(tree, world);
  const place = policyPlace(evaluator, key);
  switch (place.kind) {
    case 'unknown':
      return undefined;
    case 'default':
      return judgeKeyPolicy(defaultPolicy, request);
    case 'attribute':
    case 'resource': {
      const { scope, bindings } = place.owner;
      const policy = policyOf(evaluator.evaluate(place.setting.attribute.value, scope, bindings));
      return policy === undefined ? undefined : judgeKeyPolicy(policy, request);
    }
  }
}

/** The trail's ARN holds its account, Region and partition: the text hardly ever tells all three. */
const request = { trailArn: undefined, account: undefined, bucketKey: undefined };

/** AWS KMS Developer Guide, "Default key policy". */
const defaultPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

export function policyPlace(evaluator: Evaluator, key: ResourceValue): PolicyPlace {
  const setting = settingOf(key.resource, policyAttribute(key.resource));
  if (setting) {
    const value = evaluator.evaluate(setting.attribute.value, key.scope, key.bindings);
    if (!isNothing(value)) {
      return { kind: 'attribute', setting, owner: key };
    }
  }
  for (let scope: Scope | undefined = key.scope; scope; scope = scope.caller?.scope) {
    const place = separatePolicy(evaluator, scope, key);
    if (place) {
      return place;
    }
  }
  return { kind: 'default' };
}

function separatePolicy(evaluator: Evaluator, scope: Scope, key: ResourceValue): PolicyPlace | undefined {
  for (const resource of scope.module.resources.values()) {
    if (resource.type !== 'aws_kms_key_policy') {
      continue;
    }
    const policy = settingOf(resource, 'policy');
    const keyId = settingOf(resource, 'key_id');
    for (const { bindings } of evaluator.references.instances(resource, resource.address, scope).items) {
      const target = keyId && evaluator.evaluate(keyId.attribute.value, scope, bindings);
      const declared = target && declaredBehind(target);
      if (declared?.resource.block === key.resource.block && policy) {
        const owner: ResourceValue = { kind: 'resource', scope, resource, bindings };
        return { kind: 'resource', setting: policy, owner };
      }
      if (target?.kind === 'unknown' && !declared && !target.solid) {
        return { kind: 'unknown' };
      }
    }
  }
  return undefined;
}

export function policyAttribute(key: Resource): string {
  return key.type === 'awscc_kms_key' ? 'key_policy' : 'policy';
}

function isNothing(value: Value): boolean {
  return value.kind === 'null' || (value.kind === 'string' && value.value.trim() === '');
}
