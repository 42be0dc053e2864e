import { absent, type Fact, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { Related } from '../declaration.ts';
import { wordOfAws } from '../fromFile.ts';
import { policyVerdict, type TrailInTemplate } from './policy.ts';
import { Scope } from './scope.ts';
import type { Item, Resource } from './template.ts';
import {
  identity,
  isFromFile,
  literalOf,
  type Opaque,
  printed,
  type TextValue,
  text,
  type Value,
} from './value.ts';
import { defaults, quiet } from './world.ts';

export interface KeyInTemplate {
  readonly facts: Fact<KeyFacts>;
  readonly related: readonly Related[];
}

/**
 * The key that a `KMSKeyId` names: one declared in the template, or another that is known by its name alone. `written` is
 * the property's value as it stands in its text: a key whose name came out of a file is called so.
 */
export function keyOf(
  value: Value,
  written: string,
  scope: Scope,
  trail: TrailInTemplate,
  depth = 0,
): KeyInTemplate {
  switch (value.kind) {
    case 'none':
      return { facts: absent, related: [] };
    case 'unknown':
      return { facts: unknown(value.cause), related: [] };
    case 'list':
    case 'map':
      return { facts: unknown('not-understood'), related: [] };
    case 'text':
      return literalOf(value) === ''
        ? { facts: absent, related: [] }
        : (declaredKey(value, trail, depth) ??
            aliasedKey(value, scope, trail, depth) ??
            namedKey(value, written));
  }
}

const keyTypes = new Set(['AWS::KMS::Key', 'AWS::KMS::ReplicaKey']);
const deepestAlias = 4;

function declaredKey(value: TextValue, trail: TrailInTemplate, depth: number): KeyInTemplate | undefined {
  const part = value.parts.findLast(
    (one): one is Opaque =>
      typeof one !== 'string' &&
      one.origin.kind === 'resource' &&
      /^AWS::KMS::/.test(one.origin.resource.type ?? ''),
  );
  if (part?.origin.kind !== 'resource' || !(part.origin.home instanceof Scope)) {
    return undefined;
  }
  const { resource, home } = part.origin;
  if (home.in(quiet(home.world)).exists(resource) === false) {
    return { facts: unknown('not-understood'), related: [] };
  }
  return keyTypes.has(resource.type ?? '')
    ? factsOfKey(resource, home, trail)
    : targetOfAlias(resource, home, trail, depth);
}

/** `alias/name`, where the template declares an alias of this name. */
function aliasedKey(
  value: TextValue,
  scope: Scope,
  trail: TrailInTemplate,
  depth: number,
): KeyInTemplate | undefined {
  const name = /(?:^|:)(alias\/.+)$/.exec(printed(value))?.[1];
  if (name === undefined) {
    return undefined;
  }
  const silent = scope.in(quiet(scope.world));
  for (const resource of aliasesIn(scope)) {
    const written = silent.propertiesOf(resource).entries.get('AliasName');
    const alias = written && silent.evaluate(written.entry.value, written.file);
    if (alias?.kind === 'text' && printed(alias) === name && silent.exists(resource) !== false) {
      return targetOfAlias(resource, scope, trail, depth);
    }
  }
  return undefined;
}

function aliasesIn(scope: Scope): readonly Resource[] {
  return scope.template.file.text.includes('AWS::KMS::Alias')
    ? scope.template.resources.filter(resource => resource.type === 'AWS::KMS::Alias')
    : [];
}

function targetOfAlias(
  resource: Resource,
  scope: Scope,
  trail: TrailInTemplate,
  depth: number,
): KeyInTemplate | undefined {
  const silent = scope.in(quiet(scope.world));
  const { entries } = silent.propertiesOf(resource);
  const target = entries.get('TargetKeyId');
  if (!target || depth >= deepestAlias) {
    return undefined;
  }
  const value = silent.evaluate(target.entry.value, target.file);
  const written = writtenIn(target);
  return value.kind === 'text' && literalOf(value) !== ''
    ? keyOf(value, written, scope, trail, depth + 1)
    : undefined;
}

/** What the template says of one of its keys. Many trails may share one: each is looked at once. */
export function factsOfKey(resource: Resource, home: Scope, trail: TrailInTemplate): KeyInTemplate {
  if (home.path !== '' || resource.loops.length > 0) {
    return readKey(resource, home, trail);
  }
  const known = keysRead.get(resource) ?? new Map<string, KeyInTemplate>();
  keysRead.set(resource, known);
  const name = trail.name && identity(trail.name);
  const situation = JSON.stringify([name, trail.bucketKey, [...home.world.chosen].sort()]);
  const kept = known.get(situation) ?? readKey(resource, home, trail);
  known.set(situation, kept);
  return kept;
}

/** A resource belongs to one text and never changes. */
const keysRead = new WeakMap<Resource, Map<string, KeyInTemplate>>();

function readKey(resource: Resource, home: Scope, trail: TrailInTemplate): KeyInTemplate {
  const scope = home.in(quiet(home.world));
  const { entries, open } = scope.propertiesOf(resource);
  const property = (name: string): Fact<string> => {
    const item = entries.get(name);
    if (!item) {
      return open ? unknown('out-of-reach') : absent;
    }
    const value = scope.evaluate(item.entry.value, item.file);
    const literal = isFromFile(value) ? switchOrWord(literalOf(value)) : literalOf(value);
    return value.kind === 'none'
      ? absent
      : literal === undefined
        ? unknown('decided-at-deployment')
        : known(literal);
  };
  const isReplica = resource.type === 'AWS::KMS::ReplicaKey';
  const external = property('Origin');
  const policy = entries.get('KeyPolicy');
  const spec = isReplica
    ? unknown('decided-at-deployment')
    : orDefault(property('KeySpec'), 'SYMMETRIC_DEFAULT');
  const facts: KeyFacts = {
    name: resource.id,
    manager: known('CUSTOMER'),
    state:
      external.kind === 'known' && external.value === 'EXTERNAL'
        ? unknown('decided-at-deployment')
        : map(orDefault(property('Enabled'), 'true'), enabled => (isFalse(enabled) ? 'Disabled' : 'Enabled')),
    spec,
    usage: isReplica ? unknown('decided-at-deployment') : orDefault(property('KeyUsage'), 'ENCRYPT_DECRYPT'),
    region: unknown('decided-at-deployment'),
    account: unknown('decided-at-deployment'),
    rotation:
      isReplica || external.kind !== 'absent'
        ? rotationElsewhere(external)
        : spec.kind === 'known' && spec.value !== 'SYMMETRIC_DEFAULT'
          ? absent
          : map(orDefault(property('EnableKeyRotation'), 'false'), enabled => !isFalse(enabled)),
    expires: absent,
    policy:
      !policy && open
        ? unknown('out-of-reach')
        : policyVerdict(policy?.entry.value, policy?.file ?? resource.file, scope, trail),
  };
  const related: Related[] = [
    { kind: 'key', name: resource.id, uri: resource.file.uri, range: resource.entry.keyRange },
    ...(policy
      ? [
          {
            kind: 'key-policy' as const,
            name: resource.id,
            uri: policy.file.uri,
            range: policy.entry.keyRange,
          },
        ]
      : []),
  ];
  return { facts: known(facts), related };
}

/** What a key's properties may be, whoever wrote them: a switch, or a word of AWS's. */
function switchOrWord(written: string | undefined): string | undefined {
  return written !== undefined && /^(?:true|false|yes|no|on|off|y|n)$/i.test(written)
    ? written
    : wordOfAws(written);
}

/** Keys with their material from outside, and replicas, are not rotated by this template. */
function rotationElsewhere(origin: Fact<string>): Fact<boolean> {
  return origin.kind === 'known' && origin.value === 'AWS_KMS' ? unknown('not-understood') : absent;
}

/** The value of a property as it stands in its text. */
export function writtenIn({ entry, file }: Item): string {
  return file.text.slice(entry.valueRange.start, entry.valueRange.end);
}

function namedKey(value: TextValue, written: string): KeyInTemplate {
  const name = printed(value);
  const [, , , place, account] = /^arn:[^:]*:kms:/.test(name) ? name.split(':') : [];
  const region = isFromFile(value) ? wordOfAws(place) : place;
  const elsewhere = unknown('decided-at-deployment');
  return {
    facts: known({
      name: isFromFile(value) ? written : name,
      manager: /(?:^|:)alias\/aws\//.test(name) ? known('AWS') : elsewhere,
      state: elsewhere,
      spec: elsewhere,
      usage: elsewhere,
      region: region && !region.includes('$') ? known(region) : elsewhere,
      account: /^\d{12}$/.test(account ?? '') ? known(account ?? '') : elsewhere,
      rotation: elsewhere,
      expires: elsewhere,
      policy: elsewhere,
    }),
    related: [],
  };
}

/** The trail as its key's policy sees it. */
export function trailInTemplate(scope: Scope, resource: Resource): TrailInTemplate {
  const silent = scope.in(quiet(scope.world));
  const name = nameOf(resource, silent);
  const usual =
    name && literalOf(name) === undefined ? nameOf(resource, scope.in(defaults(scope.world))) : undefined;
  const bucket = silent.propertiesOf(resource).entries.get('S3BucketName');
  return {
    name,
    usualName: usual && identity(usual) !== (name && identity(name)) ? usual : undefined,
    bucketKey: bucket && bucketKeyOf(silent.evaluate(bucket.entry.value, bucket.file)),
  };
}

function nameOf(resource: Resource, scope: Scope): TextValue | undefined {
  const item = scope.propertiesOf(resource).entries.get('TrailName');
  const value = item && scope.evaluate(item.entry.value, item.file);
  return value?.kind === 'text' && literalOf(value) !== '' ? value : undefined;
}

/** Whether the bucket, where the template declares it, has an S3 Bucket Key. Without the property it has none. */
function bucketKeyOf(name: Value): boolean | undefined {
  const [part] = name.kind === 'text' && name.parts.length === 1 ? name.parts : [];
  if (
    !part ||
    typeof part === 'string' ||
    part.origin.kind !== 'resource' ||
    !(part.origin.home instanceof Scope)
  ) {
    return undefined;
  }
  const { resource, home } = part.origin;
  if (resource.type !== 'AWS::S3::Bucket') {
    return undefined;
  }
  const scope = home.in(quiet(home.world));
  const { entries, open } = scope.propertiesOf(resource);
  const encryption = entries.get('BucketEncryption');
  if (!encryption) {
    return open ? undefined : false;
  }
  const value = scope.evaluate(encryption.entry.value, encryption.file);
  const rules = value.kind === 'map' ? value.entries.get('ServerSideEncryptionConfiguration') : undefined;
  if (rules?.kind !== 'list') {
    return undefined;
  }
  const flags = rules.items.map(rule =>
    rule.kind === 'map' ? (rule.entries.get('BucketKeyEnabled') ?? text('false')) : undefined,
  );
  if (flags.some(flag => flag && literalOf(flag) === 'true')) {
    return true;
  }
  return flags.every(flag => flag && literalOf(flag) !== undefined) ? false : undefined;
}

/** YAML 1.1, which CloudFormation reads, has more words for false than JSON. */
export function isFalse(written: string): boolean {
  return /^(?:false|no|off|n)$/i.test(written);
}

function orDefault(fact: Fact<string>, byDefault: string): Fact<string> {
  return fact.kind === 'absent' ? known(byDefault) : fact;
}

function map<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.kind === 'known' ? known(change(fact.value)) : fact;
}
