import { groupedBy } from '../base/groupedBy.ts';
import type { Profile } from './profile.ts';
import { type AccountState, type InventoryTrail, trailsOf } from './state.ts';
import { type LiveTrail, ownerOf } from './trail.ts';

/** A trail once, with every profile that sees it. */
export interface SeenTrail {
  readonly trail: LiveTrail;
  /** As the profile that acts on it sees it. */
  readonly acting: InventoryTrail;
  /** As the other profiles see it, the next best first. */
  readonly others: readonly InventoryTrail[];
}

/** A trail as every profile sees it, as the one that acts first. */
export function viewsOf(seen: SeenTrail | undefined): readonly InventoryTrail[] {
  return seen ? [seen.acting, ...seen.others] : [];
}

/** Whether a profile was chosen to be shown, where only some are. */
export type IsNamed = (profile: string) => boolean;

/** The profiles that a person chose to be shown; where none was chosen, all are. */
export function namedIn({ profiles }: { readonly profiles: readonly string[] }): IsNamed {
  return profile => profiles.length === 0 || profiles.includes(profile);
}

/**
 * The trails of the loaded profiles, each once, in the order of the profiles that act on them. `states` come in the order
 * of the files, the profile in use first.
 */
export function seenTrails(states: readonly AccountState[], isNamed: IsNamed): readonly SeenTrail[] {
  const seen = groupedBy(states.flatMap(trailsOf), ({ trail }) => trail.arn);
  const places = new Map(states.map(({ profile }, index) => [profile.name, index]));
  return [...seen.values()]
    .flatMap(views => actingFirst(views, isNamed) ?? [])
    .sort((left, right) => placeOf(left.acting, places) - placeOf(right.acting, places));
}

/** A trail through the profiles that see it; undefined where none does. */
export function seenTrail(
  states: readonly AccountState[],
  arn: string,
  isNamed: IsNamed,
): SeenTrail | undefined {
  return actingFirst(
    states.flatMap(trailsOf).filter(({ trail }) => trail.arn === arn),
    isNamed,
  );
}

/** The profiles of an account, the one that acts first. Profiles that were not chosen or that require an MFA code come last. */
export function profilesOfAccount(
  states: readonly AccountState[],
  account: string,
  isNamed: IsNamed,
): readonly AccountState[] {
  const leading = states.filter(({ identity }) => identity?.account === account);
  return ranked(leading, state => [!actsUnasked(state.profile, isNamed), state.problem !== undefined]);
}

/** The profile of an account that may act without being chosen for it, if there is one. */
export function profileUnasked(
  states: readonly AccountState[],
  account: string,
  isNamed: IsNamed,
): string | undefined {
  const [best] = profilesOfAccount(states, account, isNamed);
  return best && actsUnasked(best.profile, isNamed) ? best.profile.name : undefined;
}

/** Whether a profile may act without being chosen for it: it requires no MFA code, and it is one of those shown. */
export function actsUnasked(profile: Profile, isNamed: IsNamed): boolean {
  return !profile.asksForMfa && isNamed(profile.name);
}

/** Whether trail, bucket and key could be read; while one of them is being read, nothing speaks against it. */
function couldRead({ bucket, key, problems }: InventoryTrail): boolean {
  const facts = [bucket.region, bucket.bucketKey, ...(key ? [key.metadata, key.policy] : [])];
  return (
    problems.length === 0 &&
    facts.every(fact => fact.kind !== 'unknown' || fact.cause === 'loading' || fact.cause === 'other-account')
  );
}

/** The owner's account, then who may act unasked, then who could read everything, then the order of the files. */
function actingFirst(views: readonly InventoryTrail[], isNamed: IsNamed): SeenTrail | undefined {
  const [acting, ...others] = ranked(views, shown => [
    shown.identity.account !== ownerOf(shown.trail.arn),
    !actsUnasked(shown.profile, isNamed),
    !couldRead(shown),
  ]);
  return acting && { trail: acting.trail, acting, others };
}

/** Those of whom the fewest and latest drawbacks hold come first; equals keep their order. */
function ranked<T>(all: readonly T[], drawbacks: (one: T) => readonly boolean[]): readonly T[] {
  if (all.length < 2) {
    return all;
  }
  const weights = new Map(
    all.map(one => [one, drawbacks(one).reduce((sum, holds) => sum * 2 + (holds ? 1 : 0), 0)]),
  );
  return [...all].sort((left, right) => (weights.get(left) ?? 0) - (weights.get(right) ?? 0));
}

function placeOf({ profile }: InventoryTrail, places: ReadonlyMap<string, number>): number {
  return places.get(profile.name) ?? places.size;
}
