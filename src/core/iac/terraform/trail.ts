import type { Choice, Fact } from '../../trail/fact.ts';
import { absent, known, unknown } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { TrailFacts } from '../../trail/trail.ts';
import type { Related } from '../declaration.ts';
import { preconditionsOf } from './evaluation/checks.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import { rootScope, type Scope } from './evaluation/scope.ts';
import { asBool, asText, noBindings, type ResourceValue, type Value } from './evaluation/value.ts';
import { explore, type Outcome, World } from './evaluation/world.ts';
import { declaredKey, type KeyReference, keyFacts, keyReference } from './key.ts';
import { policyPlace } from './keyPolicy.ts';
import { ignoresChangesOf } from './lifecycle.ts';
import { type Declared, type Module, type Resource, settingOf } from './module.ts';
import { bucketNamed, regionOf } from './region.ts';
import type { ModuleTree } from './tree.ts';

export const trailTypes: readonly string[] = ['aws_cloudtrail', 'awscc_cloudtrail_trail'];

/** A trail and the calls that lead to it from the root; none for a trail of the root itself. */
export interface TrailPath {
  readonly calls: readonly Declared[];
  readonly trail: Resource;
}

/** One instance of a trail, or all of them where they do not differ. */
export interface TrailReading {
  /** `["eu"]` where instances differ, else empty. */
  readonly suffix: string;
  readonly facts: TrailFacts;
  readonly name: Fact<string>;
  readonly nameFromFile: boolean;
  readonly related: readonly Related[];
  /** The variables that the key depends on, as `module.audit var.key`. */
  readonly consulted: ReadonlySet<string>;
}

/** What one world makes of a trail: its instances, each with its key. */
type Instances = ReadonlyMap<string, { readonly reference: KeyReference; readonly value: ResourceValue }>;

/**
 * Reads a trail in every world that the open questions of its module allow; empty when no world makes it.
 * `assumed` names variables that are taken as given.
 */
export function readTrail(
  tree: ModuleTree,
  root: Module,
  path: TrailPath,
  assumed: ReadonlySet<string> = new Set(),
): readonly TrailReading[] {
  const { outcomes, refused, complete } = explore(
    world => instancesIn(tree, world, root, path),
    undefined,
    assumed,
  );
  if (outcomes.length === 0) {
    return refusedReading(tree, refused.filter(isMade));
  }
  const made = outcomes.filter(isMade);
  if (made.length === 0) {
    return [];
  }
  const suffixes = suffixesIn(made);
  const readings = suffixes.map(suffix => readInstance(tree, made, complete, suffix));
  const [one] = readings;
  const alike = readings.every(reading => sameKey(reading.facts.key, one?.facts.key));
  return one && alike ? [{ ...one, suffix: '' }] : readings;
}

function isMade({ result }: Outcome<Instances>): boolean {
  return result.size > 0;
}

/** A trail that its own checks refuse in every world: nobody can tell what it will be when somebody mends that. */
function refusedReading(tree: ModuleTree, refused: readonly Outcome<Instances>[]): readonly TrailReading[] {
  if (refused.length === 0) {
    return [];
  }
  const reading = readInstance(tree, refused, true, undefined);
  return [{ ...reading, facts: nothingKnown(unknown('decided-at-deployment')), related: [] }];
}

/**
 * The instances by default, where the others are the same, or where one stands for an unknown number of them. Else which
 * ones there are is itself open: then they are one trail that is now this, now that.
 */
function suffixesIn(made: readonly Outcome<Instances>[]): readonly (string | undefined)[] {
  const usual = made.reduce((best, one) => (one.deviations < best.deviations ? one : best));
  const ids = [...usual.result.keys()];
  const alike = made.every(({ result, deviations }) => {
    const isStandIn = result.size === 1 && result.has(standIn) && deviations > usual.deviations;
    return isStandIn || [...result.keys()].join() === ids.join();
  });
  return alike ? ids : [undefined];
}

/** The id of an instance that stands for an unknown number. */
const standIn = '';

export function keyAttributeName(): string {
  return 'kms_key_id';
}

