import { regionOfKey } from '../account/keyDetails.ts';
import type { BucketFacts } from '../account/ports.ts';
import type { LiveTrail } from '../account/trail.ts';
import { knownValue } from '../trail/fact.ts';

/** Where the bucket of a trail lies, and with it the key (CloudTrail API Reference, UpdateTrail). */
export type BucketRegion =
  | { readonly kind: 'known'; readonly region: string }
  /** The bucket cannot be read, but the trail's present key lies where it must. */
  | { readonly kind: 'from-key'; readonly region: string }
  /** Nothing tells it: a person must, and the home Region is a good guess. */
  | { readonly kind: 'ask'; readonly suggestion: string }
  /** There is no such bucket: the trail delivers nothing, and no key will help. */
  | { readonly kind: 'no-bucket' };

export function bucketRegionOf(trail: LiveTrail, bucket: BucketFacts): BucketRegion {
  switch (bucket.region.kind) {
    case 'known':
      return { kind: 'known', region: bucket.region.value };
    case 'absent':
      return { kind: 'no-bucket' };
    case 'unknown':
      return regionOfItsKey(trail) ?? { kind: 'ask', suggestion: trail.homeRegion };
  }
}

function regionOfItsKey({ kmsKeyId }: LiveTrail): BucketRegion | undefined {
  const region = kmsKeyId === undefined ? undefined : regionOfKey(kmsKeyId);
  return region === undefined ? undefined : { kind: 'from-key', region };
}

/** Trails that can share a key, since their buckets lie in one Region. */
export interface Batch<T> {
  readonly bucketRegion: string;
  /** Whether any of the buckets has an S3 Bucket Key; undefined = one may. */
  readonly bucketKey: boolean | undefined;
  readonly trails: readonly T[];
}

export interface Batches<T> {
  readonly batches: readonly Batch<T>[];
  /** Their bucket's Region must be asked for. */
  readonly asking: readonly T[];
  readonly withoutBucket: readonly T[];
}

/** Sorts a selection of trails, each with what is known of its bucket; Regions in the order of the selection. */
export function batchesOf<T extends { readonly trail: LiveTrail; readonly bucket: BucketFacts }>(
  selection: readonly T[],
): Batches<T> {
  const byRegion = new Map<string, T[]>();
  const asking: T[] = [];
  const withoutBucket: T[] = [];
  for (const one of selection) {
    const found = bucketRegionOf(one.trail, one.bucket);
    switch (found.kind) {
      case 'known':
      case 'from-key':
        byRegion.set(found.region, [...(byRegion.get(found.region) ?? []), one]);
        break;
      case 'ask':
        asking.push(one);
        break;
      case 'no-bucket':
        withoutBucket.push(one);
        break;
    }
  }
  const batches = [...byRegion].map(([bucketRegion, trails]) => ({
    bucketRegion,
    bucketKey: anyBucketKey(trails.map(({ bucket }) => knownValue(bucket.bucketKey))),
    trails,
  }));
  return { batches, asking, withoutBucket };
}

function anyBucketKey(values: readonly (boolean | undefined)[]): boolean | undefined {
  return values.includes(true) ? true : values.includes(undefined) ? undefined : false;
}
