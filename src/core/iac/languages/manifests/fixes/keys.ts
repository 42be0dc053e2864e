import { knownValue } from '../../../../trail/fact.ts';
import { descriptionOfKey } from '../../../declared/newKey.ts';
import { type DeclaredKey, keysToOffer, namesCloudTrail } from '../../../fixes/declaredKeys.ts';
import { factsOfKey, policyOwner } from '../key.ts';
import { writtenAt } from '../properties.ts';
import type { FileEdits, NewKeyResources } from '../provider.ts';
import type { Resource } from '../resource.ts';
import { trailInManifest, usualScope } from '../trail.ts';
import { accessOf, newPolicy } from './access.ts';
import { addResources, placeKey } from './placement.ts';
import { openPolicy } from './policy.ts';
import type { Remedy, Site } from './site.ts';

/** Use a key that a text declares already; one whose policy keeps CloudTrail out is opened with it. */
export function useDeclaredKeys(site: Site): readonly Remedy[] {
  const { trail } = site;
  if (trail.instance) {
    return [];
  }
  return keysToOffer(candidates(site), trail.declaration.facts.bucketRegion).flatMap(
    ({ key, opens, needsThought }): readonly Remedy[] => {
      const named = namedFor(site, key);
      const placed = named && placeKey(site, named.reference);
      const added = named && named.resources.length > 0 ? addResources(site, named.resources) : [];
      const opened: readonly (readonly FileEdits[])[] = opens ? openPolicy(site, key) : [[]];
      const action = {
        kind: 'use-declared-key',
        key: key.id,
        ...(needsThought && { everybody: true as const }),
      } as const;
      return placed && added
        ? opened.map(more => ({ action, needsThought, changes: [placed, ...[added].flat(), ...more] }))
        : [];
    },
  );
}

/** How the trail names a declared key, and what has to be declared for that. */
function namedFor({ trail, around }: Site, key: Resource): NewKeyResources | undefined {
  const { writes } = around.provider;
  const reference = writes.keyReference(key, trail.resource, around);
  return reference ? { resources: [], reference } : writes.nameKey?.(key, trail.resource, around);
}

/**
 * A new key with the policy that CloudTrail needs, rotation and an alias, beside the trail. Where a key may be given there is
 * none: it would be created for those too who give one.
 */
export function addKey(site: Site): readonly Remedy[] {
  const { trail, around, finding } = site;
  const isOpen = trail.instance !== undefined || finding.code === 'kms-key-conditional';
  const access = isOpen ? undefined : accessOf(site);
  if (!access) {
    return [];
  }
  const { resource } = trail;
  const base = baseOf(resource.id);
  const name = unusedName(`${base}-key`, new Set(around.resources.map(({ id }) => id)));
  const made = around.provider.writes.newKey({
    name,
    trail: resource,
    region: knownValue(trail.declaration.facts.bucketRegion),
    description: descriptionOfKey(base),
    policy: newPolicy(access, resource, around),
  });
  const placed = made && placeKey(site, made.reference);
  const added = made && addResources(site, made.resources);
  return placed && added
    ? [{ action: { kind: 'add-key', key: name }, changes: [placed, added, ...access.needs] }]
    : [];
}

/** What to call a key after: a name that a template engine makes stays one, if it can be between quotes. */
function baseOf(id: string): string {
  const isRendered = id.includes('{{') && !/["'\\]/.test(id);
  const plain = id
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return isRendered ? id : plain || 'cloudtrail';
}

/** The ARN from the settings, or picked from AWS: of a trail, or as the input of a custom resource. */
export function useKeyArn(site: Site): readonly Remedy[] {
  const { context, around } = site;
  const { keyArn } = context;
  const placed = keyArn === undefined ? undefined : placeKey(site, [around.provider.properties.key, keyArn]);
  return keyArn !== undefined && placed
    ? [{ action: { kind: 'use-key-arn', arn: keyArn }, changes: [placed] }]
    : [];
}

function candidates({ trail, around }: Site): readonly DeclaredKey<Resource>[] {
  const { provider, resources } = around;
  const { resource, declaration } = trail;
  const current = declaration.facts.key;
  const named = current.kind === 'known' ? current.value.name : undefined;
  const scope = usualScope(around);
  return resources.flatMap(one => {
    const isKey = ['key', 'replica-key'].includes(provider.roleOf(one) ?? '');
    const isReachable = one.template === undefined || one.template === resource.template;
    if (!isKey || !isReachable || one.id === named || !provider.isManaged(one, scope)) {
      return [];
    }
    const { facts } = factsOfKey(one, scope, around, trailInManifest(resource, scope, around));
    const owner = policyOwner(one, scope, around);
    const { entry } = writtenAt(owner, provider.placesOf(provider.properties.policy, owner));
    const written = entry ? owner.file.text.slice(entry.range.start, entry.range.end) : '';
    return facts.kind === 'known'
      ? [{ key: one, facts: facts.value, name: one.id, namesCloudTrail: namesCloudTrail(written) }]
      : [];
  });
}

function unusedName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let next = 2; taken.has(name); next++) {
    name = `${wanted}-${next}`;
  }
  return name;
}
