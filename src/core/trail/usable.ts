import { type Fact, knownValue } from './fact.ts';
import { type KeyFacts, type KeyState, keyStates } from './key.ts';

/** What keeps a KMS key from serving a trail. */
export type Obstacle =
  | 'not-found'
  | 'aws-managed'
  /** The code does not name it by an ARN, and its provider takes nothing else. */
  | 'not-arn'
  | 'not-symmetric'
  | 'not-for-encryption'
  | 'other-region'
  | 'disabled'
  | 'pending-deletion'
  | 'pending-import'
  | 'store-disconnected'
  /** Passes by itself. */
  | 'creating'
  | 'material-expired'
  /** The key policy denies CloudTrail: no statement that is added can help. */
  | 'policy-denies'
  /** The key policy lacks statements for CloudTrail, which can be added. */
  | 'policy-does-not-admit';

/** What is known of a key. Left out where nothing is known. */
export type KeyToUse = Partial<
  Pick<KeyFacts, 'manager' | 'state' | 'spec' | 'usage' | 'region' | 'expires' | 'policy' | 'form'>
>;

/** What the key is needed for. */
export interface KeyUse {
  /** Region of the trail's log bucket; the key has to be there too. */
  readonly bucketRegion?: Fact<string>;
  /** Milliseconds since 1970; absent if KMS itself reported the state of the key, expired material included. */
  readonly now?: number;
}

/**
 * The one rule for whether CloudTrail can use a key: every known obstacle, those that cannot be removed first. Empty
 * for a key without a known obstacle. Rules: CloudTrail User Guide, "Create or update a KMS key" (a symmetric
 * encryption key in the Region of the bucket, customer managed) and "Configure AWS KMS key policies for CloudTrail";
 * KMS Developer Guide, "Key states of AWS KMS keys".
 */
export function obstaclesOf(key: KeyToUse, { bucketRegion, now }: KeyUse): readonly Obstacle[] {
  const state = value(key.state);
  if (state === 'NotFound') {
    return ['not-found'];
  }
  if (value(key.manager) === 'AWS') {
    return ['aws-managed'];
  }
  const byState = state && obstacleOfState(state);
  const expires = value(key.expires);
  const policy = value(key.policy)?.answer;
  return [
    ...obstacle('not-arn', key.form === 'no-arn'),
    ...obstacle('not-symmetric', (value(key.spec) ?? 'SYMMETRIC_DEFAULT') !== 'SYMMETRIC_DEFAULT'),
    ...obstacle('not-for-encryption', (value(key.usage) ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT'),
    ...obstacle('other-region', differ(value(key.region), value(bucketRegion))),
    ...(byState ? [byState] : []),
    ...obstacle('material-expired', expires !== undefined && now !== undefined && expires <= now),
    ...obstacle('policy-denies', policy === 'denies'),
    ...obstacle('policy-does-not-admit', policy === 'does-not-admit'),
  ];
}

/** Whether a key has no known obstacle. */
export function serves(key: KeyToUse, use: KeyUse): boolean {
  return obstaclesOf(key, use).length === 0;
}

function obstacleOfState(state: KeyState): Obstacle | undefined {
  switch (state) {
    case 'Enabled':
    case 'Updating':
      return undefined;
    case 'Disabled':
      return 'disabled';
    case 'PendingDeletion':
    case 'PendingReplicaDeletion':
      return 'pending-deletion';
    case 'PendingImport':
      return 'pending-import';
    case 'Unavailable':
      return 'store-disconnected';
    case 'Creating':
      return 'creating';
    case 'NotFound':
      return 'not-found';
  }
}

/** The states of a key that a trail can be put under. */
export const usableStates: readonly KeyState[] = keyStates.filter(state => !obstacleOfState(state));

/** The states of a key that is to be deleted; while it waits for its replicas, too. */
export const dyingStates: readonly KeyState[] = keyStates.filter(
  state => obstacleOfState(state) === 'pending-deletion',
);

function obstacle(kind: Obstacle, stands: boolean): Obstacle[] {
  return stands ? [kind] : [];
}

function value<T>(fact: Fact<T> | undefined): T | undefined {
  return fact && knownValue(fact);
}

function differ(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}
