import type { Problem } from '../account/problem.ts';
import type { KeyDetails } from '../account/state.ts';
import { readArn, trailNameIn } from '../trail/arn.ts';
import { knownValue } from '../trail/fact.ts';
import { judgeKeyPolicy, type PolicyDoubt, type TrailParts } from '../trail/keyPolicy/index.ts';
import { type Fitness, fitnessOf, type KeyNeed } from './fitness.ts';

/** What a key is wanted for: trails that exist, or one that a declaration will make and of which less is known. */
export interface WantedKey extends Omit<KeyNeed, 'trailArns'> {
  readonly trails: readonly TrailParts[];
}

/** The groups of a list to choose from, in its order. */
export const keyGroups = ['ready', 'after-policy-change', 'policy-not-checked', 'unusable'] as const;

export type KeyGroup = (typeof keyGroups)[number];

/** A key that may be chosen: how well it fits, and the group in which it is offered. */
export interface KeyChoice {
  readonly key: KeyDetails;
  readonly fitness: Fitness;
  readonly group: KeyGroup;
  /** The trails are known as a whole: what the policy lacks is what would have to be written. */
  readonly isExact: boolean;
  /** Why it is not known whether its policy allows CloudTrail; only for the group *policy not checked*. */
  readonly unchecked?: Unchecked;
}

export type Unchecked =
  | { readonly kind: 'policy-unreadable'; readonly problem?: Problem }
  | { readonly kind: 'policy-doubt'; readonly why: PolicyDoubt }
  /** The policy admits some trails and not others, and these parts of the trail's ARN are not known. */
  | { readonly kind: 'trail-unknown'; readonly missing: readonly TrailPart[] };

export type TrailPart = 'name' | 'account' | 'region';

/**
 * Judges a key for trails. *Ready* means certainly allowed, for every value of the unknown parts; what is allowed for
 * only some of them is not checked.
 */
export function judgeKey(key: KeyDetails, wanted: WantedKey): KeyChoice {
  const { trails, ...need } = wanted;
  const fitness = fitnessOf(key, { ...need, trailArns: trails.map(trail => exampleOf(trail, wanted)) });
  const isExact = trails.every(trail => missingIn(trail).length === 0);
  if (fitness.kind === 'unusable' && fitness.why.kind !== 'policy') {
    return { key, fitness, group: 'unusable', isExact };
  }
  const unchecked = openQuestion(key, trails, wanted) ?? doubtIn(fitness);
  if (!unchecked) {
    return { key, fitness, group: fitness.kind, isExact };
  }
  // What a change of the policy would need follows from the parts that are not known.
  const usable: Fitness = fitness.kind === 'ready' ? fitness : { kind: 'ready', notes: notesOf(fitness) };
  return { key, fitness: usable, group: 'policy-not-checked', isExact, unchecked };
}

/** Sorted into their groups; within a group those with an alias first, by name. */
export function groupKeys(choices: readonly KeyChoice[]): readonly KeyChoice[] {
  const sorted = [...choices].sort((left, right) => nameOf(left).localeCompare(nameOf(right)));
  return keyGroups.flatMap(group => sorted.filter(choice => choice.group === group));
}

/** The parts of a whole ARN. */
export function partsOfTrail(trailArn: string): TrailParts {
  const arn = readArn(trailArn);
  return arn
    ? {
        partition: arn.partition,
        region: arn.region,
        account: arn.account,
        name: trailNameIn(trailArn),
      }
    : {};
}

/** What keeps the policy from being judged for a trail of which not everything is known. */
function openQuestion(
  key: KeyDetails,
  trails: readonly TrailParts[],
  { bucketKey }: WantedKey,
): Unchecked | undefined {
  const policy = knownValue(key.policy);
  if (policy === undefined) {
    return undefined;
  }
  for (const trail of trails) {
    const missing = missingIn(trail);
    const verdict =
      missing.length > 0
        ? judgeKeyPolicy(policy, {
            trailArn: undefined,
            trail,
            bucketKey,
            keyArn: key.arn,
          })
        : undefined;
    if (verdict?.answer === 'cannot-tell' && verdict.why.kind === 'incomplete') {
      return { kind: 'trail-unknown', missing };
    }
  }
  return undefined;
}

function doubtIn(fitness: Fitness): Unchecked | undefined {
  for (const note of fitness.kind === 'ready' ? fitness.notes : []) {
    if (note.kind === 'policy-unreadable' || note.kind === 'policy-doubt') {
      return note;
    }
  }
  return undefined;
}

function notesOf(fitness: Fitness) {
  return fitness.kind === 'unusable' ? [] : fitness.notes;
}

function missingIn({ name, account, region }: TrailParts): readonly TrailPart[] {
  const parts = { name, account, region };
  return (['name', 'account', 'region'] as const).filter(part => parts[part] === undefined);
}

/** One of the trails that it may turn out to be. What holds for all of them holds for it. */
function exampleOf({ partition, region, account, name }: TrailParts, { bucketRegion }: WantedKey): string {
  return `arn:${partition ?? 'aws'}:cloudtrail:${region ?? bucketRegion}:${account ?? '000000000000'}:trail/${name ?? 'example'}`;
}

/** Aliases sort before ARNs, since people look for keys with a name. */
function nameOf({ key }: KeyChoice): string {
  const [alias] = knownValue(key.aliases) ?? [];
  return alias === undefined ? `1 ${key.arn}` : `0 ${alias}`;
}
