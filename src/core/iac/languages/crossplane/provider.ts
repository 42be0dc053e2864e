import { entriesOf, itemsOf, textOf, valueAt } from '../../formats/tree.ts';
import type { ManifestFile } from '../manifests/manifest.ts';
import { property } from '../manifests/properties.ts';
import {
  type Around,
  namesOfTerraform,
  type Provider,
  type Reference,
  type Role,
} from '../manifests/provider.ts';
import { fieldAt, type Resource, textAt } from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { isWritten, literalOf, printed, text, unknownValue, type Value } from '../manifests/value.ts';
import { isProviderConfig, roleForResource } from './account.ts';
import { compositionsIn } from './composition.ts';
import { externalName, isNamespaced, namespaceOf } from './names.ts';
import { writes } from './writes.ts';

/** The kinds of the provider for AWS that trails depend on, by service (Upbound Marketplace, "provider-family-aws"). */
const roles: ReadonlyMap<string, Role> = new Map([
  ['cloudtrail Trail', 'trail'],
  ['kms Key', 'key'],
  ['kms ReplicaKey', 'replica-key'],
  ['kms ExternalKey', 'external-key'],
  ['kms ReplicaExternalKey', 'external-key'],
  ['kms Alias', 'alias'],
  ['s3 Bucket', 'bucket'],
  ['s3 BucketServerSideEncryptionConfiguration', 'bucket-encryption'],
]);

