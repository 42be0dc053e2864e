import { readArn } from '../../../trail/arn.ts';
import { knownValue } from '../../../trail/fact.ts';
import type { PolicyVerdict } from '../../../trail/keyPolicy/index.ts';
import type { FindingCode } from '../../findingCode.ts';
import type { FixAction, FixContext, Proposal } from '../../fix.ts';
import type { Sources } from '../../sources.ts';
import { dependsOn } from '../dependencies.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { rootScope } from '../evaluation/scope.ts';
import { noBindings, type ResourceValue, solidValue } from '../evaluation/value.ts';
import { World } from '../evaluation/world.ts';
import { isKey, keyFacts } from '../key.ts';
import { policyPlace } from '../keyPolicy.ts';
import { type Resource, settingOf } from '../module.ts';
import type { DeclaredPlace } from '../read.ts';
import { bucketNamed, providerBehind } from '../region.ts';
import type { TrailPath } from '../trail.ts';
import { Edits, jsonEdit, jsonPathOf, takesMembers } from './edits.ts';
import {
  existenceOf,
  identityOf,
  isPlain,
  ownRegion,
  providerOf,
  regionAttributeOf,
  repeatableName,
} from './facts.ts';
import { policyEdits } from './mendKey.ts';
import { jsonKey, type NewKey, newKeyEdits, newKeyName, referenceTo } from './newKey.ts';
import { dependsOnInput, type KeyTarget, keyTargetOf, valueFor, writeKey } from './target.ts';
import { expression, quoted } from './written.ts';

/** Uses a key that the module declares, a new one, or the one that was picked. */
export async function keyFixes(
  code: FindingCode,
  place: DeclaredPlace,
  sources: Sources,
  { keyArn }: FixContext,
): Promise<readonly Proposal[]> {
  const target = keyTargetOf(place);
  if (!target) {
    return [];
  }
  const keepsWritten = code === 'kms-key-conditional' || (code === 'no-kms-key' && dependsOnInput(target));
  const fixes: Proposal[] = [];
  for (const { value, verdict } of usableKeys(place)) {
    const { resource } = value;
    const needsPolicy = verdict?.answer === 'does-not-admit';
    const edits = needsPolicy ? await policyEdits(place, sources, value, verdict) : new Edits();
    // Two edits of one JSON text would overlap.
    if (edits && !(needsPolicy && resource.file.hcl.syntax === 'json')) {
      const reference = expression(`${resource.address}.arn`);
      edits.add(target.file.uri, writeKey(target, reference, keepsWritten, policyToWaitFor(place, value)));
      fixes.push({ action: actionOf(target, resource.address), documents: edits.documents() });
    }
  }
  if (keyArn !== undefined && !liesElsewhere(keyArn, place)) {
    const edits = writeKey(target, quoted(keyArn), keepsWritten);
    fixes.push({
      action: { kind: 'use-key-arn', arn: keyArn },
      documents: new Edits().add(target.file.uri, edits).documents(),
    });
  }
  const added = await addKey(place, target, sources, keepsWritten);
  return [...fixes, ...added];
}

async function addKey(
  place: DeclaredPlace,
  target: KeyTarget,
  sources: Sources,
  keepsWritten: boolean,
): Promise<readonly Proposal[]> {
  const { root, path } = place;
  const isOwn = path.calls.length === 0;
  const behind = isOwn ? path.trail.block : target.block;
  const file = isOwn ? path.trail.file : target.file;
  if (!behind.closed) {
    return [];
  }
  const trailProvider = providerBehind(path.calls, awsProviderOf(path.trail));
  const trailRegion = isOwn ? ownRegion(root, path.trail) : undefined;
  const bucket = isOwn ? bucketOf(place) : undefined;
  const organization = knownValue(place.declaration.facts.organization) === true;
  const identity = identityOf(
    root,
    await regionAttributeOf(root, sources),
    trailProvider,
    organization,
    trailRegion,
  );
  const key: NewKey = {
    ...newKeyName(root),
    provider: bucket ? providerOf(bucket) : trailProvider,
    region: bucket ? ownRegion(root, bucket) : trailRegion,
    identityProvider: trailProvider,
    trailName: isOwn ? repeatableName(root, path.trail) : undefined,
    identity,
    count: existenceOf(settingOf(path.calls[0] ?? path.trail, 'count'), file),
  };
  const edits = new Edits();
  const reference = expression(`${referenceTo(key)}.arn`);
  if (file.hcl.syntax === 'json') {
    const path = [...jsonPathOf(target.file.hcl.text, target.block), target.attribute];
    const changes = [{ path, value: valueFor(target, reference, keepsWritten).json }, ...jsonKey(key)];
    if (target.file.uri !== file.uri || !takesMembers(file, changes)) {
      return [];
    }
    edits.add(file.uri, jsonEdit(file, changes));
  } else {
    edits.add(target.file.uri, writeKey(target, reference, keepsWritten));
    edits.add(file.uri, newKeyEdits(file, root, behind, key));
  }
  return [{ action: { kind: 'add-key', key: `aws_kms_key.${key.name}` }, documents: edits.documents() }];
}

