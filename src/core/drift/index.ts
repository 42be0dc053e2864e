import type { InventoryTrail } from '../account/state.ts';
import type { Assessment } from '../iac/finding.ts';
import { needsAttention } from '../trail/verdict.ts';
import { byWeight, type Drift, driftOf } from './drift.ts';
import { type Match, matchTrails } from './match.ts';

export type { Drift, DriftKind } from './drift.ts';

/** A trail in AWS beside its declaration, and in what they differ. */
export interface Pair<T> extends Match<T> {
  readonly drift?: Drift;
}

/** Every trail in AWS that is declared, with each of its declarations; those that differ most come first. */
export function pairsOf<T extends { readonly assessment: Assessment }>(
  lives: readonly InventoryTrail[],
  declared: readonly T[],
): readonly Pair<T>[] {
  return matchTrails(lives, declared)
    .map((match): Pair<T> => {
      const drift = driftOf(match.live, match.declared.assessment);
      return drift ? { ...match, drift } : match;
    })
    .sort((left, right) => rank(left) - rank(right) || compare(left.drift, right.drift));
}

/** A difference to act on: it is certain whose it is, and the next deployment would change the key. */
export function isPressing({ drift, isDoubtful }: Pair<unknown>): boolean {
  return !isDoubtful && (drift?.weight === 'critical' || drift?.weight === 'high');
}

/** Whether a person has to act on a trail in AWS: by its own verdict, or because its code differs. `pairs` are its own. */
export function needsAction({ verdict }: InventoryTrail, pairs: readonly Pair<unknown>[]): boolean {
  return needsAttention(verdict) || pairs.some(isPressing);
}

function rank({ drift, isDoubtful }: Pair<unknown>): number {
  return drift ? (isDoubtful ? 1 : 0) : 2;
}

function compare(left: Drift | undefined, right: Drift | undefined): number {
  return left && right ? byWeight(left, right) : 0;
}
