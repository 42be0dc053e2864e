import { readArn } from './arn.ts';
import { statementsOn } from './policy/admission.ts';
import { absent, type Call, callOf, present } from './policy/call.ts';
import {
  hole,
  isObject,
  member,
  PartialText,
  type PolicySource,
  type PolicyValue,
  readPolicy,
  segment,
} from './policy/document.ts';
import type { Doubt } from './policy/doubt.ts';
import { any, isDoubt, type Match } from './policy/match.ts';

/** A change of the key under which a trail delivers to a bucket. */
export interface DeliveryChange {
  readonly trailArn: string;
  readonly bucket: string;
  readonly prefix?: string | undefined;
  /** The trail is one of an organization, whose id is not known. */
  readonly organization?: boolean;
  /** ARN of the key now; absent = SSE-S3. */
  readonly from?: string | undefined;
  /** ARN of the key afterwards; absent = SSE-S3. */
  readonly to: string | undefined;
}

/** What a bucket's policy does to log files after the change. */
export type DeliveryVerdict =
  | { readonly answer: 'admits' }
  /** A Deny statement matches; its Sid, or its position in the document counted from one. */
  | { readonly answer: 'denies'; readonly statement: string }
  /** No Allow matches. */
  | { readonly answer: 'does-not-admit' }
  | { readonly answer: 'cannot-tell'; readonly why: Doubt };

/**
 * Whether a bucket's policy lets CloudTrail put the log files of the trail's home Region after the trail's key was changed.
 * A doubt that a statement leaves about the files of today as well is none about the change. Never throws.
 */
export function judgeDelivery(policy: PolicySource, change: DeliveryChange): DeliveryVerdict {
  const read = readPolicy(policy);
  if (read.kind === 'doubt') {
    return { answer: 'cannot-tell', why: read.doubt };
  }
  const before = statementsOn(read.document, deliveryOf(change, change.from));
  const after = statementsOn(read.document, deliveryOf(change, change.to));
  const denied = after.find(({ effect, match }) => effect === 'Deny' && match === 'yes');
  if (denied) {
    return { answer: 'denies', statement: denied.name };
  }
  const allow = any(after.filter(({ effect }) => effect !== 'Deny').map(({ match }) => match));
  if (allow === 'no') {
    return { answer: 'does-not-admit' };
  }
  const doubt = after.find(({ match, effect }, index) => {
    const decides = effect === 'Allow' ? allow !== 'yes' : true;
    // The folder of an organization is not known, which leaves a question open about most statements for it.
    const mayChange = !change.organization || namesEncryption(read.document.statements[index]);
    return decides && mayChange && isDoubt(match) && !isSame(match, before[index]?.match);
  })?.match;
  return doubt !== undefined && isDoubt(doubt) ? { answer: 'cannot-tell', why: doubt } : { answer: 'admits' };
}

/**
 * The ARN of a key that is still to be created in an account and Region, for judging what depends on it: no policy can
 * name its id yet.
 */
export function arnOfFutureKey(partition: string, region: string, account: string): string {
  return `arn:${partition}:kms:${region}:${account}:key/00000000-0000-0000-0000-000000000000`;
}

/**
 * The request that puts a log file; those of an organization's trail are in a folder with the id of the organization
 * (CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"; Service Authorization
 * Reference, "Condition keys for Amazon S3"). That the key's ARN is among the headers AWS does not document; policies that
 * ask for it are in use.
 */
function deliveryOf(
  { trailArn, bucket, prefix, organization = false }: DeliveryChange,
  keyArn: string | undefined,
): Call {
  const { partition = segment, account = segment, region = segment } = readArn(trailArn) ?? {};
  const folder = prefix ? `${prefix}/` : '';
  const accounts: PartialText['parts'] = organization ? ['o-', segment, '/'] : [];
  const object = new PartialText([
    'arn:',
    partition,
    `:s3:::${bucket}/${folder}AWSLogs/`,
    ...accounts,
    account,
    '/CloudTrail/',
    region,
    '/',
    hole,
  ]);
  return callOf('s3:PutObject', object, { arn: trailArn, account }, [
    ['s3:x-amz-acl', present('bucket-owner-full-control')],
    [encryptionHeader, present(keyArn === undefined ? 'AES256' : 'aws:kms')],
    [`${encryptionHeader}-aws-kms-key-id`, keyArn === undefined ? absent : present(keyArn)],
    [`${encryptionHeader}-customer-algorithm`, absent],
  ]);
}

/** Whether a statement asks for the encryption of an upload: all others are the same before and after the change. */
function namesEncryption(statement: PolicyValue | undefined): boolean {
  const condition = isObject(statement) ? member(statement, 'Condition') : undefined;
  return (
    isObject(condition) &&
    Object.values(condition)
      .flatMap(tests => (isObject(tests) ? Object.keys(tests) : []))
      .some(key => key.toLowerCase().startsWith(encryptionHeader))
  );
}

const encryptionHeader = 's3:x-amz-server-side-encryption';

/** Whether a statement leaves the same question open before and after: a question about what the change does not touch. */
function isSame(after: Doubt, before: Match | undefined): boolean {
  return (
    (after.kind === 'unknown-operator' || after.kind === 'unknown-key') &&
    JSON.stringify(after) === JSON.stringify(before)
  );
}