/** The AWS provider to make a key with beside a trail; the Cloud Control provider makes no `aws_kms_key`. */
function awsProviderOf(trail: Resource): string | undefined {
  const provider = providerOf(trail);
  return provider?.startsWith('aws.') ? provider : undefined;
}

/** A key in another Region than the trail's bucket cannot be used. */
function liesElsewhere(keyArn: string, { declaration }: DeclaredPlace): boolean {
  const region = readArn(keyArn)?.region;
  const bucketRegion = knownValue(declaration.facts.bucketRegion);
  return region !== undefined && bucketRegion !== undefined && region !== bucketRegion;
}

interface UsableKey {
  readonly value: ResourceValue;
  readonly verdict: PolicyVerdict | undefined;
}

/**
 * The declared keys that could serve this trail, best first. One whose policy keeps CloudTrail out is offered only if
 * it is meant for logs by its name: then its policy is extended too.
 */
function usableKeys({ tree, root, path, declaration }: DeclaredPlace): readonly UsableKey[] {
  const user = userOf(path);
  const rated = [...root.resources.values()].flatMap(resource => {
    const value: ResourceValue = { kind: 'resource', scope: rootScope(root), resource, bindings: noBindings };
    if (!isKey(resource) || !isPlain(resource) || !resource.block.closed) {
      return [];
    }
    const policy = policyPlace(new Evaluator(tree, new World(new Map(), false)), value);
    const needed = policy.kind === 'resource' ? [resource, policy.owner.resource] : [resource];
    if (needed.some(({ address }) => dependsOn(root, address, user))) {
      return [];
    }
    const origin = { address: resource.address, attribute: 'arn', declared: value };
    const facts = keyFacts(tree, resource.address, solidValue(origin));
    const verdict = knownValue(facts.policy);
    const named = /trail|audit|log/i.test(resource.name);
    const serves =
      knownValue(facts.state) !== 'Disabled' &&
      (knownValue(facts.spec) ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' &&
      (knownValue(facts.usage) ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT' &&
      verdict?.answer !== 'denies' &&
      (verdict?.answer !== 'does-not-admit' || named);
    const bucketRegion = knownValue(declaration.facts.bucketRegion);
    const region = knownValue(facts.region);
    const elsewhere = bucketRegion !== undefined && region !== undefined && bucketRegion !== region;
    const rating = (verdict?.answer === 'admits' ? 2 : 0) + (named ? 1 : 0);
    return serves && !elsewhere ? [{ value, verdict, rating }] : [];
  });
  return rated.sort((left, right) => right.rating - left.rating).slice(0, 3);
}

/** What refers to the key: the trail, or the call that makes it. */
function userOf({ calls: [call], trail }: TrailPath): string {
  return call ? `module.${call.name}` : trail.address;
}

/** CloudTrail tries the key when the trail is made: by then a policy that is a resource of its own has to be there. */
function policyToWaitFor({ tree, root, path }: DeclaredPlace, key: ResourceValue): string | undefined {
  const policy = policyPlace(new Evaluator(tree, new World(new Map(), false)), key);
  if (policy.kind !== 'resource' || policy.owner.scope.module !== root) {
    return undefined;
  }
  const { address } = policy.owner.resource;
  return dependsOn(root, userOf(path), address) ? undefined : address;
}

/** The trail's bucket, where it is declared here: the key has to lie in its Region. */
function bucketOf({ tree, root, path }: DeclaredPlace): Resource | undefined {
  const setting = settingOf(path.trail, 's3_bucket_name');
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const value = setting && evaluator.evaluate(setting.attribute.value, rootScope(root));
  return value && bucketNamed(evaluator, value, rootScope(root))?.resource;
}

function actionOf(target: KeyTarget, key: string): FixAction {
  return target.module === undefined
    ? { kind: 'use-declared-key', key }
    : { kind: 'pass-variable', module: `module.${target.module}`, variable: target.attribute, key };
}
