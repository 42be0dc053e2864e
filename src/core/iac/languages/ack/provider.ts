import { property } from '../manifests/properties.ts';
import type { Around, Provider, Reference, Role } from '../manifests/provider.ts';
import { type Resource, textAt } from '../manifests/resource.ts';
import type { Scope } from '../manifests/scope.ts';
import { literalOf, type Text, type Value } from '../manifests/value.ts';
import { accountOfNamespace, isAccountMap } from './account.ts';
import { isIncluded, resolved, resourceGraphsIn } from './resourceGraph.ts';
import { writes } from './writes.ts';

/** The kinds that trails depend on, by service (ACK documentation, "API Reference"). */
const roles: Readonly<Record<string, Role>> = {
  'cloudtrail.services.k8s.aws Trail': 'trail',
  'kms.services.k8s.aws Key': 'key',
  'kms.services.k8s.aws Alias': 'alias',
  's3.services.k8s.aws Bucket': 'bucket',
};

/** The controllers of AWS itself. */
export const ack: Provider = {
  language: 'ack',
  mayDeclareTrail: written =>
    /\bcloudtrail\.services\.k8s\.aws\/v\d/.test(written) && /\bkind["']?\s*:\s*["']?Trail\b/.test(written),
  mayHold: written => /\.services\.k8s\.aws\/|^apiVersion:/m.test(written),
  roleOf: ({ group, kind }) => roles[`${group} ${kind}`],
  isManaged,
  placesOf: name => (name.startsWith('metadata.') || name.startsWith('spec.') ? [name] : [`spec.${name}`]),
  properties: {
    key: 'kmsKeyID',
    bucket: 's3BucketName',
    policy: 'policy',
    rotation: 'enableKeyRotation',
    spec: 'keySpec',
    usage: 'keyUsage',
    origin: 'origin',
    target: 'targetKeyID',
    organization: 'isOrganizationTrail',
    validation: 'enableLogFileValidation',
  },
  reference,
  nameInAws: (resource, scope) => property(ack, resource, 'name', scope),
  regionOf: (resource, scope) => scope.read(resource, 'metadata.annotations[services.k8s.aws/region]'),
  accountOf: accountOfNamespace,
  namesAccounts: isAccountMap,
  templatesIn: file => resourceGraphsIn(file),
  resolve: resolved,
  writes,
};

/**
 * A trail that is only read, or adopted without regard to its manifest, is declared elsewhere (ACK documentation,
 * "Adoption").
 */
function isManaged(resource: Resource, scope: Scope): boolean {
  const annotation = (name: string) =>
    literalOf(scope.read(resource, `metadata.annotations[services.k8s.aws/${name}]`));
  return (
    annotation('read-only') !== 'true' &&
    annotation('adoption-policy') !== 'adopt' &&
    isIncluded(resource, scope)
  );
}

/** A property by its value, or by the reference to another manifest that some properties have beside them. */
function reference(resource: Resource, name: string, scope: Scope, around: Around): Reference {
  const value: Value = property(ack, resource, name, scope);
  if (value.kind === 'text') {
    return behindItem(value, resource, around);
  }
  if (value.kind !== 'none') {
    return { kind: 'unknown' };
  }
  const referred = property(ack, resource, `${name.replace(/ID$/, '')}Ref.from.name`, scope);
  const literal = literalOf(referred);
  if (referred.kind === 'none') {
    return { kind: 'none' };
  }
  const found = around.resources.find(
    one => one.template === undefined && isKey(one) && textAt(one.body, 'metadata.name') === literal,
  );
  return found
    ? { kind: 'declared', resource: found }
    : literal === undefined
      ? { kind: 'unknown' }
      : { kind: 'elsewhere', name: literal };
}

function isKey(resource: Resource): boolean {
  return ack.roleOf(resource) === 'key';
}

/** In a resource graph, a text that an item of it gives: `${auditKey.status.ackResourceMetadata.arn}`. */
function behindItem(value: Text, resource: Resource, around: Around): Reference {
  const [part, ...others] = value.parts;
  const item = part !== undefined && typeof part === 'object' && others.length === 0 ? part.item : undefined;
  const found = around.resources.find(
    one => one.template !== undefined && one.template === resource.template && one.id === item,
  );
  return found ? { kind: 'declared', resource: found } : { kind: 'named', text: value };
}
