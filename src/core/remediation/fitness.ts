import type { KeyMetadata } from '../account/ports.ts';
import type { Problem } from '../account/problem.ts';
import type { KeyDetails } from '../account/state.ts';
import { known, knownValue } from '../trail/fact.ts';
import {
  type Extension,
  type ExtensionRefusal,
  extendKeyPolicy,
  judgeKeyPolicy,
  type PolicyDoubt,
  type PolicyStatement,
  type Reader,
} from '../trail/keyPolicy/index.ts';
import { obstaclesOf } from '../trail/usable.ts';

/** What a key is wanted for. */
export interface KeyNeed {
  /** The trails that shall deliver under it. */
  readonly trailArns: readonly string[];
  readonly bucketRegion: string;
  readonly bucketKey: boolean | undefined;
  /** Key of the trail now, where there is one. */
  readonly currentKeyArn?: string | undefined;
  /** Who shall be able to decrypt log files beside those whom the policy lets already. */
  readonly readers?: readonly Reader[];
}

/** Whether a key can serve a trail (KMS Developer Guide, "Key states"; CloudTrail User Guide, "Encrypting log files"). */
export type Fitness =
  | { readonly kind: 'ready'; readonly notes: readonly KeyNote[] }
  /** Statements are missing from its policy, and can be added. */
  | {
      readonly kind: 'after-policy-change';
      readonly policy: PolicyChange;
      readonly notes: readonly KeyNote[];
    }
  | { readonly kind: 'unusable'; readonly why: KeyObstacle };

export interface PolicyChange {
  readonly before: string;
  readonly after: string;
  readonly added: readonly PolicyStatement[];
  readonly unknownPrincipals: readonly string[];
}

export type KeyObstacle =
  | { readonly kind: 'not-found' }
  | { readonly kind: 'unreadable'; readonly problem?: Problem }
  | { readonly kind: 'aws-managed' }
  | { readonly kind: 'not-symmetric'; readonly spec: string }
  | { readonly kind: 'not-for-encryption'; readonly usage: string }
  | { readonly kind: 'other-region'; readonly region: string }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'pending-deletion'; readonly date?: number }
  | { readonly kind: 'pending-import' }
  | { readonly kind: 'store-disconnected' }
  /** Passes by itself: look again. */
  | { readonly kind: 'creating' }
  /** Imported key material that has expired. */
  | { readonly kind: 'material-expired'; readonly date: number }
  | { readonly kind: 'policy'; readonly refusal: ExtensionRefusal };

/** What a person should know of a key that can be used. */
export type KeyNote =
  | { readonly kind: 'current-key' }
  /** Log files cannot be read after the material expires; KMS does not rotate it. */
  | { readonly kind: 'imported-material'; readonly expires?: number }
  /** Available only as long as the key store is. */
  | { readonly kind: 'key-store'; readonly origin: string }
  /** The policy could not be read: UpdateTrail is the test. */
  | { readonly kind: 'policy-unreadable'; readonly problem?: Problem }
  | { readonly kind: 'policy-doubt'; readonly why: PolicyDoubt }
  | { readonly kind: 'policy-open' }
  | { readonly kind: 'describe-missing' }
  | { readonly kind: 'rotation-off' };

export function fitnessOf(key: KeyDetails, need: KeyNeed): Fitness {
  if (key.metadata.kind === 'absent') {
    return { kind: 'unusable', why: { kind: 'not-found' } };
  }
  const metadata = knownValue(key.metadata);
  if (!metadata) {
    return { kind: 'unusable', why: { kind: 'unreadable', ...refusalOf('DescribeKey', key) } };
  }
  const obstacle = obstacleIn(metadata, need);
  return obstacle ? { kind: 'unusable', why: obstacle } : fitnessOfPolicy(key, metadata, need);
}

/** Why a call about the key was refused, where it was: of several calls, each can be refused for a reason of its own. */
function refusalOf(operation: string, { problems }: KeyDetails): { readonly problem?: Problem } {
  const problem = problems.find(one => one.operation === operation);
  return problem ? { problem } : {};
}

