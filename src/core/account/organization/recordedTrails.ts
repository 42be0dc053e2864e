import { type Fact, unknown } from '../../trail/fact.ts';
import { judge } from '../../trail/verdict.ts';
import type { Identity } from '../ports.ts';
import type { Profile } from '../profile.ts';
import type { KeyDetails } from '../state.ts';
import { ownerOf } from '../trail.ts';
import { trailFactsOf } from '../trailFacts.ts';
import { preferred, type TrailRecord, unrecordedKey } from './records.ts';
import type { RecordedTrail } from './state.ts';

export interface Records {
  /** By the trail's ARN. */
  readonly trails: ReadonlyMap<string, TrailRecord>;
  /** By ARN. */
  readonly keys: ReadonlyMap<string, KeyDetails>;
  /** By name: the Region of a log bucket. */
  readonly buckets: ReadonlyMap<string, Fact<string>>;
  /** ARN of the aggregator. */
  readonly aggregator: string;
  /** The aggregator's profile and caller: the trails' own accounts were not signed in to. */
  readonly profile: Profile;
  readonly caller: Identity;
}

/** Keeps the better item of each trail. */
export function takeRecord(trails: Map<string, TrailRecord>, record: TrailRecord): void {
  const { arn } = record.trail;
  const former = trails.get(arn);
  trails.set(arn, former ? preferred(former, record) : record);
}

/**
 * The trails with the verdict that follows from what is recorded. Delivery and key policies never are, so that nothing is
 * concluded from them. By owner and name.
 */
export function recordedTrails(
  { trails, keys, buckets, aggregator, profile, caller }: Records,
  now: number,
): readonly RecordedTrail[] {
  const underKey = new Map<string, number>();
  for (const { trail } of trails.values()) {
    if (trail.kmsKeyId) {
      underKey.set(trail.kmsKeyId, (underKey.get(trail.kmsKeyId) ?? 0) + 1);
    }
  }
  const notRecorded = unknown('not-recorded');
  return [...trails.values()]
    .map(({ trail, account, recordedAt }): RecordedTrail => {
      const { kmsKeyId } = trail;
      const key = kmsKeyId === undefined ? undefined : (keys.get(kmsKeyId) ?? unrecordedKey(kmsKeyId));
      const others = kmsKeyId === undefined ? 0 : (underKey.get(kmsKeyId) ?? 1) - 1;
      const bucket = { region: buckets.get(trail.bucket) ?? notRecorded, bucketKey: notRecorded };
      const facts = trailFactsOf(trail, key, bucket, notRecorded, others);
      return {
        profile,
        identity: caller,
        trail,
        ...(key && { key }),
        bucket,
        status: notRecorded,
        facts,
        verdict: judge(facts, now),
        problems: [],
        recorded: {
          account,
          region: trail.readFrom,
          aggregator,
          ...(recordedAt !== undefined && { at: recordedAt }),
        },
      };
    })
    .sort((left, right) => compare(placeOf(left), placeOf(right)));
}

function placeOf({ trail }: RecordedTrail): string {
  return `${ownerOf(trail.arn)} ${trail.name}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
