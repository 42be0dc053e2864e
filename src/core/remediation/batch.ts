import type { BucketPolicy, Identity } from '../account/ports.ts';
import type { LiveTrail } from '../account/trail.ts';
import { regionOfArn } from '../trail/arn.ts';
import type { Fact } from '../trail/fact.ts';

/** The Region of a trail's bucket, and so of the key (CloudTrail API Reference, UpdateTrail). */
export type BucketRegion =
  | { readonly kind: 'known'; readonly region: string }
  /** The bucket cannot be read, but the trail's current key must be in the same Region. */
  | { readonly kind: 'from-key'; readonly region: string }
  /** It is not known: the person has to choose, and the home Region is a good guess. */
  | { readonly kind: 'ask'; readonly suggestion: string };

export interface TrailToChange {
  readonly trail: LiveTrail;
  /** Where the code that declares the trail is: the next deployment would undo the change. */
  readonly declaredAt?: string;
  /** Whether the trail logs; absent = not known. */
  readonly logging?: boolean;
  /** The policy of the trail's bucket; absent = not read. */
  readonly bucketPolicy?: BucketPolicy;
}

/** A trail with what has to be known before a key is chosen for it. */
export interface Subject extends TrailToChange {
  /** The profile that changes the trail. */
  readonly profile: string;
  readonly caller: Identity;
  readonly bucketRegion: BucketRegion;
  /** Whether its bucket has an S3 Bucket Key; undefined = it may. */
  readonly bucketKey: boolean | undefined;
}

/** Trails that one plan puts under one key: the same caller account, and buckets in one Region. */
export interface Batch {
  /** Distinguishes it from the others of a selection. */
  readonly id: string;
  readonly profile: string;
  readonly caller: Identity;
  readonly bucketRegion: string;
  /** Whether any of the buckets has an S3 Bucket Key; undefined = one may. */
  readonly bucketKey: boolean | undefined;
  readonly trails: readonly Subject[];
}

/** From what was read of the bucket, or from the current key of the trail. Undefined if the bucket does not exist. */
export function bucketRegionOf(
  { kmsKeyId, homeRegion }: Pick<LiveTrail, 'kmsKeyId' | 'homeRegion'>,
  read: Fact<string>,
): BucketRegion | undefined {
  switch (read.kind) {
    case 'known':
      return { kind: 'known', region: read.value };
    case 'absent':
      return undefined;
    case 'unknown': {
      const region = kmsKeyId === undefined ? undefined : regionOfArn(kmsKeyId);
      return region === undefined ? { kind: 'ask', suggestion: homeRegion } : { kind: 'from-key', region };
    }
  }
}

/**
 * Sorts trails by account and Region, in the order in which these come first. `answered` has the Regions of buckets that
 * only a person knows, by the bucket's name; a trail whose Region is not answered yet is in no batch.
 */
export function batchesOf(
  subjects: readonly Subject[],
  answered: ReadonlyMap<string, string>,
): readonly Batch[] {
  const batches = new Map<string, Batch>();
  for (const subject of subjects) {
    const { profile, caller, bucketKey } = subject;
    const bucketRegion = regionOf(subject, answered);
    if (bucketRegion === undefined) {
      continue;
    }
    const id = `${caller.account} ${bucketRegion}`;
    const present = batches.get(id);
    batches.set(
      id,
      present
        ? {
            ...present,
            bucketKey: eitherHas(present.bucketKey, bucketKey),
            trails: [...present.trails, subject],
          }
        : { id, profile, caller, bucketRegion, bucketKey, trails: [subject] },
    );
  }
  return [...batches.values()];
}

function regionOf(
  { bucketRegion, trail }: Subject,
  answered: ReadonlyMap<string, string>,
): string | undefined {
  return bucketRegion.kind === 'ask' ? answered.get(trail.bucket) : bucketRegion.region;
}

/** One bucket with a Bucket Key is enough to need what it needs; one that is not known may have it. */
function eitherHas(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === true || right === true) {
    return true;
  }
  return left === false && right === false ? false : undefined;
}
