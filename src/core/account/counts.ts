import { needsAttention, type Verdict } from '../trail/verdict.ts';

/** How many trails there are, and how many of them a person has to act on, each counted once. */
export interface TrailCounts {
  readonly all: number;
  readonly withoutKey: number;
  /** Those that have a key and need attention all the same. */
  readonly needAttention: number;
}

/** `needsAction` can know more than the verdict says: that the code of a trail differs. */
export function countTrails<T extends { readonly verdict: Verdict }>(
  trails: readonly T[],
  needsAction: (shown: T) => boolean = ({ verdict }) => needsAttention(verdict),
): TrailCounts {
  const withKey = trails.filter(({ verdict }) => verdict.state !== 'not-encrypted');
  return {
    all: trails.length,
    withoutKey: trails.length - withKey.length,
    needAttention: withKey.filter(needsAction).length,
  };
}

/** How many need action: the number that the badge shows. */
export function countToActOn({ withoutKey, needAttention }: TrailCounts): number {
  return withoutKey + needAttention;
}
