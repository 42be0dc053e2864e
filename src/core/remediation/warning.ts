import type { BucketPolicy } from '../account/ports.ts';
import { belongsToControlTower, ownerOf } from '../account/trail.ts';
import { accountOfArn } from '../trail/arn.ts';
import { arnOfFutureKey, judgeDelivery } from '../trail/bucketPolicy.ts';
import type { Reader } from '../trail/keyPolicy/index.ts';
import type { ReasonCode } from '../trail/reason.ts';
import type { TrailToChange } from './batch.ts';
import type { Fitness, KeyNote } from './fitness.ts';
import type { EncryptionRequest } from './plan.ts';

/** What a person should know before saying yes. */
export type PlanWarning =
  /** A mandatory control of AWS Control Tower denies the change; the key is set in the landing zone. */
  | { readonly kind: 'control-tower'; readonly trailArn: string }
  /** The next deployment of this code takes the change back. */
  | { readonly kind: 'declared-in-code'; readonly trailArn: string; readonly where: string }
  /** Only the management account and a delegated administrator may change an organization's trail. */
  | { readonly kind: 'owned-by-other-account'; readonly trailArn: string; readonly owner: string }
  /** The trail delivers nothing, under any key. */
  | { readonly kind: 'trail-not-logging'; readonly trailArn: string }
  /** An UpdateTrail that changes nothing comes first: it is logged, and counted by alarms on changes of CloudTrail. */
  | { readonly kind: 'tries-update-first'; readonly trailArn: string }
  /** A Deny of the bucket's policy, by Sid or position, refuses the log files that the trail delivers after the change. */
  | {
      readonly kind: 'bucket-policy-denies';
      readonly trailArn: string;
      readonly bucket: string;
      readonly statement: string;
    }
  /** No statement of the bucket's policy allows the log files that the trail delivers after the change. */
  | { readonly kind: 'bucket-policy-does-not-admit'; readonly trailArn: string; readonly bucket: string }
  /** Whether the bucket's policy refuses them is not known; `doubt`: it was read, but cannot be evaluated. */
  | {
      readonly kind: 'bucket-policy-not-checked';
      readonly bucket: string;
      readonly why: 'other-account' | 'denied' | 'failed' | 'doubt';
    }
  /** Readers of new log files need kms:Decrypt from now on; `organization`: in member accounts too. */
  | { readonly kind: 'readers-need-decrypt'; readonly organization: boolean }
  /** Under the new key, principals of its account that have only S3 permissions can no longer read. */
  | { readonly kind: 'readers-without-kms'; readonly account: string }
  /**
   * The bucket belongs to another account than the key, or, where that is not `certain`, may do so. `admitted`: the plan
   * lets other accounts into the key's policy.
   */
  | {
      readonly kind: 'readers-in-bucket-account';
      readonly bucket: string;
      readonly certain: boolean;
      readonly admitted: boolean;
    }
  /** Log files that are there stay under the former key: it must be kept as long as they are. */
  | { readonly kind: 'former-key-needed'; readonly keyArn: string }
  /** A key costs about 1 USD a month, and reading costs requests. */
  | { readonly kind: 'key-cost' }
  /** Only the key itself can be checked: UpdateTrail is the test. */
  | { readonly kind: 'key-of-other-account'; readonly keyArn: string }
  /** KMS may refuse the policy, since it names principals that exist no more. */
  | { readonly kind: 'unknown-principals'; readonly principals: readonly string[] }
  | { readonly kind: 'key'; readonly note: KeyNote }
  /** Without the key the trail delivers nothing, and log files encrypted with it cannot be read. */
  | { readonly kind: 'delivery-ends'; readonly trailArn: string; readonly keyArn: string }
  | { readonly kind: 'logging-ends'; readonly trailArn: string }
  /** Log files that were due meanwhile are lost: CloudTrail does not deliver them later. */
  | { readonly kind: 'gap-stays'; readonly trailArn: string }
  /** Something else keeps the trail from delivering under the key. */
  | { readonly kind: 'still-kept-out'; readonly trailArn: string; readonly reason: ReasonCode };

/** Everything to know before the change, what is pressing first. */
export function warningsFor(
  changed: readonly TrailToChange[],
  request: EncryptionRequest,
  fitness: Fitness | undefined,
): PlanWarning[] {
  const target = request.key.kind === 'existing' ? request.key.key.arn : undefined;
  const formerKeys = new Set(
    changed.flatMap(({ trail }) => trail.kmsKeyId ?? []).filter(arn => arn !== target),
  );
  const all: PlanWarning[] = [
    ...changed.flatMap(one => trailWarnings(one, request.caller.account)),
    ...once(changed.flatMap(one => bucketWarnings(one, request))),
    ...keyWarnings(request, fitness),
    ...once(readerWarnings(changed, request)),
    ...[...formerKeys].map(keyArn => ({ kind: 'former-key-needed', keyArn }) as const),
  ];
  return [...all.filter(isPressing), ...all.filter(one => !isPressing(one))];
}

