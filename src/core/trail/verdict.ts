import { type Branch, type Choice, type Conditional, type Fact, knownValue } from './fact.ts';
import type { KeyFacts } from './key.ts';
import { type Reason, type ReasonCode, type Weight, weights } from './reason.ts';
import type { TrailFacts } from './trail.ts';
import { type Obstacle, obstaclesOf } from './usable.ts';

/** The state of a trail's encryption. "Encrypted" means SSE-KMS; the reasons say whether the key still works. */
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
  return verdict.reasons.some(isPressing);
}

/** A reason that asks for action now. */
export function isPressing({ weight }: Reason): boolean {
  return weight === 'critical' || weight === 'high';
}

function stateOf(key: Choice<KeyFacts>): TrailState {
  switch (key.kind) {
    case 'known':
      return 'encrypted';
    case 'absent':
      return 'not-encrypted';
    case 'unknown':
      return 'unknown';
    case 'conditional': {
      const has = (kind: Fact<KeyFacts>['kind']) => key.branches.some(branch => branch.kind === kind);
      return has('absent')
        ? 'conditional'
        : key.byDefault.kind === 'known' || !has('unknown')
          ? 'encrypted'
          : 'unknown';
    }
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
      return conditionalReasons(key, trail, now);
    case 'unknown':
      return [];
  }
}

/**
 * A missing key and a bad one are both reported, each once. What the defaults do not lead to is reported with low
 * weight: it need never be chosen.
 */
function conditionalReasons(key: Conditional<KeyFacts>, trail: TrailFacts, now: number): Reason[] {
  const usual = knownValue(key.byDefault);
  const byDefault = usual ? reasonsOfKey(usual, trail, now).map(one => ({ ...one, key: usual.name })) : [];
  const forSome = key.branches.flatMap(branch =>
    branch.kind === 'known'
      ? reasonsOfKey(branch.value, trail, now)
          // How a key is kept is reported for the key of the defaults.
          .filter(({ code }) => code !== 'kms-key-rotation-off' || branch.value.name !== usual?.name)
          .map(one => ({ ...onlyFor(branch.when, one), key: branch.value.name }))
      : [],
  );
  return [...absenceReasons(key), ...distinct([...byDefault, ...forSome])];
}

function absenceReasons({ byDefault, branches }: Conditional<KeyFacts>): Reason[] {
  const missing = branches.find(({ kind }) => kind === 'absent');
  if (!missing) {
    return [];
  }
  if (byDefault.kind !== 'absent') {
    return [onlyFor(missing.when, reason('kms-key-conditional', 'info'))];
  }
  // Of what is created several times, one is always without.
  if (missing.when?.some(({ isTurn }) => isTurn)) {
    return [{ ...reason('kms-key-conditional', 'high'), when: missing.when }];
  }
  // There is no key unless this holds: if there are several ways to one, none of them is named.
  const [given, ...others] = branches.filter(({ kind }) => kind === 'known');
  const when = others.length === 0 ? given?.when : undefined;
  return [{ ...reason('kms-key-conditional', 'high'), ...(when && { when }) }];
}

function onlyFor(when: Branch<KeyFacts>['when'], { code }: Reason): Reason {
  return { ...reason(code, 'info'), onlyForSome: true, ...(when && when.length > 0 && { when }) };
}

function reasonsOfKey(key: KeyFacts, trail: TrailFacts, now: number): Reason[] {
  const obstacles = obstaclesOf(key, { bucketRegion: trail.bucketRegion, now });
  // For a key that is disabled or not customer managed, nothing else is worth reporting.
  const whole = obstacles.find(one => spoiling.includes(one));
  const told = distinct((whole ? [whole] : obstacles).flatMap(one => reasonOf[one] ?? []));
  return whole
    ? told
    : [...told, ...policyReasons(key), ...upkeepReasons(key, now), ...otherReasons(key, trail)];
}

const spoiling: readonly Obstacle[] = [
  'not-found',
  'aws-managed',
  'disabled',
  'pending-deletion',
  'pending-import',
  'store-disconnected',
];

const reasonOf: Readonly<Record<Obstacle, Reason | undefined>> = {
  'not-found': reason('kms-key-not-found', 'critical'),
  'aws-managed': reason('kms-key-not-customer-managed', 'critical'),
  'not-arn': reason('kms-key-not-arn', 'critical'),
  'not-symmetric': reason('kms-key-unusable', 'critical'),
  'not-for-encryption': reason('kms-key-unusable', 'critical'),
  // CloudTrail refuses such a key when it is set; a trail that delivers under one has been let.
  'other-region': reason('kms-key-other-region', 'info'),
  disabled: reason('kms-key-disabled', 'critical'),
  'pending-deletion': reason('kms-key-pending-deletion', 'critical'),
  'pending-import': reason('kms-key-unavailable', 'critical'),
  'store-disconnected': reason('kms-key-unavailable', 'critical'),
  creating: undefined,
  'material-expired': reason('kms-key-material-expiring', 'critical'),
  'policy-denies': reason('kms-key-policy', 'high'),
  'policy-does-not-admit': reason('kms-key-policy', 'high'),
};

/** What should be better in a policy that admits CloudTrail. */
function policyReasons(key: KeyFacts): Reason[] {
  const policy = knownValue(key.policy);
  return policy?.answer === 'admits'
    ? [
        ...(policy.open ? [reason('kms-key-policy-open', 'medium')] : []),
        ...(policy.describe ? [] : [reason('kms-key-describe', 'medium')]),
      ]
    : [];
}

function upkeepReasons(key: KeyFacts, now: number): Reason[] {
  const expires = knownValue(key.expires);
  return [
    ...(knownValue(key.rotation) === false ? [reason('kms-key-rotation-off', 'medium')] : []),
    ...(expires !== undefined && expires > now ? [reason('kms-key-material-expiring', 'medium')] : []),
  ];
}

function otherReasons(key: KeyFacts, trail: TrailFacts): Reason[] {
  return [
    ...(key.form === 'alias-arn' ? [reason('kms-key-not-arn', 'info')] : []),
    ...(differ(key.account, trail.account) ? [reason('kms-key-other-account', 'info')] : []),
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

/** From the most to the least pressing. */
export function byWeight(left: Reason, right: Reason): number {
  return weights.indexOf(left.weight) - weights.indexOf(right.weight);
}
