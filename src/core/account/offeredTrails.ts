import { type IsNamed, type SeenTrail, seenTrails } from './seenTrails.ts';
import { type AccountState, type InventoryTrail, unreadRegionsOf } from './state.ts';

/** The trails that a list offers, or why it offers none. */
export interface OfferedTrails {
  readonly trails: readonly SeenTrail[];
  /** Only for an empty list. */
  readonly nothing?: Nothing;
  /** Profiles that were not chosen to be shown. */
  readonly hidden: readonly string[];
}

export type Nothing =
  /** Neither the shared AWS files nor the environment hold a profile. */
  | 'no-profile'
  | 'nothing-read'
  /** None was found, but of a profile that was read a Region was not, or not yet: it may have some. */
  | 'not-all-read'
  /** Something was read, but not all profiles and Regions are shown. */
  | 'filtered'
  /** What was read has no trail at all. */
  | 'no-trail'
  /** There are trails, and none of them is wanted. */
  | 'none-wanted';

export interface Filter {
  readonly isNamed: IsNamed;
  /** Only some Regions are read. */
  readonly someRegions: boolean;
}

export function offerTrails(
  states: readonly AccountState[],
  isWanted: (shown: InventoryTrail) => boolean,
  { isNamed, someRegions }: Filter,
): OfferedTrails {
  const shown = states.filter(({ profile }) => isNamed(profile.name));
  const hidden = states.flatMap(({ profile }) => (isNamed(profile.name) ? [] : [profile.name]));
  const all = seenTrails(shown, isNamed);
  const trails = all.filter(({ acting }) => isWanted(acting));
  const nothing = (): Nothing => {
    if (states.length === 0) {
      return 'no-profile';
    }
    if (shown.length > 0 && shown.every(({ identity }) => !identity)) {
      return 'nothing-read';
    }
    if (shown.some(isReadInPart)) {
      return 'not-all-read';
    }
    if (hidden.length > 0 || someRegions) {
      return 'filtered';
    }
    return all.length === 0 ? 'no-trail' : 'none-wanted';
  };
  return { trails, hidden, ...(trails.length === 0 && { nothing: nothing() }) };
}

function isReadInPart(account: AccountState): boolean {
  return (
    account.identity !== undefined && (account.phase !== 'loaded' || unreadRegionsOf(account).length > 0)
  );
}