/** Whether a warning is about what may go wrong, and belongs into the last question before the change. */
export function isPressing(warning: PlanWarning): boolean {
  switch (warning.kind) {
    case 'control-tower':
    case 'declared-in-code':
    case 'owned-by-other-account':
    case 'tries-update-first':
    case 'trail-not-logging':
    case 'bucket-policy-denies':
    case 'bucket-policy-does-not-admit':
    case 'key-of-other-account':
    case 'unknown-principals':
    case 'delivery-ends':
    case 'logging-ends':
    case 'still-kept-out':
      return true;
    case 'readers-in-bucket-account':
      return warning.certain && !warning.admitted;
    case 'bucket-policy-not-checked':
    case 'readers-need-decrypt':
    case 'readers-without-kms':
    case 'former-key-needed':
    case 'key-cost':
    case 'key':
    case 'gap-stays':
      return false;
  }
}

function trailWarnings({ trail, declaredAt, logging }: TrailToChange, account: string): PlanWarning[] {
  const owner = ownerOf(trail.arn);
  return [
    ...(belongsToControlTower(trail) ? [{ kind: 'control-tower', trailArn: trail.arn } as const] : []),
    ...(owner === account ? [] : [{ kind: 'owned-by-other-account', trailArn: trail.arn, owner } as const]),
    ...(declaredAt === undefined
      ? []
      : [{ kind: 'declared-in-code', trailArn: trail.arn, where: declaredAt } as const]),
    ...(logging === false ? [{ kind: 'trail-not-logging', trailArn: trail.arn } as const] : []),
  ];
}

/** A bucket policy does not stop the change: CloudTrail reports a refused log file only afterwards. */
function bucketWarnings(
  { trail, bucketPolicy }: TrailToChange,
  { key, caller, bucketRegion }: EncryptionRequest,
): PlanWarning[] {
  const { arn: trailArn, bucket } = trail;
  if (!bucketPolicy) {
    return [];
  }
  if (bucketPolicy.kind !== 'read') {
    // A service principal needs a statement of the bucket's own.
    return bucketPolicy.kind === 'none'
      ? [{ kind: 'bucket-policy-does-not-admit', trailArn, bucket }]
      : [{ kind: 'bucket-policy-not-checked', bucket, why: bucketPolicy.why }];
  }
  const verdict = judgeDelivery(bucketPolicy.text, {
    trailArn,
    bucket,
    prefix: trail.prefix,
    organization: trail.organization,
    from: trail.kmsKeyId,
    to:
      key.kind === 'new'
        ? arnOfFutureKey(caller.partition, bucketRegion, caller.account)
        : key.kind === 'typed'
          ? key.arn.trim()
          : key.key.arn,
  });
  switch (verdict.answer) {
    case 'admits':
      return [];
    case 'denies':
      return [{ kind: 'bucket-policy-denies', trailArn, bucket, statement: verdict.statement }];
    case 'does-not-admit':
      return [{ kind: 'bucket-policy-does-not-admit', trailArn, bucket }];
    case 'cannot-tell':
      return [{ kind: 'bucket-policy-not-checked', bucket, why: 'doubt' }];
  }
}

/** Who will no longer be able to read new log files, as far as it is known. */
function readerWarnings(changed: readonly TrailToChange[], request: EncryptionRequest): PlanWarning[] {
  const { key, caller, readers = [] } = request;
  const lets = (kind: Reader['kind']) => readers.some(reader => reader.kind === kind);
  const admitted = lets('accounts') || lets('organization');
  return [
    { kind: 'readers-need-decrypt', organization: changed.some(({ trail }) => trail.organization) },
    ...(key.kind === 'new' && !lets('account')
      ? [{ kind: 'readers-without-kms', account: caller.account } as const]
      : []),
    ...changed.flatMap(({ trail: { bucket }, bucketPolicy }): PlanWarning[] => {
      const elsewhere = bucketPolicy && isInOtherAccount(bucketPolicy, request);
      return elsewhere === undefined || elsewhere === 'no'
        ? []
        : [{ kind: 'readers-in-bucket-account', bucket, certain: elsewhere === 'yes', admitted }];
    }),
  ];
}

/** Whether the bucket belongs to another account than the key. */
function isInOtherAccount(
  policy: BucketPolicy,
  { key, caller }: EncryptionRequest,
): 'yes' | 'no' | 'unknown' {
  const keyIsOwn =
    key.kind === 'new' || accountOfArn(key.kind === 'typed' ? key.arn : key.key.arn) === caller.account;
  if (policy.kind !== 'unread') {
    return keyIsOwn ? 'no' : 'yes';
  }
  return policy.why === 'other-account' && keyIsOwn ? 'yes' : 'unknown';
}

/** Trails that share a bucket share what is to be known about it. */
function once(warnings: readonly PlanWarning[]): PlanWarning[] {
  const texts = new Map(warnings.map(warning => [JSON.stringify(warning), warning]));
  return [...texts.values()];
}

function keyWarnings({ key, caller }: EncryptionRequest, fitness: Fitness | undefined): PlanWarning[] {
  if (key.kind === 'new') {
    return [{ kind: 'key-cost' }];
  }
  if (key.kind === 'typed') {
    return accountOfArn(key.arn) === caller.account
      ? [{ kind: 'key', note: { kind: 'policy-unreadable' } }]
      : [{ kind: 'key-of-other-account', keyArn: key.arn }];
  }
  if (!fitness || fitness.kind === 'unusable') {
    return [];
  }
  const gone = fitness.kind === 'after-policy-change' ? fitness.policy.unknownPrincipals : [];
  return [
    ...fitness.notes.map(note => ({ kind: 'key', note }) as const),
    ...(gone.length > 0 ? [{ kind: 'unknown-principals', principals: gone } as const] : []),
  ];
}
