import { readArn } from '../arn.ts';
import { hole, PartialText, type PolicyValue, segment } from './document.ts';
import type { CloudTrailAction } from './verdict.ts';

/** For which trail a policy is judged; undefined is what is not known. */
export interface PolicyRequest {
  readonly trailArn: string | undefined;
  /** What is known of a trail whose ARN is not known as a whole. */
  readonly trail?: TrailParts | undefined;
  /** Account that owns the trail; taken from the ARN where that is known. */
  readonly account: string | undefined;
  /** Whether the trail's bucket has an S3 Bucket Key. */
  readonly bucketKey: boolean | undefined;
  /** The key the policy belongs to; in a key policy `Resource: "*"` means that key too. */
  readonly keyArn?: string | undefined;
}

/** The parts of a trail's ARN, as far as they are known. */
export interface TrailParts {
  readonly partition?: string | undefined;
  /** The home Region. */
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly name?: string | undefined;
}

/** A call of KMS by CloudTrail, as far as a policy can look at it. */
export interface Call {
  readonly action: CloudTrailAction;
  readonly resource: PolicyValue;
  /** What the request carries under a condition key; undefined where AWS does not say. */
  readonly sent: (key: string) => Sent | undefined;
}

/** What a request carries under one condition key. */
export type Sent =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly values: readonly PolicyValue[] }
  /** Sent or not; but if it is sent, it is this. */
  | { readonly kind: 'perhaps'; readonly values: readonly PolicyValue[] }
  /** Sent or not; but it never names an account or principal of a customer. */
  | { readonly kind: 'foreign' };

export const cloudTrailPrincipal = 'cloudtrail.amazonaws.com';

/**
 * The three calls that CloudTrail makes as `cloudtrail.amazonaws.com` (CloudTrail User Guide, "Configure AWS KMS
 * key policies for CloudTrail" and "How AWS CloudTrail uses AWS KMS"): it wants a data key for each log file,
 * describes the key, and decrypts when the bucket has an S3 Bucket Key.
 */
export function cloudTrailCall(action: CloudTrailAction, request: PolicyRequest): Call {
  const account = request.account ?? ownerOf(request.trailArn) ?? request.trail?.account;
  const trail = request.trailArn ?? trailLike({ ...request.trail, account });
  return callFor(action, trail, account ?? segment, request.keyArn);
}

/**
 * The same call on behalf of a trail of that name in some other account, whichever: what surely admits it, admits
 * anybody's trail.
 */
export function callForAnyAccount(
  action: CloudTrailAction,
  { trailArn, trail: parts, keyArn }: PolicyRequest,
): Call {
  const arn = trailArn === undefined ? undefined : readArn(trailArn);
  const trail = arn
    ? new PartialText([`arn:${arn.partition}:${arn.service}:${arn.region}:`, segment, `:${arn.resource}`])
    : trailLike({ ...parts, account: undefined });
  return callFor(action, trail, segment, keyArn);
}

function callFor(
  action: CloudTrailAction,
  trail: PolicyValue,
  account: PolicyValue,
  keyArn: string | undefined,
): Call {
  const keys = new Map<string, Sent>([
    ...sameForAllCalls,
    ['aws:sourcearn', present(trail)],
    ['aws:sourceaccount', present(account)],
    ...(action === 'kms:DescribeKey' ? absentContext : sentContext(trail)),
  ]);
  return {
    action,
    resource: keyArn ?? new PartialText(['arn:', segment, ':kms:', segment, ':', segment, ':key/', segment]),
    sent: key => {
      const name = key.toLowerCase();
      return keys.get(name) ?? families.find(([prefix]) => name.startsWith(prefix))?.[1];
    },
  };
}

const absent: Sent = { kind: 'absent' };

/**
 * From the IAM User Guide, "AWS global condition context keys": a service principal has no user name, no tags,
 * and no organization. What is not listed here or above is undocumented for such a call.
 */
const sameForAllCalls: readonly (readonly [string, Sent])[] = [
  ['aws:principalisawsservice', present('true')],
  ['aws:principalservicename', present(cloudTrailPrincipal)],
  ['aws:principalservicenameslist', present(cloudTrailPrincipal, hole)],
  ['aws:securetransport', { kind: 'perhaps', values: ['true'] }],
  ['aws:principalorgid', absent],
  ['aws:principalorgpaths', absent],
  ['aws:username', absent],
  ['aws:principalaccount', { kind: 'foreign' }],
  ['aws:principalarn', { kind: 'foreign' }],
  ['kms:calleraccount', { kind: 'foreign' }],
];

const families: readonly (readonly [string, Sent])[] = [
  ['kms:encryptioncontext:', absent],
  ['aws:principaltag/', absent],
];

const absentContext: readonly (readonly [string, Sent])[] = [
  ['kms:encryptioncontext:aws:cloudtrail:arn', absent],
  ['kms:encryptioncontext:aws:s3:arn', absent],
  ['kms:encryptioncontextkeys', absent],
];

function sentContext(trail: PolicyValue): readonly (readonly [string, Sent])[] {
  return [
    ['kms:encryptioncontext:aws:cloudtrail:arn', present(trail)],
    ['kms:encryptioncontext:aws:s3:arn', present(new PartialText(['arn:', segment, ':s3:::', hole]))],
    ['kms:encryptioncontextkeys', present('aws:cloudtrail:arn', 'aws:s3:arn')],
  ];
}

function present(...values: readonly PolicyValue[]): Sent {
  return { kind: 'present', values };
}

function ownerOf(trailArn: string | undefined): string | undefined {
  return trailArn === undefined ? undefined : readArn(trailArn)?.account || undefined;
}

function trailLike({ partition, region, account, name }: TrailParts): PolicyValue {
  return new PartialText([
    'arn:',
    partition ?? segment,
    ':cloudtrail:',
    region ?? segment,
    ':',
    account ?? segment,
    ':trail/',
    name ?? segment,
  ]);
}
