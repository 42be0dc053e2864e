import { type Choice, type Fact, knownValue } from './fact.ts';
import type { KeyFacts, KeyState } from './key.ts';
import { type Reason, type ReasonCode, type Weight, weights } from './reason.ts';
import type { TrailFacts } from './trail.ts';

/**
 * The state of a trail's encryption. "Encrypted" means SSE-KMS; whether the key still serves is told by the
 * reasons.
 */
export type TrailState = 'encrypted' | 'not-encrypted' | 'conditional' | 'unknown';

export interface Verdict {
  readonly state: TrailState;
  /** From the most to the least pressing. */
  readonly reasons: readonly Reason[];
}

/**
 * The one rule of the product: judges a trail by what is known of it. What is unknown is never held against
 * the trail.
 */
export function judge(trail: TrailFacts, now: number): Verdict {
  const reasons = [...keyReasons(trail, now), ...trailReasons(trail)];
  return { state: stateOf(trail.key), reasons: reasons.sort(byWeight) };
}

/** A trail to act on: no key, or a reason that costs log files or their protection now. */
export function needsAttention(verdict: Verdict): boolean {
  return verdict.reasons.some(reason => reason.weight === 'critical' || reason.weight === 'high');
}

function stateOf(key: Choice<KeyFacts>): TrailState {
  switch (key.kind) {
    case 'known':
      return 'encrypted';
    case 'absent':
      return 'not-encrypted';
    case 'conditional':
    case 'unknown':
      return key.kind;
  }
}

function keyReasons(trail: TrailFacts, now: number): Reason[] {
  const { key } = trail;
  switch (key.kind) {
    case 'known':
      return reasonsOfKey(key.value, trail, now);
    case 'absent':
      return [reason('no-kms-key', 'high')];
    case 'conditional':
      return [
        reason('kms-key-conditional', key.byDefault.kind === 'absent' ? 'high' : 'info'),
        ...distinct(key.branches.flatMap(branch => reasonsOfBranch(branch, trail, now))),
      ];
    case 'unknown':
      return [];
  }
}

function reasonsOfBranch(branch: Fact<KeyFacts>, trail: TrailFacts, now: number): Reason[] {
  return branch.kind === 'known' ? reasonsOfKey(branch.value, trail, now) : [];
}

function reasonsOfKey(key: KeyFacts, trail: TrailFacts, now: number): Reason[] {
  if (knownValue(key.manager) === 'AWS') {
    return [reason('kms-key-not-customer-managed', 'critical')];
  }
  const broken = reasonOfState(knownValue(key.state));
  if (broken) {
    return [broken];
  }
  return [...unusable(key), ...policyReasons(key), ...upkeepReasons(key, now), ...placeReasons(key, trail)];
}

function reasonOfState(state: KeyState | undefined): Reason | undefined {
  switch (state) {
    case 'NotFound':
      return reason('kms-key-not-found', 'critical');
    case 'Disabled':
      return reason('kms-key-disabled', 'critical');
    case 'PendingDeletion':
    case 'PendingReplicaDeletion':
      return reason('kms-key-pending-deletion', 'critical');
    case 'PendingImport':
    case 'Unavailable':
      return reason('kms-key-unavailable', 'critical');
    case 'Creating':
    case 'Enabled':
    case 'Updating':
    case undefined:
      return undefined;
  }
}

/** CloudTrail uses symmetric encryption keys only (CloudTrail User Guide, "Create or update a KMS key"). */
function unusable(key: KeyFacts): Reason[] {
  const wrongSpec = (knownValue(key.spec) ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT';
  const wrongUsage = (knownValue(key.usage) ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT';
  return wrongSpec || wrongUsage ? [reason('kms-key-unusable', 'critical')] : [];
}

function policyReasons(key: KeyFacts): Reason[] {
  const policy = knownValue(key.policy);
  switch (policy?.answer) {
    case 'denies':
    case 'does-not-admit':
      return [reason('kms-key-policy', 'high')];
    case 'admits':
      return [
        ...(policy.open ? [reason('kms-key-policy-open', 'medium')] : []),
        ...(policy.describe ? [] : [reason('kms-key-describe', 'medium')]),
      ];
    case 'cannot-tell':
    case undefined:
      return [];
  }
}

function upkeepReasons(key: KeyFacts, now: number): Reason[] {
  const expires = knownValue(key.expires);
  return [
    ...(knownValue(key.rotation) === false ? [reason('kms-key-rotation-off', 'medium')] : []),
    ...(expires === undefined
      ? []
      : [reason('kms-key-material-expiring', expires <= now ? 'critical' : 'medium')]),
  ];
}

function placeReasons(key: KeyFacts, trail: TrailFacts): Reason[] {
  return [
    ...(differ(key.account, trail.account) ? [reason('kms-key-other-account', 'info')] : []),
    ...(differ(key.region, trail.bucketRegion) ? [reason('kms-key-other-region', 'info')] : []),
    ...((knownValue(trail.otherTrailsUnderKey) ?? 0) > 0 ? [reason('kms-key-shared', 'info')] : []),
  ];
}

function trailReasons(trail: TrailFacts): Reason[] {
  return [
    ...(trail.deliveryError.kind === 'known' ? [reason('delivery-failing', 'critical')] : []),
    ...(knownValue(trail.logging) === false ? [reason('not-logging', 'critical')] : []),
    ...(knownValue(trail.logFileValidation) === false ? [reason('log-file-validation-off', 'medium')] : []),
    ...(knownValue(trail.bucketKey) ? [reason('bucket-key', 'info')] : []),
    ...(knownValue(trail.organization) ? [reason('organization-trail', 'info')] : []),
  ];
}

function differ(left: Fact<string>, right: Fact<string>): boolean {
  return left.kind === 'known' && right.kind === 'known' && left.value !== right.value;
}

function distinct(reasons: readonly Reason[]): Reason[] {
  return reasons.filter((one, index) => reasons.findIndex(other => other.code === one.code) === index);
}

function reason(code: ReasonCode, weight: Weight): Reason {
  return { code, weight };
}

function byWeight(left: Reason, right: Reason): number {
  return weights.indexOf(left.weight) - weights.indexOf(right.weight);
}
