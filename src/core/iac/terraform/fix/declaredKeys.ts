import { cloudTrailPrincipal } from '../../../trail/keyPolicy/index.ts';
import { type KeyOffer, keysToOffer } from '../../declaredKeys.ts';
import { dependsOn } from '../dependencies.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { policyOf } from '../evaluation/json.ts';
import { rootScope } from '../evaluation/scope.ts';
import { noBindings, type ResourceValue, solidValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { isKey, keyFacts } from '../key.ts';
import { type PolicyPlace, policyPlace } from '../keyPolicy.ts';
import type { DeclaredPlace } from '../read.ts';
import { type TrailPath, userAt } from '../trail.ts';
import { isPlain } from './facts.ts';

/** The declared keys of the module that may be offered for a trail, best first. */
export function offeredKeys({
  tree,
  root,
  path,
  declaration,
}: DeclaredPlace): readonly KeyOffer<ResourceValue>[] {
  const user = userOf(path);
  const trail = userAt(tree, root, path);
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const keys = [...root.resources.values()].filter(
    one => isKey(one) && isPlain(one) && one.block.closed && !dependsOn(root, one.address, user),
  );
  const declared = keys.flatMap(resource => {
    const key: ResourceValue = { kind: 'resource', scope: rootScope(root), resource, bindings: noBindings };
    const policy = policyPlace(evaluator, key);
    if (policy.kind === 'resource' && dependsOn(root, policy.owner.resource.address, user)) {
      return [];
    }
    const origin = { address: resource.address, attribute: 'arn', declared: key };
    const facts = keyFacts(tree, resource.address, solidValue(origin), trail);
    return [{ key, facts, name: resource.name, namesCloudTrail: namesCloudTrail(policy, evaluator) }];
  });
  return keysToOffer(declared, declaration.facts.bucketRegion);
}

/** CloudTrail checks the key when the trail is created: by then a policy that is a resource of its own has to exist. */
export function policyToWaitFor({ tree, root, path }: DeclaredPlace, key: ResourceValue): string | undefined {
  const policy = policyPlace(new Evaluator(tree, new World(new Map(), false)), key);
  if (policy.kind !== 'resource' || policy.owner.scope.module !== root) {
    return undefined;
  }
  const { address } = policy.owner.resource;
  return dependsOn(root, userOf(path), address) ? undefined : address;
}

/** Whether the text of a policy speaks of CloudTrail; one that is put together elsewhere may do so as well. */
function namesCloudTrail(place: PolicyPlace, evaluator: Evaluator): boolean {
  if (place.kind !== 'attribute' && place.kind !== 'resource') {
    return false;
  }
  const { scope, bindings } = place.owner;
  const policy = policyOf(evaluator.evaluate(place.setting.attribute.value, scope, bindings));
  return policy !== undefined && String(JSON.stringify(policy)).includes(cloudTrailPrincipal);
}

/** What refers to the key: the trail, or the call that makes it. */
function userOf({ calls: [call], trail }: TrailPath): string {
  return call ? `module.${call.name}` : trail.address;
}
