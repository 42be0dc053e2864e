import { absent, type Fact, unknown } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import type { Related } from '../../declaration.ts';
import { anyBucketKey } from '../../declared/bucketKey.ts';
import { meansKey } from '../../declared/misspelling.ts';
import { switchOf } from '../../declared/switch.ts';
import { factsOfTrail } from '../../declared/trail.ts';
import { type Entry, type TreeNode, textOf } from '../../formats/tree.ts';
import { Answers } from '../../worlds/answers.ts';
import { choiceOf, unexplored, usualOnes } from '../../worlds/choice.ts';
import { explore } from '../../worlds/explore.ts';
import { relatedTo } from '../../worlds/related.ts';
import { keyBehind } from './key.ts';
import type { TrailInManifest } from './policy.ts';
import { factOf, flagOf, property, writtenAt } from './properties.ts';
import type { Around } from './provider.ts';
import { regionOf } from './region.ts';
import { entryAt, fieldAt, type Instance, namesOf, type Patch, type Resource } from './resource.ts';
import { Scope } from './scope.ts';
import { literalOf, none } from './value.ts';

/** Everything that manifests say of a trail. */
export interface TrailReading {
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  readonly related: readonly Related[];
  /** What names the key, as it is written. */
  readonly entry: Entry | undefined;
  /** The patch that sets the key. */
  readonly patch: Patch | undefined;
  /** The key under a name that the controller does not know. */
  readonly misspelt: Entry | undefined;
  /** Whether a custom resource has a say in its key, and the one field of it that is handed on as the key. */
  readonly dependsOnInputs: boolean;
  readonly handedOn: string | undefined;
  readonly gaveUp: string | undefined;
}

/** Reads a trail in every way that its template can be filled in; undefined where none makes it. */
export function readTrail(resource: Resource, around: Around, instance?: Instance): TrailReading | undefined {
  const { provider } = around;
  const { outcomes, complete } = explore(
    answers => openScope(answers, around, instance),
    scope => (provider.isManaged(resource, scope.aside()) ? readIn(resource, scope, around) : undefined),
  );
  const made = outcomes.flatMap(({ world, result }) =>
    result ? [{ result, key: result.key, asked: [...world.answers.asked] }] : [],
  );
  const [one] = usualOnes(made);
  if (!one) {
    return undefined;
  }
  const gaveUp = outcomes.find(({ world }) => world.answers.gaveUp)?.world.answers.gaveUp;
  const { facts, name } = one.result;
  const key = gaveUp ? unknown('not-understood') : choiceOf(made, complete, facts.bucketRegion);
  const { entry, patch } = writtenAt(resource, keyPlaces(resource, around));
  return {
    facts: { ...facts, key },
    name,
    related: relatedTo(
      key,
      made.map(({ asked, result }) => ({ asked, inputs: result.inputs, key: () => result.keyRelated })),
    ),
    entry,
    patch,
    dependsOnInputs: outcomes.some(({ world }) => world.dependsOnInputs),
    handedOn: outcomes.find(({ world }) => world.handedOn !== undefined)?.world.handedOn,
    misspelt: entry || patch ? undefined : misspelling(resource, around),
    gaveUp: gaveUp ?? unexplored(key, complete),
  };
}

/** The fields by which a trail can name its key. */
export function keyPlaces(resource: Resource, { provider }: Around): readonly string[] {
  const { properties, writes } = provider;
  return [
    ...provider.placesOf(properties.key, resource),
    ...writes.referenceFields.flatMap(field => provider.placesOf(field, resource)),
  ];
}

interface Reading {
  readonly key: Fact<KeyFacts>;
  readonly keyRelated: readonly Related[];
  readonly inputs: readonly Related[];
  readonly facts: Omit<TrailFacts, 'key'>;
  readonly name: Fact<string>;
}