/** Crossplane with the official provider for AWS, cluster-scoped (`upbound.io`) and namespaced (`m.upbound.io`). */
export const crossplane: Provider = {
  language: 'crossplane',
  mayDeclareTrail: written =>
    /\bcloudtrail\.aws(?:\.m)?\.upbound\.io\/v\d/.test(written) &&
    /\bkind["']?\s*:\s*["']?Trail\b/.test(written),
  mayHold: written =>
    /\.aws(?:\.m)?\.upbound\.io\/|apiextensions\.crossplane\.io\/|^apiVersion:/m.test(written),
  roleOf: ({ group, kind }) => {
    const service = /^(\w+)\.aws(?:\.m)?\.upbound\.io$/.exec(group)?.[1];
    return service === undefined ? undefined : roles.get(`${service} ${kind}`);
  },
  isManaged,
  placesOf: name =>
    name.startsWith('metadata.') || name.startsWith('spec.')
      ? [name]
      : [`spec.forProvider.${name}`, `spec.initProvider.${name}`],
  properties: namesOfTerraform,
  reference,
  nameInAws,
  regionOf: (resource, scope) => property(crossplane, resource, 'region', scope),
  accountOf: roleForResource,
  namesAccounts: isProviderConfig,
  templatesIn: (file: ManifestFile, around) => compositionsIn(file, around),
  resolve: value => value,
  writes,
};

/** Crossplane documentation, "Managed resources": `managementPolicies`, and the annotation that pauses a resource. */
function isManaged(resource: Resource, scope: Scope): boolean {
  const policies = itemsOf(fieldAt(resource.body, 'spec.managementPolicies'))?.map(one => textOf(one) ?? '*');
  const isPaused = literalOf(scope.read(resource, 'metadata.annotations[crossplane.io/paused]')) === 'true';
  return !isPaused && (policies?.some(one => ['*', 'Create', 'Update'].includes(one)) ?? true);
}

/** The external name, else the resource's own, which a composition makes up for what it makes. */
function nameInAws(resource: Resource, scope: Scope): Value {
  const external = scope.read(resource, externalName);
  const given = isWritten(external) ? external : scope.read(resource, 'metadata.name');
  const name = resource.template && given !== external && !isPatched(resource) ? unknownValue() : given;
  const literal = literalOf(name);
  return crossplane.roleOf(resource) === 'alias' && literal !== undefined
    ? text(literal.startsWith('alias/') ? literal : `alias/${literal}`)
    : name;
}

function isPatched({ patches }: Resource): boolean {
  return patches.some(({ to }) => to === 'metadata.name');
}

/**
 * A property by its value, or by the reference or the selector beside it, which are resolved while the value is empty
 * (Crossplane documentation, "Managed resources", "Reference another resource").
 */
function reference(resource: Resource, name: string, scope: Scope, around: Around): Reference {
  const value = property(crossplane, resource, name, scope);
  if (value.kind === 'text') {
    return { kind: 'named', text: value };
  }
  if (value.kind !== 'none') {
    return { kind: 'unknown' };
  }
  const referred = property(crossplane, resource, `${name}Ref.name`, scope);
  const isOptional = crossplane
    .placesOf(`${name}Ref.policy.resolution`, resource)
    .some(path => textAt(resource.body, path) === 'Optional');
  if (referred.kind === 'text') {
    return byName(resource, printed(referred), isOptional, around, name, scope);
  }
  return referred.kind === 'none' ? selected(resource, name, scope, around) : { kind: 'unknown' };
}

function byName(
  resource: Resource,
  name: string,
  isOptional: boolean,
  around: Around,
  property: string,
  scope: Scope,
): Reference {
  const wanted = rolesBehind(property);
  const [namespace] = crossplane
    .placesOf(`${property}Ref.namespace`, resource)
    .flatMap(path => textAt(resource.body, path) ?? []);
  const found = candidates(resource, around).find(
    one =>
      wanted.includes(around.provider.roleOf(one)) &&
      nameInCluster(one, scope) === name &&
      mayBeIn(namespace ?? namespaceOf(resource), one),
  );
  return found
    ? { kind: 'declared', resource: found }
    : isOptional
      ? { kind: 'unknown' }
      : { kind: 'elsewhere', name };
}

function nameInCluster(resource: Resource, scope: Scope): string | undefined {
  const name = scope.aside().read(resource, 'metadata.name');
  return name.kind === 'text' ? printed(name) : undefined;
}

/** The only resource whose labels match; of several, any can be meant. */
function selected(resource: Resource, name: string, scope: Scope, around: Around): Reference {
  const selector = crossplane
    .placesOf(`${name}Selector`, resource)
    .map(path => fieldAt(resource.body, path))
    .find(one => one !== undefined);
  if (!selector) {
    return { kind: 'none' };
  }
  const labels = entriesOf(valueAt(selector, 'matchLabels'));
  const isOfSame = textOf(valueAt(selector, 'matchControllerRef')) === 'true';
  const wanted = rolesBehind(name);
  const namespace = textAt(selector, 'namespace') ?? namespaceOf(resource);
  const found = candidates(resource, around).filter(
    one =>
      wanted.includes(around.provider.roleOf(one)) &&
      mayBeIn(namespace, one) &&
      (!isOfSame || one.template === resource.template) &&
      labels.every(
        ({ key, value }) => literalOf(scope.aside().read(one, `metadata.labels["${key}"]`)) === textOf(value),
      ),
  );
  const [first, ...others] = found;
  const isOptional = textAt(selector, 'policy.resolution') === 'Optional';
  return first && others.length === 0
    ? { kind: 'declared', resource: first }
    : isOptional && !first
      ? { kind: 'unknown' }
      : {
          kind: 'elsewhere',
          name: labels.map(({ value }) => textOf(value) ?? '').join(', ') || `${name}Selector`,
        };
}

function rolesBehind(property: string): readonly (Role | undefined)[] {
  return /bucket/i.test(property) ? ['bucket'] : ['key', 'replica-key', 'external-key'];
}

/** What a resource may refer to, which is of the same kind of the provider: what its own template makes comes first. */
function candidates(resource: Resource, { resources }: Around): readonly Resource[] {
  const alike = resources.filter(one => isNamespaced(one) === isNamespaced(resource));
  const isOwn = ({ template }: Resource) => template !== undefined && template === resource.template;
  return [...alike.filter(isOwn), ...alike.filter(one => one.template === undefined)];
}

/** Where no namespace is written, whoever applies the text says it. */
function mayBeIn(namespace: string | undefined, resource: Resource): boolean {
  const own = namespaceOf(resource);
  return namespace === undefined || own === undefined || own === namespace;
}
