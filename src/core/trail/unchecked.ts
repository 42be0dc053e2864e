import type { Fact, UnknownCause } from './fact.ts';
import type { TrailFacts } from './trail.ts';

/** What could not be checked about a trail's key, so that it is not known whether the key can be used. */
export type UncheckedPart =
  | 'key-being-read'
  | 'key-in-other-account'
  | 'key-not-arn'
  | 'key'
  | 'key-not-recorded'
  /** It was not read, or its verdict is open. */
  | 'key-policy';

/** Nothing of a trail without a key. */
export function uncheckedPartOf({ key }: Pick<TrailFacts, 'key'>): UncheckedPart | undefined {
  if (key.kind !== 'known') {
    return undefined;
  }
  const { state, policy } = key.value;
  if (isOutOfReach(state, 'other-account') || isOutOfReach(policy, 'other-account')) {
    return 'key-in-other-account';
  }
  if (isOutOfReach(state, 'not-an-arn')) {
    return 'key-not-arn';
  }
  if (isOutOfReach(state, 'not-recorded')) {
    return 'key-not-recorded';
  }
  if (isOutOfReach(policy, 'not-recorded')) {
    // Recorded trails never have a policy: that is said once for all, not for each trail.
    return undefined;
  }
  if (isOutOfReach(state, 'loading')) {
    return 'key-being-read';
  }
  if (isOutOfReach(state)) {
    return 'key';
  }
  const isOpen = policy.kind === 'known' && policy.value.answer === 'cannot-tell';
  return isOpen || isOutOfReach(policy) ? 'key-policy' : undefined;
}

function isOutOfReach(fact: Fact<unknown>, cause?: UnknownCause): boolean {
  return fact.kind === 'unknown' && (cause === undefined || fact.cause === cause);
}
