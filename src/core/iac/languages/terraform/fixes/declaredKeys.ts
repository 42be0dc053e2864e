import { type Fact, knownValue } from '../../../../trail/fact.ts';
import type { KeyFacts } from '../../../../trail/key.ts';
import { type KeyOffer, keysToOffer, namesCloudTrail } from '../../../fixes/declaredKeys.ts';
import { canonical } from '../evaluation/canonical.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { rootScope, type Scope } from '../evaluation/scope.ts';
import { noBindings, type ResourceValue, solidValue, type UnknownValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { isKey } from '../key/declaredKey.ts';
import { type KeyUser, keyFacts } from '../key/key.ts';
import { policyAt, policyPlace } from '../key/keyPolicy.ts';
import { dependsOn } from '../modules/dependencies.ts';
import { type Declared, type Module, type Resource, settingOf } from '../modules/module.ts';
import type { DeclaredPlace } from '../read.ts';
import { userAt } from '../trail.ts';
import type { TrailPath } from '../trailInstances.ts';
import { isPlain } from './facts.ts';

/** A key that is declared in the module, or in one that it calls, which hands it out. */
export interface OfferedKey {
  readonly declared: ResourceValue;
  /** `aws_kms_key.logs`, `module.keys.log_key_arn`. */
  readonly name: string;
  /** Its ARN, as an expression of the module. */
  readonly arn: string;
  /** The call whose module hands it out. */
  readonly call?: Declared;
}

/** The keys that may be offered for a trail, best first. */
export async function offeredKeys(place: DeclaredPlace): Promise<readonly KeyOffer<OfferedKey>[]> {
  return place.tree.settled(() => offersIn(place));
}

function offersIn({ tree, root, path, declaration }: DeclaredPlace): readonly KeyOffer<OfferedKey>[] {
  const user = userOf(path);
  const trail = userAt(tree, root, path);
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const declared = [...keysOf(root, user), ...keysHandedOut(evaluator, root, user)].flatMap(key => {
    const policy = policyPlace(evaluator, key.declared);
    const isOwn = policy.kind === 'resource' && policy.owner.scope.module === root;
    if (isOwn && dependsOn(root, policy.owner.resource.address, user)) {
      return [];
    }
    const { address, name } = key.declared.resource;
    const origin = { address, attribute: 'arn', declared: key.declared };
    const facts = keyFacts(tree, key.name, solidValue(origin), trail);
    if (
      isElsewhere(facts, trail, declaration.facts.bucketRegion) &&
      !isUsedForBucket(root, path.trail, key)
    ) {
      return [];
    }
    return [{ key, facts, name, namesCloudTrail: namesCloudTrail(policyAt(policy, evaluator)) }];
  });
  // The policy of a module's key is for all who call the module.
  return keysToOffer(declared, declaration.facts.bucketRegion).filter(
    ({ key, opens }) => !key.call || !opens,
  );
}

/** Where the bucket is, nobody knows: most likely in the Region of its trail, where a new key is created, too. */
function isElsewhere({ region, policy }: KeyFacts, user: KeyUser, bucketRegion: Fact<string>): boolean {
  const [own, home] = [knownValue(region), user.trail?.region];
  return (
    bucketRegion.kind !== 'known' &&
    own !== undefined &&
    home !== undefined &&
    own !== home &&
    knownValue(policy)?.answer !== 'admits'
  );
}

/** Whether another trail that writes to the same bucket uses the key. */
function isUsedForBucket(root: Module, trail: Resource, { arn }: OfferedKey): boolean {
  const written = (one: Resource, name: string) => {
    const setting = settingOf(one, name);
    return setting && canonical(setting.attribute.value);
  };
  const bucket = written(trail, bucketArgument);
  return [...root.resources.values()].some(
    one =>
      one.type === trail.type &&
      one !== trail &&
      bucket !== undefined &&
      written(one, bucketArgument) === bucket &&
      written(one, 'kms_key_id') === arn,
  );
}

const bucketArgument = 's3_bucket_name';

function keysOf(root: Module, user: string): readonly OfferedKey[] {
  return [...root.resources.values()]
    .filter(one => isKey(one) && isPlain(one) && one.block.closed && !dependsOn(root, one.address, user))
    .map(resource => ({
      declared: { kind: 'resource', scope: rootScope(root), resource, bindings: noBindings },
      name: resource.address,
      arn: `${resource.address}.arn`,
    }));
}

/** What modules that are called once hand out as the ARN of a key; each key once. */
function keysHandedOut(evaluator: Evaluator, root: Module, user: string): readonly OfferedKey[] {
  const found = new Map<string, OfferedKey>();
  for (const call of root.calls.values()) {
    const address = `module.${call.name}`;
    const scope =
      address !== user && isPlain(call) && !dependsOn(root, address, user)
        ? evaluator.references.callScope(call, rootScope(root), noBindings, '')
        : undefined;
    for (const output of scope?.module.outputs.keys() ?? []) {
      const value = scope && evaluator.references.output(scope, output);
      const declared = value?.kind === 'unknown' && value.solid ? keyWithArn(value) : undefined;
      if (declared) {
        const id = `${declared.scope.path} ${declared.resource.address}`;
        const arn = `${address}.${output}`;
        found.set(id, found.get(id) ?? { declared, name: arn, arn, call });
      }
    }
  }
  return [...found.values()];
}

/** The declaration of the key whose ARN a value is, if there is always one. */
function keyWithArn({ origin }: UnknownValue): ResourceValue | undefined {
  const declared = origin?.attribute === 'arn' ? origin.declared : undefined;
  return declared && isKey(declared.resource) && isPlain(declared.resource) && isAlwaysMade(declared.scope)
    ? declared
    : undefined;
}

function isAlwaysMade({ caller }: Scope): boolean {
  return caller === undefined || (isPlain(caller.call) && isAlwaysMade(caller.scope));
}

/** CloudTrail checks the key when the trail is created: by then a policy that is a resource of its own has to exist. */
export function policyToWaitFor(
  { tree, root, path }: DeclaredPlace,
  { declared, call }: OfferedKey,
): string | undefined {
  const policy = policyPlace(new Evaluator(tree, new World(new Map(), false)), declared);
  if (policy.kind !== 'resource') {
    return undefined;
  }
  if (call) {
    // What a module hands out waits for what it is made of alone.
    return `module.${call.name}`;
  }
  const { address } = policy.owner.resource;
  return policy.owner.scope.module !== root || dependsOn(root, userOf(path), address) ? undefined : address;
}

/** What refers to the key: the trail, or the call that makes it. */
function userOf({ calls: [call], trail }: TrailPath): string {
  return call ? `module.${call.name}` : trail.address;
}