function readIn(resource: Resource, scope: Scope, around: Around): Reading {
  const { provider } = around;
  const trail = trailInManifest(resource, scope.aside(), around);
  const reference = provider.reference(resource, provider.properties.key, scope, around);
  const key = keyBehind(reference, scope, around, trail);
  const value = (name: string | undefined) =>
    name === undefined ? undefined : property(provider, resource, name, scope.aside());
  const { organization, validation, logging } = provider.properties;
  const log = bucketOf(resource, scope.aside(), around);
  const { key: _, ...facts } = factsOfTrail(absent, {
    organization: flagOf(value(organization) ?? none),
    logFileValidation: flagOf(value(validation) ?? none),
    logging: flagOf(value(logging) ?? none),
    bucketRegion: log.region,
    bucketKey: log.bucketKey,
  });
  return {
    key: key.facts,
    keyRelated: key.related,
    inputs: scope.related,
    name: trail.name ? factOf(trail.name) : unknown('decided-at-deployment'),
    facts,
  };
}

/** The trail as the policy of its key sees it. */
export function trailInManifest(resource: Resource, scope: Scope, around: Around): TrailInManifest {
  const name = around.provider.nameInAws(resource, scope);
  return {
    name: name.kind === 'text' ? name : undefined,
    region: regionOf(resource, scope, around),
    bucketKey: bucketOf(resource, scope, around).bucketKey,
  };
}

/** A scope in which every input is at its default. */
export function usualScope(around: Around): Scope {
  return openScope(new Answers(), around);
}

function openScope(answers: Answers, { provider, deployed }: Around, instance?: Instance): Scope {
  return new Scope(answers, provider.resolve, [...(instance ? [instance] : []), ...deployed]);
}

interface LogBucket {
  readonly region: string | undefined;
  /** Whether it has an S3 Bucket Key: without a setting it has none. Undefined where no text declares the bucket. */
  readonly bucketKey: boolean | undefined;
}

function bucketOf(resource: Resource, scope: Scope, around: Around): LogBucket {
  const { provider, resources } = around;
  const found = bucketBehind(resource, scope, around);
  if (!found) {
    return { region: undefined, bucketKey: undefined };
  }
  const settings = [found, ...resources].filter(
    one =>
      one === found ||
      (provider.roleOf(one) === 'bucket-encryption' && bucketBehind(one, scope, around) === found),
  );
  const flags = settings.flatMap(one => bucketKeysOf(one, around));
  return {
    region: regionOf(found, scope, around),
    bucketKey: anyBucketKey(flags),
  };
}

/** The bucket that a trail, or a setting of buckets, names. */
function bucketBehind(resource: Resource, scope: Scope, around: Around): Resource | undefined {
  const { provider, resources } = around;
  const isTrail = provider.roleOf(resource) === 'trail';
  const reference = provider.reference(
    resource,
    isTrail ? provider.properties.bucket : 'bucket',
    scope,
    around,
  );
  if (reference.kind === 'declared') {
    return reference.resource;
  }
  const name = reference.kind === 'named' ? literalOf(reference.text) : undefined;
  return name === undefined
    ? undefined
    : resources.find(
        one => provider.roleOf(one) === 'bucket' && literalOf(provider.nameInAws(one, scope)) === name,
      );
}

/** What a resource says of S3 Bucket Keys, of each of its rules; undefined where a text is filled in. */
function bucketKeysOf(resource: Resource, { provider }: Around): readonly (boolean | undefined)[] {
  const names = ['rule', 'rules', 'serverSideEncryptionConfiguration', 'bucketEncryption', 'encryption'];
  return names
    .flatMap(name => provider.placesOf(name, resource))
    .map(path => fieldAt(resource.body, path))
    .filter(node => node !== undefined)
    .flatMap(node => (node.kind === 'map' || node.kind === 'list' ? bucketKeysIn(node) : [undefined]));
}

function bucketKeysIn(node: TreeNode): readonly (boolean | undefined)[] {
  switch (node.kind) {
    case 'map':
      return node.entries.flatMap(({ key, value }) =>
        key === 'bucketKeyEnabled' ? [switchOf(textOf(value) ?? '')] : bucketKeysIn(value),
      );
    case 'list':
      return node.items.flatMap(bucketKeysIn);
    case 'scalar':
      return [];
    case 'alias':
      return [undefined];
  }
}

function misspelling(resource: Resource, { provider }: Around): Entry | undefined {
  const { key } = provider.properties;
  const parents = new Set(provider.placesOf(key, resource).map(path => namesOf(path).slice(0, -1).join('.')));
  return [...parents]
    .map(path => entryAt(resource.body, namesOf(path)))
    .flatMap(section => (section?.value.kind === 'map' ? section.value.entries : []))
    .find(({ key: name }) => name !== key && meansKey(name));
}
