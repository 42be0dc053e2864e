import { onceFor } from '../../../base/onceFor.ts';
import { absent, type Fact, known, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import { unknownKey } from '../../../trail/unknowns.ts';
import type { Related } from '../../declaration.ts';
import { aliasIn } from '../../declared/aliasName.ts';
import { anyBucketKey } from '../../declared/bucketKey.ts';
import { factsOfName, factsOfWritten } from '../../declared/key.ts';
import { alikeForTrails, factsByVerdict, mostWorldsOfKey } from '../../declared/keyWorlds.ts';
import { switchOf } from '../../declared/switch.ts';
import { languageTable } from '../../languageTable.ts';
import { wordOfAws } from '../../sources/fromFile.ts';
import { Decision, type DecisionTree } from '../../worlds/decision.ts';
import { Scope, type Surroundings } from './evaluation/scope.ts';
import {
  identity,
  isFromFile,
  literalOf,
  type Opaque,
  printed,
  type TextValue,
  text,
  type Value,
} from './evaluation/value.ts';
import { defaults, explore, quiet } from './evaluation/world.ts';
import { policyVerdict, type TrailInTemplate, trailId } from './policy.ts';
import { propertyFacts } from './propertyFacts.ts';
import type { Item, Resource } from './template.ts';

const { rotationAttribute } = languageTable.cloudformation;

export interface KeyInTemplate {
  readonly facts: Fact<KeyFacts>;
  readonly related: readonly Related[];
}

/**
 * The key that a `KMSKeyId` names: one declared in the template, or another that is known by its name alone. `written` is
 * the property's value as it is in its text: a key whose name came out of a file is called so.
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
  const name = aliasIn(printed(value));
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

/**
 * What the template says of one of its keys, for a trail, in the world of `home`. Many trails may share a key: it is
 * evaluated once, and its policy is judged once for each kind of trail.
 */
export function factsOfKey(resource: Resource, home: Scope, trail: TrailInTemplate): KeyInTemplate {
  if (home.path !== '' || resource.loops.length > 0) {
    const { related, factsFor } = readKey(resource, home);
    return { facts: known(factsFor(trail)), related };
  }
  const { decision, trees } = decisionOn(resource, home);
  const id = trailId(trail);
  const tree =
    trees.get(id) ??
    decision
      .map(({ related, factsFor }) => ({ related, facts: factsFor(trail) }))
      .tree(({ facts }) => alikeForTrails(facts));
  trees.set(id, tree);
  const found = tree.in(question => home.world.answer(question) ?? question.usual);
  return found
    ? { facts: known(found.facts), related: found.related }
    : { facts: known(unknownKey(resource.id)), related: [] };
}

interface KeyDecision {
  readonly decision: Decision<DeclaredKey>;
  readonly trees: Map<
    string,
    DecisionTree<{ readonly related: readonly Related[]; readonly facts: KeyFacts }>
  >;
}

/** A template's surroundings are read again whenever one of its texts may have changed. */
const decisions = onceFor((_: Surroundings) => new Map<Resource, KeyDecision>());

function decisionOn(resource: Resource, home: Scope): KeyDecision {
  const keys = decisions(home.surroundings);
  const kept = keys.get(resource) ?? {
    decision: Decision.of(explore(world => readKey(resource, home.in(world)), mostWorldsOfKey)),
    trees: new Map(),
  };
  keys.set(resource, kept);
  return kept;
}

interface DeclaredKey {
  readonly related: readonly Related[];
  readonly factsFor: (trail: TrailInTemplate) => KeyFacts;
}

function readKey(resource: Resource, home: Scope): DeclaredKey {
  const scope = home.in(home.world);
  const { entries, open, text: textIn, flag } = propertyFacts(scope, resource);
  const property = (name: string) =>
    textIn(name, value => (isFromFile(value) ? wordOfAws(literalOf(value)) : literalOf(value)));
  const written = factsOfWritten(resource.id, {
    isReplica: resource.type === 'AWS::KMS::ReplicaKey',
    enabled: flag('Enabled'),
    spec: property('KeySpec'),
    usage: property('KeyUsage'),
    rotation: flag(rotationAttribute),
    origin: property('Origin'),
    expires: absent,
    region: unknown('decided-at-deployment'),
  });
  const policy = entries.get('KeyPolicy');
  const verdict =
    !policy && open
      ? () => unknown('out-of-reach')
      : policyVerdict(policy?.entry.value, policy?.file ?? resource.file, scope);
  const withPolicy = factsByVerdict(written);
  const place = { name: resource.id, of: resource.id };
  return {
    factsFor: trail => withPolicy(verdict(trail)),
    related: [
      { kind: 'key', ...place, uri: resource.file.uri, range: resource.entry.keyRange },
      ...(policy
        ? [{ kind: 'key-policy' as const, ...place, uri: policy.file.uri, range: policy.entry.keyRange }]
        : []),
    ],
  };
}

/** The value of a property as it is in its text. */
export function writtenIn({ entry, file }: Item): string {
  return file.text.slice(entry.valueRange.start, entry.valueRange.end);
}

function namedKey(value: TextValue, written: string): KeyInTemplate {
  const name = value.parts.map(part => (typeof part === 'string' ? part : '*')).join('');
  const isFile = isFromFile(value);
  return { facts: known(factsOfName(isFile ? written : printed(value), name, isFile)), related: [] };
}

/** The trail as its key's policy sees it. */
export function trailInTemplate(scope: Scope, resource: Resource): TrailInTemplate {
  const silent = scope.in(quiet(scope.world));
  const name = nameOf(resource, silent);
  const usual =
    name && literalOf(name) === undefined ? nameOf(resource, scope.in(defaults(scope.world))) : undefined;
  const { entries, open } = silent.propertiesOf(resource);
  const bucket = entries.get('S3BucketName');
  const isNamed = open || entries.has('TrailName') || resource.loops.length > 0;
  return {
    name,
    namedAfter: isNamed ? undefined : resource.id,
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
  const scope = home.in(defaults(home.world));
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
  const flags = rules.items.map(rule => {
    const flag = rule.kind === 'map' ? (rule.entries.get('BucketKeyEnabled') ?? text('false')) : undefined;
    return switchOf((flag && literalOf(flag)) ?? '');
  });
  return anyBucketKey(flags);
}
