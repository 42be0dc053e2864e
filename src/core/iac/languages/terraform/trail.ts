import type { Choice, Fact } from '../../../trail/fact.ts';
import { unknown, usualFact } from '../../../trail/fact.ts';
import type { KeyFacts } from '../../../trail/key.ts';
import type { TrailFacts } from '../../../trail/trail.ts';
import { unknownTrail } from '../../../trail/unknowns.ts';
import type { Related } from '../../declaration.ts';
import { type Asked, deviationsOf } from '../../worlds/answers.ts';
import { choiceOf, unexplored, usualOnes } from '../../worlds/choice.ts';
import type { Outcome } from '../../worlds/explore.ts';
import { relatedTo } from '../../worlds/related.ts';
import type { ResourceValue } from './evaluation/value.ts';
import { explore, World } from './evaluation/world.ts';
import { declaredKey } from './key/declaredKey.ts';
import type { KeyUser } from './key/key.ts';
import { anyTrail, usualPolicyPlace } from './key/keyPolicy.ts';
import type { KeyReference } from './key/keyReference.ts';
import type { Module } from './modules/module.ts';
import type { ModuleTree } from './modules/tree.ts';
import { type Instance, type Instances, instancesIn, type TrailPath } from './trailInstances.ts';
import { nothingWritten, writtenOf } from './writtenTrail.ts';

export const trailTypes: readonly string[] = ['aws_cloudtrail', 'awscc_cloudtrail_trail'];

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
    tree,
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
  const { outcomes } = explore(tree, world => instancesIn(tree, world, root, path));
  const keys = new Map<string, ResourceValue>();
  for (const { reference, value } of outcomes.flatMap(outcome => [...outcome.result.values()])) {
    const key = reference.kind === 'key' ? declaredKey(tree, reference.value, value) : undefined;
    if (reference.kind === 'key' && key) {
      keys.set(reference.shown, key);
    }
  }
  return [...keys].map(([name, key]) => ({ name, key }));
}
