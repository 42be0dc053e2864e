import { knownValue } from '../../../../trail/fact.ts';
import { descriptionOfKey } from '../../../declared/newKey.ts';
import type { Proposal } from '../../../fix.ts';
import type { Sources } from '../../../sources/sources.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { rootScope } from '../evaluation/scope.ts';
import { World } from '../evaluation/world.ts';
import type { ParsedFiles } from '../modules/files.ts';
import { type Declared, type Resource, settingOf } from '../modules/module.ts';
import { isOfInstance, providerBehind, providerOf } from '../modules/providers.ts';
import type { DeclaredPlace } from '../read.ts';
import { bucketNamed } from '../region.ts';
import { Edits, jsonEdit, jsonPathOf, takesMembers } from './edits.ts';
import { existenceOf, isPlaceRepeatable, ownRegion, repeatableName } from './facts.ts';
import { isGivenLater } from './givenLater.ts';
import { identityOf, regionAttributeOf } from './identity.ts';
import { jsonKey, type NewKey, newKeyEdits, newKeyName, referenceTo } from './newKey.ts';
import { type KeyTarget, rightName, writeKey } from './target.ts';
import { expression, type Written } from './written.ts';

/**
 * A new key after the trail, or after the call that makes it; it is created only where the trail is and where no key is
 * given. None where that cannot be decided before it is created.
 */
export async function addKey(
  place: DeclaredPlace,
  target: KeyTarget,
  sources: Sources,
  cache: ParsedFiles,
): Promise<readonly Proposal[]> {
  const { root, path, declaration } = place;
  const { input } = target;
  const isOwn = path.calls.length === 0;
  const behind = isOwn ? path.trail.block : (target.within?.call ?? target.block);
  const file = isOwn ? path.trail.file : target.file;
  const isNeverGiven = declaration.facts.key.kind === 'absent';
  const isOptional = input?.kind === 'key' && input.isMissing === undefined && !isNeverGiven;
  if (!behind.closed || input?.kind === 'switch' || isOptional) {
    return [];
  }
  const asked = input?.isMissing === undefined ? undefined : target.written?.attribute.value;
  if (asked && (await isGivenLater(root, asked, sources, cache))) {
    return [];
  }
  const key = await newKeyFor(place, input?.isMissing, sources);
  if (!key) {
    return [];
  }
  const arn = `${referenceTo(key)}.arn`;
  const value = expression(
    (input?.isMissing === undefined ? input?.orElse(arn) : input.orOnlyElse(arn)) ?? arn,
  );
  const edits = new Edits();
  if (file.hcl.syntax === 'json') {
    const path = [...jsonPathOf(target.file.hcl.text, target.block), target.attribute];
    const changes = [{ path, value: value.json }, ...jsonKey(key)];
    if (target.file.uri !== file.uri || !takesMembers(file, changes)) {
      return [];
    }
    edits.add(file.uri, jsonEdit(file, changes, rightName(target)));
  } else {
    edits.add(target.file.uri, writeKey(target, value));
    edits.add(file.uri, newKeyEdits(file, root, behind, key));
  }
  return [{ action: { kind: 'add-key', key: `aws_kms_key.${key.name}` }, documents: edits.documents() }];
}

/**
 * The key that a trail needs, under the provider and in the Region of its log bucket as far as the bucket is declared beside
 * it; none where each instance may have another. `isMissing` is the condition that no key is given, if one may be.
 */
async function newKeyFor(
  place: DeclaredPlace,
  isMissing: string | undefined,
  sources: Sources,
): Promise<NewKey | undefined> {
  const { root, path, declaration } = place;
  const { organization, bucketKey } = declaration.facts;
  const isOwn = path.calls.length === 0;
  const made = path.calls[0] ?? path.trail;
  const trailProvider = providerBehind(path.calls, awsProviderOf(path.trail));
  const trailRegion = isOwn ? ownRegion(root, path.trail) : undefined;
  const trailName = isOwn ? repeatableName(root, path.trail) : undefined;
  const bucket = isOwn ? bucketOf(place) : undefined;
  const provider = bucket ? providerOf(bucket) : trailProvider;
  if (isOfInstance(trailProvider) || !isPlaceRepeatable(root, bucket ?? path.trail)) {
    return undefined;
  }
  return {
    ...newKeyName(root, trailName),
    description: descriptionOfKey(made.name),
    provider,
    region: bucket ? ownRegion(root, bucket) : trailRegion,
    trailName,
    bucketKey: knownValue(bucketKey),
    identity: identityOf(root, {
      regionAttribute: await regionAttributeOf(root, sources),
      trailProvider,
      keyProvider: provider,
      organization: knownValue(organization) === true,
      trailRegion,
    }),
    count: countOf(made, isMissing),
  };
}

/** Without a trail no key is paid for, nor where another one is given. */
function countOf(trail: Declared, isMissing: string | undefined): Written | undefined {
  const exists = existenceOf(trail);
  const conditions = [exists, isMissing].filter(one => one !== undefined);
  const [first, second] = conditions;
  if (first === undefined) {
    return undefined;
  }
  return expression(`${second === undefined ? first : `${grouped(first)} && ${second}`} ? 1 : 0`);
}

function grouped(condition: string): string {
  return /^!?[\w.]+$/.test(condition) ? condition : `(${condition})`;
}

/** The AWS provider to make a key with beside a trail; the Cloud Control provider makes no `aws_kms_key`. */
function awsProviderOf(trail: Resource): string | undefined {
  const provider = providerOf(trail);
  return provider?.startsWith('aws.') ? provider : undefined;
}

/** The trail's bucket, where it is declared here: the key has to be in its Region. */
function bucketOf({ tree, root, path }: DeclaredPlace): Resource | undefined {
  const setting = settingOf(path.trail, 's3_bucket_name');
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const value = setting && evaluator.evaluate(setting.attribute.value, rootScope(root));
  return value && bucketNamed(evaluator, value, rootScope(root))?.resource;
}
