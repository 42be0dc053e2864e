import type { Fact } from '../trail/fact.ts';
import type { KeyState } from '../trail/key.ts';
import type { OrganizationSource } from './organization/ports.ts';
import type { Problem } from './problem.ts';
import type { Profile, ProfileList } from './profile.ts';
import type { LiveTrail, TrailStatus } from './trail.ts';

/** Opens accounts. One `Account` is one profile, and all its calls share the credentials. */
export interface Accounts {
  open(profile: Profile): Promise<Account>;
}

/**
 * Calls to an AWS account. Every call throws `ProblemError` and nothing else, also when the signal aborts it
 * (`cancelled`). Calls are retried as AWS advises; callers do not retry.
 */
export interface Account {
  identity(signal: AbortSignal): Promise<Identity>;
  /** Regions that the account may use, and how they were found. Never throws for a missing permission: it falls back. */
  regions(signal: AbortSignal): Promise<RegionList>;
  readonly trails: Trails;
  readonly keys: Keys;
  readonly buckets: Buckets;
  readonly organization: OrganizationSource;
  /** Ends open connections. Calls under way are aborted. */
  dispose(): void;
}

export interface Identity {
  readonly account: string;
  /** ARN of the caller: a user, or a session of a role. */
  readonly arn: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
}

export interface RegionList {
  readonly names: readonly string[];
  readonly source: RegionSource;
}

/** From account:ListRegions, ec2:DescribeRegions, or neither: then those enabled in every account, and why not the first. */
export type RegionSource =
  | { readonly kind: 'account' | 'ec2' }
  | { readonly kind: 'default'; readonly problem: Problem };

export interface Trails {
  /** DescribeTrails with shadow trails. */
  inRegion(region: string, signal: AbortSignal): Promise<readonly LiveTrail[]>;
  /** GetTrailStatus, asked in the home Region. */
  status(trail: LiveTrail, signal: AbortSignal): Promise<TrailStatus>;
}

export interface Keys {
  /** DescribeKey by ARN, in the ARN's Region; `undefined` if the key does not exist. */
  describe(arn: string, signal: AbortSignal): Promise<KeyMetadata | undefined>;
  /** ListAliases of one key, with `alias/`. */
  aliases(arn: string, signal: AbortSignal): Promise<readonly string[]>;
  /** GetKeyRotationStatus. */
  rotation(arn: string, signal: AbortSignal): Promise<boolean>;
  /** GetKeyPolicy: the document as text. */
  policy(arn: string, signal: AbortSignal): Promise<string>;
}

/** KMS's KeyMetadata, the members that matter for a trail. */
export interface KeyMetadata {
  readonly arn: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly description: string;
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly state: KeyState;
  readonly spec: string;
  readonly usage: string;
  /** `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`. */
  readonly origin: string;
  readonly multiRegion: boolean;
  /** Milliseconds since 1970. */
  readonly deletionDate?: number;
  readonly validTo?: number;
}

export interface Buckets {
  /** HeadBucket, then GetBucketLocation, then GetBucketEncryption; what cannot be read is unknown, `region` absent = no such bucket. */
  facts(bucket: string, signal: AbortSignal): Promise<BucketFacts>;
  /** GetBucketPolicy, asked in the bucket's Region; a refusal is an answer. Absent where policies are not read. */
  policy?(bucket: string, region: string, signal: AbortSignal): Promise<BucketPolicy>;
}

export interface BucketFacts {
  readonly region: Fact<string>;
  readonly bucketKey: Fact<boolean>;
}

/**
 * A bucket's policy. S3 shows it, or that there is none, only to the account that owns the bucket: so the answer also
 * tells who owns it.
 */
export type BucketPolicy =
  | { readonly kind: 'read'; readonly text: string }
  /** The bucket belongs to the caller's account, and has no policy. */
  | { readonly kind: 'none' }
  /** `other-account`: the caller may read it, but the bucket belongs to another account. */
  | { readonly kind: 'unread'; readonly why: 'other-account' | 'denied' | 'failed' };

/** The profiles of the shared AWS files and the environment. */
export interface Profiles {
  list(): Promise<ProfileList>;
  readonly places: ProfilePlaces;
}

/** Paths whose change means that profiles or their sessions have changed. They need not exist. */
export interface ProfilePlaces {
  readonly files: readonly string[];
  /** Folders in which sign-in commands leave their tokens. */
  readonly tokenFolders: readonly string[];
}