function instancesIn(tree: ModuleTree, world: World, root: Module, { calls, trail }: TrailPath): Instances {
  const evaluator = new Evaluator(tree, world);
  let scopes: Scope[] = [rootScope(root)];
  for (const call of calls) {
    scopes = scopes.flatMap(scope =>
      evaluator.references
        .instances(call, `module.${call.name}`, scope)
        .items.flatMap(item => evaluator.references.callScope(call, scope, item.bindings, item.suffix) ?? []),
    );
  }
  const values = scopes.flatMap(scope => {
    const instances = evaluator.references.instances(trail, trail.address, scope);
    // An unknown number that cannot be asked about: the trail is taken as made.
    const items = instances.kind === 'unknown' ? [{ suffix: '', bindings: noBindings }] : instances.items;
    return items.map(({ suffix, bindings }) => ({
      id: `${suffixesOf(scope)}${suffix}`,
      value: { kind: 'resource', scope, resource: trail, bindings } as const,
    }));
  });
  for (const { value } of values) {
    for (const condition of preconditionsOf(trail)) {
      world.require(() => evaluator.fails(condition, value.scope, value.bindings) !== true);
    }
  }
  world.startTracing();
  return new Map(values.map(({ id, value }) => [id, { value, reference: referenceOf(evaluator, value) }]));
}

function referenceOf(evaluator: Evaluator, trail: ResourceValue): KeyReference {
  const name = keyAttributeName();
  if (ignoresChangesOf(trail.resource, name)) {
    return { kind: 'unknown', fact: unknown('decided-at-deployment') };
  }
  const value = evaluator.references.written(trail, name);
  if (value === undefined && !trail.resource.block.closed) {
    return { kind: 'unknown', fact: unknown('not-understood') };
  }
  return keyReference(value, writtenAt(trail.resource, name));
}

/** The expression of an attribute, as it stands in its file. */
function writtenAt(resource: Resource, name: string): string {
  const setting = settingOf(resource, name);
  const range = setting?.attribute.value.range;
  return setting && range ? setting.file.hcl.text.slice(range.start, range.end) : name;
}

function readInstance(
  tree: ModuleTree,
  outcomes: readonly Outcome<Instances>[],
  complete: boolean,
  suffix: string | undefined,
): TrailReading {
  const created = outcomes.flatMap(outcome =>
    [...outcome.result].flatMap(([id, instance]) =>
      suffix === undefined || id === suffix || id === standIn ? [{ ...outcome, ...instance }] : [],
    ),
  );
  const fewest = Math.min(...created.map(one => one.deviations));
  const usual = created.filter(one => one.deviations === fewest);
  const key = choiceOf(
    tree,
    created.map(one => one.reference),
    usual.map(one => one.reference),
    complete,
  );
  const [first] = usual;
  const related = new Map<string, Related>();
  for (const one of key.kind === 'conditional' ? created : usual) {
    for (const entry of [...one.world.related, ...keyRelated(tree, one.reference)]) {
      related.set(`${entry.kind} ${entry.uri} ${entry.range.start}`, entry);
    }
  }
  const facts = first ? trailFacts(tree, first.value, key) : nothingKnown(key);
  return {
    suffix: suffix ?? '',
    facts,
    ...(first ? nameOf(tree, first.value) : { name: unknown('not-understood'), nameFromFile: false }),
    related: [...related.values()],
    consulted: new Set(created.flatMap(one => [...one.world.consulted])),
  };
}

/** One fact where every world agrees on whether there is a key; else a choice. */
function choiceOf(
  tree: ModuleTree,
  all: readonly KeyReference[],
  usual: readonly KeyReference[],
  complete: boolean,
): Choice<KeyFacts> {
  const facts = new Map<string, Fact<KeyFacts>>();
  const factOf = (reference: KeyReference) => {
    const id = reference.kind === 'key' ? `key ${reference.name}` : reference.kind;
    const fact = facts.get(id) ?? readFact(tree, reference);
    facts.set(id, fact);
    return fact;
  };
  const branches = [...new Set(all.map(factOf)), ...(complete ? [] : [unknown('not-understood')])];
  const usualFacts = [...new Set(usual.map(factOf))];
  const [byDefault = unknown('not-understood')] = usualFacts;
  const sureByDefault =
    new Set(usualFacts.map(fact => fact.kind)).size === 1 ? byDefault : unknown('decided-at-deployment');
  const kinds = new Set(branches.map(fact => fact.kind));
  if (kinds.size === 1) {
    return byDefault;
  }
  if (kinds.has('absent') && (kinds.has('known') || sureByDefault.kind === 'absent')) {
    return { kind: 'conditional', byDefault: sureByDefault, branches };
  }
  return sureByDefault.kind === 'known' ? sureByDefault : unknown('decided-at-deployment');
}

