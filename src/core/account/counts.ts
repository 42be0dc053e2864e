import { needsAttention } from '../trail/verdict.ts';
import type { InventoryTrail } from './state.ts';

/** How many trails there are, and how many of them a person has to act on, each counted once. */
export interface TrailCounts {
  readonly all: number;
  readonly withoutKey: number;
  /** Those that have a key and need attention all the same. */
  readonly needAttention: number;
}

export function countTrails(trails: readonly Pick<InventoryTrail, 'verdict'>[]): TrailCounts {
  const withKey = trails.filter(({ verdict }) => verdict.state !== 'not-encrypted');
  return {
    all: trails.length,
    withoutKey: trails.length - withKey.length,
    needAttention: withKey.filter(({ verdict }) => needsAttention(verdict)).length,
  };
}

/** How many need action: the number that the badge shows. */
export function countToActOn({ withoutKey, needAttention }: TrailCounts): number {
  return withoutKey + needAttention;
}
