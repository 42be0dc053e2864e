import type { Choice, Fact } from '../../trail/fact.ts';
import { absent, known, unknown, usualFact } from '../../trail/fact.ts';
import type { KeyFacts } from '../../trail/key.ts';
import type { TrailFacts } from '../../trail/trail.ts';
import { unknownTrail } from '../../trail/unknowns.ts';
import type { Related } from '../declaration.ts';
import { languageTable } from '../languageTable.ts';
import { type Asked, deviationsOf } from '../worlds/answers.ts';
import { choiceOf, unexplored, usualOnes } from '../worlds/choice.ts';
import type { Outcome } from '../worlds/explore.ts';
import { relatedTo } from '../worlds/related.ts';
import { mostInstances, thousands } from './evaluation/budget.ts';
import { preconditionsOf } from './evaluation/checks.ts';
import { Evaluator } from './evaluation/evaluator.ts';
import { rootScope, type Scope } from './evaluation/scope.ts';
import { noBindings, type ResourceValue, type Value } from './evaluation/value.ts';
import { explore, World } from './evaluation/world.ts';
import { declaredKey, type KeyReference, type KeyUser, keyFacts, keyReference } from './key.ts';
import { formOfKey } from './keyForm.ts';
import { anyTrail, usualPolicyPlace } from './keyPolicy.ts';
import { ignoresChangesOf } from './lifecycle.ts';
import { type Declared, type Module, type Resource, settingOf } from './module.ts';
import type { ModuleTree } from './tree.ts';
import { nothingWritten, writtenOf } from './writtenTrail.ts';

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
  readonly region: string | undefined;
  readonly related: readonly Related[];
  /** The variables that the key depends on, as `module.audit var.key`. */
  readonly consulted: ReadonlySet<string>;
  /** What was too much to evaluate, in words, where the facts are incomplete for that. */
  readonly gaveUp?: string | undefined;
}

/** What one world makes of a trail: its instances, each with its key. */
type Instances = ReadonlyMap<string, Instance>;

interface Instance {
  readonly reference: KeyReference;
  readonly key: Fact<KeyFacts>;
  readonly value: ResourceValue;
}

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
  const { result: readings, gaveUp } = tree.budget.watched(() => readWorlds(tree, root, path, assumed));
  return gaveUp === undefined
    ? readings
    : readings.map(reading => (isIncomplete(reading) ? { ...reading, gaveUp } : reading));
}

/** Whether something of the key is not known. */
function isIncomplete({ facts: { key } }: TrailReading): boolean {
  const byDefault = usualFact(key);
  // The policy of a key that is declared elsewhere is not known anyway.
  const isDeclared = byDefault.kind === 'known' && byDefault.value.manager.kind === 'known';
  return byDefault.kind === 'unknown' || (isDeclared && byDefault.value.policy.kind === 'unknown');
}

function readWorlds(
  tree: ModuleTree,
  root: Module,
  path: TrailPath,
  assumed: ReadonlySet<string>,
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
  const created = createdIn(made);
  const byId = new Map<string, Created[]>();
  for (const one of created) {
    byId.set(one.id, byId.get(one.id) ?? []);
    byId.get(one.id)?.push(one);
  }
  const standIns = byId.get(standIn) ?? [];
  const readings = suffixes.map((suffix): TrailReading => {
    const same = suffix === undefined ? created : (byId.get(suffix) ?? []);
    const all = suffix === undefined || suffix === standIn ? same : [...same, ...standIns];
    return { ...readInstance(tree, all, complete), suffix: suffix ?? '' };
  });
  const [one] = readings;
  const alike = readings.every(reading => sameKey(reading.facts.key, one?.facts.key));
  return one && alike ? [{ ...one, suffix: '' }] : readings;
}

type Made = Outcome<World, Instances>;

function isMade({ result }: Made): boolean {
  return result.size > 0;
}

/** A trail that its own checks refuse in every world: what it will be after a correction is not known. */
function refusedReading(tree: ModuleTree, refused: readonly Made[]): readonly TrailReading[] {
  if (refused.length === 0) {
    return [];
  }
  const reading = readInstance(tree, createdIn(refused), true);
  return [{ ...reading, facts: unknownTrail(unknown('decided-at-deployment')), related: [] }];
}

/**
 * The instances by default, where the others are the same, or if one represents an unknown number of them. Else which
 * ones there are is itself open: then they are one trail that is now this, now that.
 */
function suffixesIn(made: readonly Made[]): readonly (string | undefined)[] {
  const deviations = made.map(({ world }) => deviationsOf(world.answers.asked));
  const fewest = Math.min(...deviations);
  const usual = made[deviations.indexOf(fewest)];
  const ids = [...(usual?.result.keys() ?? [])];
  const alike = made.every(({ result }, index) => {
    const isStandIn = result.size === 1 && result.has(standIn) && (deviations[index] ?? 0) > fewest;
    return isStandIn || [...result.keys()].join() === ids.join();
  });
  return alike ? ids : [undefined];
}

/** The id of an instance that represents an unknown number. */
const standIn = '';

export const keyAttribute = languageTable.terraform.keyAttribute;

