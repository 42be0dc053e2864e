import { onceFor } from '../base/onceFor.ts';
import type { Fact } from '../trail/fact.ts';
import type { TrailFacts } from '../trail/trail.ts';
import type { Verdict } from '../trail/verdict.ts';
import type { BucketFacts, Identity, KeyMetadata, RegionSource } from './ports.ts';
import type { Problem } from './problem.ts';
import type { Profile } from './profile.ts';
import type { LiveTrail, TrailStatus } from './trail.ts';

/** What is known of one profile's account at this moment. Snapshots: a change creates a new one. */
export interface AccountState {
  readonly profile: Profile;
  readonly phase: 'not-loaded' | 'loading' | 'loaded' | 'failed';
  /** Why nothing could be read the last time; what was read before that is kept. Stays while it is tried again. */
  readonly problem?: Problem;
  readonly identity?: Identity;
  /** How its Regions were found; absent where they were chosen. */
  readonly regionSource?: RegionSource;
  /** By name. */
  readonly regions: readonly RegionState[];
}

export interface RegionState {
  readonly name: string;
  readonly phase: 'loading' | 'read' | 'unreadable';
  /** Stays while the Region is read again. */
  readonly problem?: Problem;
  /** When it last answered with its trails, in milliseconds since 1970. */
  readonly readAt?: number;
  /** The trails whose home Region this is, by name. A Region that could not be read may have some: seen from elsewhere. */
  readonly trails: readonly InventoryTrail[];
}

/** One trail with everything read about it so far, and the verdict on it. */
export interface InventoryTrail {
  readonly profile: Profile;
  readonly identity: Identity;
  readonly trail: LiveTrail;
  /** Absent where the trail has no key. */
  readonly key?: KeyDetails;
  readonly bucket: BucketFacts;
  readonly status: Fact<TrailStatus>;
  readonly facts: TrailFacts;
  readonly verdict: Verdict;
  /** What could not be read about it. */
  readonly problems: readonly Problem[];
  /** Set where the trail was not read in its account: it is as AWS Config recorded it then. */
  readonly recorded?: Recorded;
}

/** Where AWS Config recorded something, and when. */
export interface Recorded {
  /** In milliseconds since 1970; absent if AWS Config does not say. */
  readonly at?: number;
  readonly account: string;
  readonly region: string;
  /** ARN of the aggregator that told. */
  readonly aggregator: string;
}

/** A KMS key, as far as the caller may read it. */
export interface KeyDetails {
  readonly arn: string;
  /** Absent = the key does not exist. */
  readonly metadata: Fact<KeyMetadata>;
  readonly aliases: Fact<readonly string[]>;
  /** Absent where KMS does not rotate such a key. */
  readonly rotation: Fact<boolean>;
  /** The policy's text. */
  readonly policy: Fact<string>;
  readonly problems: readonly Problem[];
}

/** The same list until something changes. */
export function trailsOf(account: AccountState): readonly InventoryTrail[] {
  if (account.regions.length === 0) {
    return noTrails;
  }
  return trailsOfState(account);
}

const noTrails: readonly InventoryTrail[] = [];

/** A state is a snapshot, and every row that is drawn reads the trails from it. */
const trailsOfState = onceFor(({ regions }: AccountState) => regions.flatMap(({ trails }) => trails));

/** The Regions whose trails are not known. One that is switched off has none that could be changed. */
export function unreadRegionsOf({ regions }: Pick<AccountState, 'regions'>): readonly RegionState[] {
  return regions.filter(({ phase, problem }) => phase !== 'read' && problem?.kind !== 'region-disabled');
}

/** As of when what is shown of a trail holds: when its home Region last answered. Milliseconds since 1970. */
export function readAtOfTrail(trail: LiveTrail, { regions }: AccountState): number | undefined {
  return regions.find(({ name }) => name === trail.homeRegion)?.readAt;
}

/** As of when what is shown of an account holds: the oldest answer of its Regions. Milliseconds since 1970. */
export function readAtOf({ regions }: AccountState): number | undefined {
  const times = regions.flatMap(({ readAt }) => readAt ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}
