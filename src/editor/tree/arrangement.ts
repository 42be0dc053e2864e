import type { InventoryTrail } from '../../core/account/state.ts';
import { ownerOf } from '../../core/account/trail.ts';
import { groupedBy } from '../../core/base/groupedBy.ts';
import { weights } from '../../core/trail/reason.ts';
import { type Appearance, appearances } from '../../core/wording/trails.ts';

/** How the rows of the view are grouped: by profile, or by what the trails have in common across profiles. */
export const groupings = ['profile', 'region', 'state', 'account', 'key'] as const;

export type Grouping = (typeof groupings)[number];

export const orders = ['name', 'weight'] as const;

export type Order = (typeof orders)[number];

/** How the person wants the rows. */
export interface Arrangement {
  readonly grouping: Grouping;
  readonly order: Order;
}

export const usualArrangement: Arrangement = { grouping: 'profile', order: 'name' };

/** Trails that have something in common: their Region, state, account or key, by its own name. */
export interface Group {
  readonly value: string;
  readonly trails: readonly InventoryTrail[];
}

/** What the icon of a trail shows. */
export type AppearanceOf = (shown: InventoryTrail) => Appearance;

/** The groups of trails, each trail once; within a group and among groups in the order that is wanted. */
export function groupsOf(
  all: readonly InventoryTrail[],
  { grouping, order }: Arrangement,
  appearanceOf: AppearanceOf,
): readonly Group[] {
  const named = [...groupedBy(all, shown => valueFor(shown, grouping, appearanceOf))]
    .map(([value, trails]) => ({ value, trails: inOrder(trails, order, appearanceOf) }))
    .sort((left, right) => compareValues(left.value, right.value, grouping));
  return order === 'name' ? named : worstFirst(named, ({ trails }) => trails, appearanceOf);
}

/** By name, or the most pressing first and then by name. */
export function inOrder(
  trails: readonly InventoryTrail[],
  order: Order,
  appearanceOf: AppearanceOf,
): readonly InventoryTrail[] {
  const named = [...trails].sort((left, right) => compare(left.trail.name, right.trail.name));
  return order === 'name' ? named : worstFirst(named, trail => [trail], appearanceOf);
}

/** Those that hold the most pressing trail first; equals keep their order. */
export function worstFirst<T>(
  all: readonly T[],
  trailsOf: (one: T) => readonly InventoryTrail[],
  appearanceOf: AppearanceOf,
): readonly T[] {
  const ranks = new Map(
    all.map(one => [one, Math.min(...trailsOf(one).map(shown => rankOf(shown, appearanceOf)))]),
  );
  return [...all].sort((left, right) => (ranks.get(left) ?? 0) - (ranks.get(right) ?? 0));
}

/** Lower is more urgent: the worst state first, as in the colours of icons, then the weight of the worst reason. */
function rankOf(shown: InventoryTrail, appearanceOf: AppearanceOf): number {
  const [first] = shown.verdict.reasons;
  const weight = first ? weights.indexOf(first.weight) : weights.length;
  return appearances.indexOf(appearanceOf(shown)) * (weights.length + 1) + weight;
}

function valueFor(shown: InventoryTrail, grouping: Grouping, appearanceOf: AppearanceOf): string {
  switch (grouping) {
    case 'profile':
      return shown.profile.name;
    case 'region':
      return shown.trail.homeRegion;
    case 'state':
      return appearanceOf(shown);
    case 'account':
      return ownerOf(shown.trail.arn);
    case 'key':
      return shown.trail.kmsKeyId ?? '';
  }
}

function compareValues(left: string, right: string, grouping: Grouping): number {
  const places: readonly string[] = appearances;
  return grouping === 'state' ? places.indexOf(left) - places.indexOf(right) : compare(left, right);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