/** The obstacles that no key policy can remove, also for a key of another account. */
export function obstacleIn(key: KeyMetadata, need: Pick<KeyNeed, 'bucketRegion'>): KeyObstacle | undefined {
  const { manager, state, spec, usage, region } = key;
  const facts = {
    manager: known(manager),
    state: known(state),
    spec: known(spec),
    usage: known(usage),
    region: known(region),
  };
  const [first] = obstaclesOf(facts, { bucketRegion: known(need.bucketRegion) });
  switch (first) {
    case 'not-symmetric':
      return { kind: first, spec };
    case 'not-for-encryption':
      return { kind: first, usage };
    case 'other-region':
      return { kind: first, region };
    case 'pending-deletion':
      return { kind: first, ...(key.deletionDate !== undefined && { date: key.deletionDate }) };
    case 'pending-import':
      return key.validTo === undefined ? { kind: first } : { kind: 'material-expired', date: key.validTo };
    case 'not-found':
    case 'aws-managed':
    case 'disabled':
    case 'store-disconnected':
    case 'creating':
      return { kind: first };
    default:
      // Neither the policy nor the expiry of the material was read: the state says whether the material has expired.
      return undefined;
  }
}

function fitnessOfPolicy(key: KeyDetails, metadata: KeyMetadata, need: KeyNeed): Fitness {
  const notes = notesOn(key, metadata, need);
  const policy = knownValue(key.policy);
  if (policy === undefined) {
    return {
      kind: 'ready',
      notes: [...notes, { kind: 'policy-unreadable', ...refusalOf('GetKeyPolicy', key) }],
    };
  }
  const change = changeFor(policy, key.arn, need);
  if (change.kind === 'refused') {
    return { kind: 'unusable', why: { kind: 'policy', refusal: change.why } };
  }
  const all = [...notes, ...policyNotes(change.policy.after, key.arn, need)];
  return change.policy.added.length === 0
    ? { kind: 'ready', notes: all }
    : { kind: 'after-policy-change', policy: change.policy, notes: all };
}

function changeFor(
  before: string,
  keyArn: string,
  need: KeyNeed,
): { readonly kind: 'change'; readonly policy: PolicyChange } | Extract<Extension, { kind: 'refused' }> {
  const extension = extendKeyPolicy(before, { ...need, keyArn });
  switch (extension.kind) {
    case 'refused':
      return extension;
    case 'nothing-missing':
      return { kind: 'change', policy: { before, after: before, added: [], unknownPrincipals: [] } };
    case 'extended': {
      const { text: after, added, warnings } = extension;
      return {
        kind: 'change',
        policy: { before, after, added, unknownPrincipals: warnings.map(({ principal }) => principal) },
      };
    }
  }
}

function notesOn(key: KeyDetails, metadata: KeyMetadata, need: KeyNeed): KeyNote[] {
  const expires = metadata.validTo;
  const external = metadata.origin === 'EXTERNAL';
  const inStore = metadata.origin === 'AWS_CLOUDHSM' || metadata.origin === 'EXTERNAL_KEY_STORE';
  return [
    ...(key.arn === need.currentKeyArn ? [{ kind: 'current-key' } as const] : []),
    ...(external ? [{ kind: 'imported-material', ...(expires !== undefined && { expires }) } as const] : []),
    ...(inStore ? [{ kind: 'key-store', origin: metadata.origin } as const] : []),
    ...(knownValue(key.rotation) === false ? [{ kind: 'rotation-off' } as const] : []),
  ];
}

function policyNotes(policy: string, keyArn: string, need: KeyNeed): KeyNote[] {
  const verdicts = need.trailArns.map(trailArn =>
    judgeKeyPolicy(policy, { trailArn, bucketKey: need.bucketKey, keyArn }),
  );
  const doubt = verdicts.find(one => one.answer === 'cannot-tell');
  return [
    ...(doubt ? [{ kind: 'policy-doubt', why: doubt.why } as const] : []),
    ...(verdicts.some(one => one.answer === 'admits' && one.open) ? [{ kind: 'policy-open' } as const] : []),
    ...(verdicts.some(one => one.answer === 'admits' && !one.describe)
      ? [{ kind: 'describe-missing' } as const]
      : []),
  ];
}