function readFact(tree: ModuleTree, reference: KeyReference): Fact<KeyFacts> {
  switch (reference.kind) {
    case 'absent':
      return absent;
    case 'unknown':
      return reference.fact;
    case 'key':
      return known(keyFacts(tree, reference.shown, reference.value));
  }
}

function keyRelated(tree: ModuleTree, reference: KeyReference): readonly Related[] {
  const key = reference.kind === 'key' ? declaredKey(tree, reference.value) : undefined;
  if (!key) {
    return [];
  }
  const { resource } = key;
  const name = resource.address;
  const declaration: Related = { kind: 'key', name, uri: resource.file.uri, range: resource.block.header };
  const place = policyPlace(new Evaluator(tree, new World(new Map(), false)), key);
  if (place.kind !== 'attribute' && place.kind !== 'resource') {
    return [declaration];
  }
  const { attribute, file } = place.setting;
  const owner = place.owner.resource;
  return [
    declaration,
    { kind: 'key-policy', name: owner.address, uri: file.uri, range: attribute.nameRange },
  ];
}

function trailFacts(tree: ModuleTree, trail: ResourceValue, key: Choice<KeyFacts>): TrailFacts {
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const flag = (name: string, byDefault: boolean): Fact<boolean> => {
    const value = evaluator.references.written(trail, name);
    const written = value && asBool(value);
    return value && value.kind !== 'null' && written === undefined
      ? unknown('decided-at-deployment')
      : known(written ?? byDefault);
  };
  const bucket = evaluator.references.written(trail, 's3_bucket_name');
  const declaredBucket = bucket && bucketNamed(evaluator, bucket, trail.scope);
  const region = declaredBucket && regionOf(tree, declaredBucket);
  return {
    ...nothingKnown(key),
    bucketRegion: region === undefined ? unknown('decided-at-deployment') : known(region),
    organization: flag('is_organization_trail', false),
    logFileValidation: flag('enable_log_file_validation', false),
    logging: flag(trail.resource.type === 'aws_cloudtrail' ? 'enable_logging' : 'is_logging', true),
  };
}

function nothingKnown(key: Choice<KeyFacts>): TrailFacts {
  const later = unknown('decided-at-deployment');
  return {
    key,
    account: later,
    bucketRegion: later,
    bucketKey: later,
    organization: later,
    logFileValidation: later,
    logging: later,
    deliveryError: later,
    otherTrailsUnderKey: later,
  };
}

function nameOf(tree: ModuleTree, trail: ResourceValue): Pick<TrailReading, 'name' | 'nameFromFile'> {
  const evaluator = new Evaluator(tree, new World(new Map(), false));
  const attribute = trail.resource.type === 'aws_cloudtrail' ? 'name' : 'trail_name';
  const value: Value | undefined = evaluator.references.written(trail, attribute);
  const written = value && asText(value);
  return {
    name: written === undefined ? unknown('decided-at-deployment') : known(written),
    nameFromFile: value?.fromFile === true,
  };
}

function suffixesOf(scope: Scope): string {
  const own = /\[[^\]]*\]$/.exec(scope.path)?.[0] ?? '';
  return scope.caller ? `${suffixesOf(scope.caller.scope)}${own}` : '';
}

function sameKey(left: Choice<KeyFacts>, right: Choice<KeyFacts> | undefined): boolean {
  if (left.kind !== right?.kind) {
    return false;
  }
  if (left.kind === 'known' && right.kind === 'known') {
    return JSON.stringify({ ...left.value, name: '' }) === JSON.stringify({ ...right.value, name: '' });
  }
  return (
    left.kind !== 'conditional' ||
    right.kind !== 'conditional' ||
    left.byDefault.kind === right.byDefault.kind
  );
}

/** The declared keys that a trail may use, by the names that its facts have for them. */
export function keysOf(
  tree: ModuleTree,
  root: Module,
  path: TrailPath,
): readonly { readonly name: string; readonly key: ResourceValue }[] {
  const { outcomes } = explore(world => instancesIn(tree, world, root, path));
  const keys = new Map<string, ResourceValue>();
  for (const { reference } of outcomes.flatMap(outcome => [...outcome.result.values()])) {
    const key = reference.kind === 'key' ? declaredKey(tree, reference.value) : undefined;
    if (reference.kind === 'key' && key) {
      keys.set(reference.name, key);
    }
  }
  return [...keys].map(([name, key]) => ({ name, key }));
}
