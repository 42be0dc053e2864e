import type { Problem } from '../problem.ts';
import type { Profile } from '../profile.ts';
import type { InventoryTrail, Recorded } from '../state.ts';
import type { Aggregator, UncollectedSource } from './ports.ts';

/** An aggregator that was found, and the profile through which it is asked. */
export interface OrganizationName {
  readonly aggregator: Aggregator;
  /** `o-…`; absent where the aggregator is not of an organization, or the id could not be read. */
  readonly id?: string;
}

/** What AWS Config has recorded of many accounts. Snapshots: a change creates a new one. */
export interface OrganizationState extends OrganizationName {
  readonly profile: Profile;
  readonly phase: 'not-loaded' | 'loading' | 'loaded' | 'failed';
  /** Why it could not be read, or not whole; what was read before is kept. */
  readonly problem?: Problem;
  /** When it last answered whole, in milliseconds since 1970: not when AWS Config recorded anything. */
  readonly readAt?: number;
  /** Every trail that is recorded anywhere, once, by account and name. */
  readonly trails: readonly RecordedTrail[];
  /** By id: those that own a trail, and all others of which anything is recorded. */
  readonly accounts: readonly string[];
  /** Names of accounts by ID, as far as known. */
  readonly names: ReadonlyMap<string, string>;
  /** What the aggregator could not collect, or not lately; undefined where it may not be asked. */
  readonly uncollected: readonly UncollectedSource[] | undefined;
  /** ARNs of trails that are recorded, and whose items were not read. */
  readonly unread: readonly string[];
}

/** A trail as AWS Config recorded it, never as it is now. */
export interface RecordedTrail extends InventoryTrail {
  readonly recorded: Recorded;
}

/** What came of looking for aggregators through a profile, Region by Region. */
export interface AggregatorSearch {
  readonly profile: string;
  readonly phase: 'searching' | 'done' | 'failed';
  /** Why no Region could be asked. */
  readonly problem?: Problem;
  /** How many Regions are asked. */
  readonly regions: number;
  readonly found: readonly OrganizationName[];
  /** Regions that could not be asked: there may be an aggregator. */
  readonly unread: readonly UnreadRegion[];
}

export interface UnreadRegion {
  readonly region: string;
  readonly problem: Problem;
}
