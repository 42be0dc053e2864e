import { type Choice, type UnknownCause, unknown } from './fact.ts';
import type { KeyFacts } from './key.ts';
import type { TrailFacts } from './trail.ts';

/** A key of which nothing is known but what names it. */
export function unknownKey(name: string, cause: UnknownCause = 'decided-at-deployment'): KeyFacts {
  const nothing = unknown(cause);
  return {
    name,
    manager: nothing,
    state: nothing,
    spec: nothing,
    usage: nothing,
    region: nothing,
    account: nothing,
    rotation: nothing,
    expires: nothing,
    policy: nothing,
  };
}

/** A trail of which nothing is known but its key. */
export function unknownTrail(
  key: Choice<KeyFacts>,
  cause: UnknownCause = 'decided-at-deployment',
): TrailFacts {
  const nothing = unknown(cause);
  return {
    key,
    account: nothing,
    bucketRegion: nothing,
    bucketKey: nothing,
    organization: nothing,
    logFileValidation: nothing,
    logging: nothing,
    deliveryError: nothing,
    otherTrailsUnderKey: nothing,
  };
}
