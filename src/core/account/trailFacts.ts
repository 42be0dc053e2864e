import { accountOfArn, regionOfArn } from '../trail/arn.ts';
import { absent, type Fact, known, knownValue, unknown } from '../trail/fact.ts';
import type { KeyFacts } from '../trail/key.ts';
import { judgeKeyPolicy } from '../trail/keyPolicy/index.ts';
import type { PolicyVerdict } from '../trail/keyPolicy/verdict.ts';
import type { TrailFacts } from '../trail/trail.ts';
import type { BucketFacts } from './ports.ts';
import type { KeyDetails } from './state.ts';
import type { LiveTrail, TrailStatus } from './trail.ts';

/** Brings what AWS answered about a trail into the form that is judged. */
export function trailFactsOf(
  trail: LiveTrail,
  key: KeyDetails | undefined,
  bucket: BucketFacts,
  status: Fact<TrailStatus>,
  otherTrailsUnderKey: number,
): TrailFacts {
  return {
    key: key ? known(keyFactsOf(key, trail, bucket)) : absent,
    account: inArn(accountOfArn(trail.arn)),
    bucketRegion: bucket.region,
    bucketKey: bucket.bucketKey,
    organization: known(trail.organization),
    logFileValidation: known(trail.logFileValidation),
    logging: status.kind === 'known' ? known(status.value.logging) : status,
    deliveryError: status.kind === 'known' ? optional(status.value.latestDeliveryError) : status,
    // The same alias in two Regions is two keys.
    otherTrailsUnderKey:
      key && regionOfArn(key.arn) === undefined ? unknown('not-an-arn') : known(otherTrailsUnderKey),
  };
}

function keyFactsOf(key: KeyDetails, trail: LiveTrail, bucket: BucketFacts): KeyFacts {
  const { metadata } = key;
  const about = <T>(pick: (value: Extract<typeof metadata, { kind: 'known' }>['value']) => T): Fact<T> =>
    metadata.kind === 'known' ? known(pick(metadata.value)) : metadata;
  const expires = metadata.kind === 'known' ? metadata.value.validTo : undefined;
  return {
    name: key.arn,
    manager: about(value => value.manager),
    state: metadata.kind === 'absent' ? known('NotFound') : about(value => value.state),
    spec: about(value => value.spec),
    usage: about(value => value.usage),
    region: inArn(regionOfArn(key.arn)),
    account: inArn(accountOfArn(key.arn)),
    rotation: key.rotation,
    expires: optional(expires),
    policy: policyFact(key, trail, bucket),
  };
}

function policyFact(key: KeyDetails, trail: LiveTrail, bucket: BucketFacts): Fact<PolicyVerdict> {
  if (key.policy.kind !== 'known') {
    return key.policy;
  }
  return known(
    judgeKeyPolicy(key.policy.value, {
      trailArn: trail.arn,
      bucketKey: knownValue(bucket.bucketKey),
      keyArn: key.arn,
    }),
  );
}

function inArn(part: string | undefined): Fact<string> {
  return part === undefined ? unknown('not-an-arn') : known(part);
}

function optional<T>(value: T | undefined): Fact<T> {
  return value === undefined ? absent : known(value);
}

/** What is known of a bucket before it is read. */
export const unreadBucket: BucketFacts = { region: unknown('loading'), bucketKey: unknown('loading') };
