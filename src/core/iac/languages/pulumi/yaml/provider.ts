import type { KeyFacts } from '../../../../trail/key.ts';
import { formOfText } from '../../../declared/keyForm.ts';
import { entryOf, itemsOf, textOf } from '../../../formats/tree.ts';
import { property } from '../../manifests/properties.ts';
import { namesOfTerraform, type Provider, type Reference, type Role } from '../../manifests/provider.ts';
import { fieldAt, type Resource } from '../../manifests/resource.ts';
import type { Scope } from '../../manifests/scope.ts';
import {
  isWritten,
  literalOf,
  none,
  type Text,
  text,
  unknownValue,
  type Value,
} from '../../manifests/value.ts';
import { formOfAttribute } from '../keyForm.ts';
import { resolved } from './expression.ts';
import { instancesIn, isProgram, programsIn } from './program.ts';
import { writes } from './writes.ts';

const roles: ReadonlyMap<string, Role> = new Map([
  ['cloudtrail:Trail', 'trail'],
  ['kms:Key', 'key'],
  ['kms:ReplicaKey', 'replica-key'],
  ['kms:ExternalKey', 'external-key'],
  ['kms:ReplicaExternalKey', 'external-key'],
  ['kms:Alias', 'alias'],
  ['kms:KeyPolicy', 'key-policy'],
  ['s3:Bucket', 'bucket'],
  ['s3:BucketV2', 'bucket'],
  ['s3:BucketServerSideEncryptionConfiguration', 'bucket-encryption'],
  ['s3:BucketServerSideEncryptionConfigurationV2', 'bucket-encryption'],
]);

/** What `aws-native` calls otherwise than the classic provider. */
const nativeNames: Readonly<Record<string, string>> = {
  policy: 'keyPolicy',
  isEnabled: 'enabled',
  customerMasterKeySpec: 'keySpec',
};

/** Programs in Pulumi YAML, of the providers `aws`, `aws-native` and `awsx`. */
export const pulumiYaml: Provider = {
  language: 'pulumi',
  mayDeclareTrail: written =>
    /\baws(?:-native|x)?:cloudtrail(?:\/\w+)?:Trail\b/.test(written) &&
    /^[ \t{]*["']?(?:resources|components)["']?[ \t]*:/m.test(written),
  mayHold: written =>
    /^[ \t{]*["']?(?:resources|components|config(?:uration)?|environment)["']?[ \t]*:/m.test(written),
  roleOf: ({ kind }) => {
    const [, name] = /^aws(?:-native|x)?:(\w+:\w+)$/.exec(kind) ?? [];
    return name === undefined ? undefined : roles.get(name);
  },
  isManaged: () => true,
  placesOf: (name, resource) =>
    name.startsWith('properties.')
      ? [name]
      : [`properties.${isNative(resource) ? (nativeNames[name] ?? name) : name}`],
  properties: { ...namesOfTerraform, origin: 'origin' },
  ignores,
  reference,
  nameInAws,
  regionOf,
  templatesIn: programsIn,
  instancesIn,
  resolve: resolved,
  writes,
};

function isNative({ kind }: Resource): boolean {
  return kind.startsWith('aws-native:');
}

/** `options.ignoreChanges` leaves what it names to be set elsewhere. */
function ignores(resource: Resource, name: string): boolean {
  const ignored = itemsOf(fieldAt(resource.body, 'options.ignoreChanges'))?.map(textOf) ?? [];
  const places = pulumiYaml.placesOf(name, resource);
  return ignored.some(one => one === '*' || places.includes(`properties.${one}`));
}

function reference(resource: Resource, name: string, scope: Scope): Reference {
  if (name === pulumiYaml.properties.key && ignores(resource, name)) {
    return { kind: 'unknown' };
  }
  const value = property(pulumiYaml, resource, name, scope);
  if (value.kind === 'none') {
    return { kind: 'none' };
  }
  if (value.kind === 'written' && entryOf(value.node, 'secure')) {
    return { kind: 'named', text: text({ name }) };
  }
  return value.kind === 'text' ? behind(value, resource, name) : { kind: 'unknown' };
}

function behind(value: Text, resource: Resource, name: string): Reference {
  const [part, ...others] = value.parts;
  const given = typeof part === 'object' && others.length === 0 ? part : undefined;
  const { template } = resource;
  const item =
    given?.item === undefined || !isProgram(template) ? undefined : template.resources.get(given.item);
  const found = item && pulumiYaml.roleOf(item) ? item : undefined;
  const form = asksForArn(resource, name) ? formOf(value, found) : undefined;
  return found
    ? { kind: 'declared', resource: found, ...(form && { form }) }
    : { kind: 'named', text: value, ...(form && { form }) };
}

/** The classic provider checks that the key of a trail is an ARN, and awsx hands on to it; Cloud Control takes anything. */
function asksForArn(resource: Resource, name: string): boolean {
  return name === pulumiYaml.properties.key && !isNative(resource);
}

function formOf(value: Text, declared: Resource | undefined): KeyFacts['form'] {
  const [part] = value.parts;
  if (value.parts.length > 1 || typeof part !== 'object') {
    return formOfText(value.parts);
  }
  const { called = '', attribute } = part;
  const role = declared ? pulumiYaml.roleOf(declared) : called.includes('getAlias') ? 'alias' : 'key';
  return attribute === undefined ? undefined : formOfAttribute(role, attribute, !declared);
}

/** Without a name of its own, a resource of the classic provider has its logical name and random characters behind it. */
function nameInAws(resource: Resource, scope: Scope): Value {
  const role = pulumiYaml.roleOf(resource);
  const names = role === 'bucket' ? ['bucket', 'bucketName'] : ['name', 'trailName', 'aliasName'];
  for (const name of names) {
    const value = property(pulumiYaml, resource, name, scope);
    if (isWritten(value)) {
      return value;
    }
  }
  const logical = literalOf(scope.read(resource, 'name')) ?? resource.id;
  const isCustomised = resource.file.text.includes('autonaming');
  return role !== 'trail' || isNative(resource) || isCustomised
    ? unknownValue()
    : text(`${logical}-`, { name: 'random' });
}

/** Of the resource, or of the provider that creates it. */
function regionOf(resource: Resource, scope: Scope): Value {
  const own = scope.read(resource, 'properties.region');
  if (isWritten(own) || !isProgram(resource.template)) {
    return own;
  }
  const provider = scope.read(resource, 'options.provider');
  const [part] = provider.kind === 'text' ? provider.parts : [];
  const declared =
    typeof part === 'object' && part.item !== undefined
      ? resource.template.resources.get(part.item)
      : undefined;
  return declared && declared !== resource ? scope.read(declared, 'properties.region') : none;
}