function instancesIn(tree: ModuleTree, world: World, root: Module, { calls, trail }: TrailPath): Instances {
  const evaluator = new Evaluator(tree, world);
  let scopes: Scope[] = [rootScope(root)];
  for (const call of calls) {
    scopes = counted(tree, scopes, scope =>
      evaluator.references
        .instances(call, `module.${call.name}`, scope)
        .items.flatMap(item => evaluator.references.callScope(call, scope, item.bindings, item.suffix) ?? []),
    );
  }
  const values = counted(tree, scopes, scope => {
    const instances = evaluator.references.instances(trail, trail.address, scope);
    // An unknown number that cannot be asked about: the trail is assumed to exist.
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
  return new Map(
    values.map(({ id, value }) => {
      const reference = referenceOf(evaluator, value);
      return [id, { value, reference, key: keyIn(tree, world, reference, value) }];
    }),
  );
}

/** The instances of all scopes, as far as they are looked at. */
function counted<T>(tree: ModuleTree, scopes: readonly Scope[], make: (scope: Scope) => readonly T[]): T[] {
  const made: T[] = [];
  for (const scope of scopes) {
    made.push(...make(scope));
    if (made.length > mostInstances) {
      tree.budget.giveUp(`more than ${thousands(mostInstances)} instances`);
      return made.slice(0, mostInstances);
    }
  }
  return made;
}

function keyIn(
  tree: ModuleTree,
  world: World,
  reference: KeyReference,
  trail: ResourceValue,
): Fact<KeyFacts> {
  switch (reference.kind) {
    case 'absent':
      return absent;
    case 'unknown':
      return reference.fact;
    case 'key':
      return known({
        ...keyFacts(tree, reference.shown, reference.value, writtenOf(tree, trail).user, world, trail),
        ...formIn(tree, reference.value, trail),
      });
  }
}

/** The Cloud Control provider takes ids and aliases as they are. */
function formIn(tree: ModuleTree, value: Value, { resource }: ResourceValue): Pick<KeyFacts, 'form'> {
  const form = resource.type === 'aws_cloudtrail' ? formOfKey(tree, value) : undefined;
  return form === undefined ? {} : { form };
}

function referenceOf(evaluator: Evaluator, trail: ResourceValue): KeyReference {
  const name = keyAttribute;
  if (ignoresChangesOf(trail.resource, name)) {
    return { kind: 'unknown', fact: unknown('decided-at-deployment') };
  }
  const value = evaluator.references.written(trail, name);
  if (value === undefined && !trail.resource.block.closed) {
    return { kind: 'unknown', fact: unknown('not-understood') };
  }
  return keyReference(value, writtenAt(trail.resource, name));
}

/** The expression of an attribute, as it is in its file. */
function writtenAt(resource: Resource, name: string): string {
  const setting = settingOf(resource, name);
  const range = setting?.attribute.value.range;
  return setting && range ? setting.file.hcl.text.slice(range.start, range.end) : name;
}

/** An instance in one world. */
interface Created extends Instance {
  readonly id: string;
  readonly world: World;
  readonly asked: readonly Asked[];
}

function createdIn(outcomes: readonly Made[]): readonly Created[] {
  return outcomes.flatMap(({ world, result }) => {
    const asked = [...world.answers.asked];
    return [...result].map(([id, instance]) => ({ id, world, asked, ...instance }));
  });
}

function readInstance(tree: ModuleTree, created: readonly Created[], complete: boolean): TrailReading {
  const [first] = usualOnes(created);
  const { facts, name, nameFromFile, user } = first ? writtenOf(tree, first.value) : nothingWritten;
  const key = choiceOf(created, complete, facts.bucketRegion);
  const worlds = created.map(({ world, asked, reference, value }) => ({
    asked,
    inputs: world.related,
    key: () => keyRelated(tree, reference, value),
  }));
  return {
    suffix: '',
    facts: { ...facts, key },
    name,
    nameFromFile,
    region: user.trail?.region,
    related: relatedTo(key, worlds),
    gaveUp: unexplored(key, complete),
    consulted: new Set(created.flatMap(one => [...one.world.consulted])),
  };
}

function keyRelated(tree: ModuleTree, reference: KeyReference, trail: ResourceValue): readonly Related[] {
  const key = reference.kind === 'key' ? declaredKey(tree, reference.value, trail) : undefined;
  if (!key) {
    return [];
  }
  const { resource } = key;
  const of = reference.kind === 'key' ? reference.shown : '';
  const name = resource.address;
  const declaration: Related = {
    kind: 'key',
    name,
    of,
    uri: resource.file.uri,
    range: resource.block.header,
  };
  const place = usualPolicyPlace(tree, key);
  if (place.kind !== 'attribute' && place.kind !== 'resource') {
    return [declaration];
  }
  const { attribute, file } = place.setting;
  const owner = place.owner.resource;
  return [
    declaration,
    { kind: 'key-policy', name: owner.address, of, uri: file.uri, range: attribute.nameRange },
  ];
}

/** A trail as its key's policy sees it; the first of its instances, where there are several. */
export function userAt(tree: ModuleTree, root: Module, path: TrailPath): KeyUser {
  const [first] = instancesIn(tree, new World(new Map(), false), root, path).values();
  return first ? writtenOf(tree, first.value).user : anyTrail;
}

function suffixesOf(scope: Scope): string {
  const own = /\[[^\]]*\]$/.exec(scope.path)?.[0] ?? '';
  return scope.caller ? `${suffixesOf(scope.caller.scope)}${own}` : '';
}

function sameKey(left: Choice<KeyFacts>, right: Choice<KeyFacts> | undefined): boolean {
  if (left === right) {
    return true;
  }
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
  for (const { reference, value } of outcomes.flatMap(outcome => [...outcome.result.values()])) {
    const key = reference.kind === 'key' ? declaredKey(tree, reference.value, value) : undefined;
    if (reference.kind === 'key' && key) {
      keys.set(reference.shown, key);
    }
  }
  return [...keys].map(([name, key]) => ({ name, key }));
}
