import { accountOfArn, readArn } from '../arn.ts';
import { absent, type Call, callOf, present, type SentKey } from '../policy/call.ts';
import { hole, PartialText, type PolicyValue, segment } from '../policy/document.ts';
import type { CloudTrailAction } from './verdict.ts';

/** For which trail a policy is judged; undefined is what is not known. */
export interface PolicyRequest {
  readonly trailArn: string | undefined;
  /** What is known of a trail whose ARN is not known as a whole. */
  readonly trail?: TrailPattern | undefined;
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

/** The same where the name is known in part. */
export interface TrailPattern extends Omit<TrailParts, 'name'> {
  readonly name?: string | PartialText | undefined;
}

/** A call of KMS by CloudTrail. */
export type KeyCall = Call & { readonly action: CloudTrailAction };

/**
 * The three calls that CloudTrail makes as `cloudtrail.amazonaws.com` (CloudTrail User Guide, "Configure AWS KMS key
 * policies for CloudTrail" and "How AWS CloudTrail uses AWS KMS"): it requests a data key for each log file, describes
 * the key, and decrypts if the bucket has an S3 Bucket Key.
 */
export function cloudTrailCall(action: CloudTrailAction, request: PolicyRequest): KeyCall {
  const { trailArn, trail: parts } = request;
  const account = trailArn === undefined ? parts?.account : accountOfArn(trailArn);
  return callFor(action, trailArn ?? arnLike(parts ?? {}), account ?? segment, request.keyArn);
}

/** The same call for a trail of that name in any other account: a policy that certainly allows it allows any trail. */
export function callForAnyAccount(
  action: CloudTrailAction,
  { trailArn, trail: parts, keyArn }: PolicyRequest,
): KeyCall {
  const arn = trailArn === undefined ? undefined : readArn(trailArn);
  const trail = arn
    ? new PartialText([`arn:${arn.partition}:${arn.service}:${arn.region}:`, segment, `:${arn.resource}`])
    : arnLike({ ...parts, account: undefined });
  return callFor(action, trail, segment, keyArn);
}

function callFor(
  action: CloudTrailAction,
  arn: PolicyValue,
  account: PolicyValue,
  keyArn: string | undefined,
): KeyCall {
  const key = keyArn ?? new PartialText(['arn:', segment, ':kms:', segment, ':', segment, ':key/', segment]);
  const context = action === 'kms:DescribeKey' ? absentContext : sentContext(arn);
  return callOf(
    action,
    key,
    { arn, account },
    [['kms:calleraccount', { kind: 'foreign' }], ...context],
    [['kms:encryptioncontext:', absent]],
  );
}

const absentContext: readonly SentKey[] = [
  ['kms:encryptioncontext:aws:cloudtrail:arn', absent],
  ['kms:encryptioncontext:aws:s3:arn', absent],
  ['kms:encryptioncontextkeys', absent],
];

function sentContext(trail: PolicyValue): readonly SentKey[] {
  return [
    ['kms:encryptioncontext:aws:cloudtrail:arn', present(trail)],
    ['kms:encryptioncontext:aws:s3:arn', present(new PartialText(['arn:', segment, ':s3:::', hole]))],
    ['kms:encryptioncontextkeys', present('aws:cloudtrail:arn', 'aws:s3:arn')],
  ];
}

/** The ARN of a trail, with stand-ins for what is not known of it. */
export function arnLike({ partition, region, account, name }: TrailPattern): PartialText {
  return new PartialText([
    'arn:',
    partition ?? segment,
    ':cloudtrail:',
    region ?? segment,
    ':',
    account ?? segment,
    ':trail/',
    ...partsOfName(name),
  ]);
}

/** A name of which some parts are given later: those that are no strings. */
export function nameLike(parts: readonly unknown[]): string | PartialText {
  return parts.every(part => typeof part === 'string')
    ? parts.join('')
    : new PartialText(parts.map(part => (typeof part === 'string' ? part : segment)));
}

/** What is not known of a name is within the last component of the ARN. */
function partsOfName(name: TrailPattern['name']): PartialText['parts'] {
  return name instanceof PartialText
    ? name.parts.map((part): PartialText['parts'][number] => (part === hole ? segment : part))
    : [name ?? segment];
}
