import type { Choice, Fact } from './fact.ts';
import type { KeyFacts } from './key.ts';

/** What the verdict on a trail is drawn from: the same facts for a trail in AWS and for one declared in code. */
export interface TrailFacts {
  /** The key of the trail's `KmsKeyId`; absent = SSE-S3. */
  readonly key: Choice<KeyFacts>;
  /** Account that owns the trail: the management account for an organization trail. */
  readonly account: Fact<string>;
  readonly bucketRegion: Fact<string>;
  readonly bucketKey: Fact<boolean>;
  readonly organization: Fact<boolean>;
  readonly logFileValidation: Fact<boolean>;
  readonly logging: Fact<boolean>;
  /** S3 or KMS error code of the last delivery (`LatestDeliveryError`); absent when it went well. */
  readonly deliveryError: Fact<string>;
  /** How many other trails deliver under the same key. */
  readonly otherTrailsUnderKey: Fact<number>;
}
