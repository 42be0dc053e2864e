import { readArn } from '../arn.ts';
import { cloudTrailPrincipal } from '../policy/call.ts';
import { type Reader, readerStatements } from './readers.ts';
import { encryptionContext, type PolicyCondition, type PolicyStatement, single } from './statement.ts';
import type { CloudTrailAction } from './verdict.ts';

/**
 * For which trails CloudTrail is admitted. The strings go into the policy as they are, so they may be the
 * templates of an infrastructure language as well as plain ARNs.
 */
export interface TrailAccess {
  /** The trail's ARN, or those of several trails. Left out where it cannot be known: then `sourceAccount` narrows. */
  readonly trailArn?: string | readonly string[] | undefined;
  /** `arn:PARTITION:cloudtrail:*:OWNER:trail/*`, for the encryption context. */
  readonly contextArn: string | readonly string[];
  readonly sourceAccount?: string | undefined;
  /** The trail's bucket has, or may have, an S3 Bucket Key. */
  readonly bucketKey: boolean;
}

export interface NewKey extends TrailAccess {
  readonly partition: string;
  /** Account in which the key is created. */
  readonly keyAccount: string;
  /**
   * Who may read the log files in addition to those whom the account's IAM policies allow; empty if only IAM decides.
   */
  readonly readers?: readonly Reader[];
}

export interface PolicyText {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** The whole policy of a new key: the account itself comes first, so that it can never be locked out. */
export function newKeyPolicy(key: NewKey): PolicyText {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AccountAdministersKey',
        Effect: 'Allow',
        Principal: { AWS: `arn:${key.partition}:iam::${key.keyAccount}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      ...cloudTrailStatements(key),
      ...readerStatements(key.readers ?? [], key),
    ],
  };
}

/**
 * The statements for these actions, or for all that CloudTrail needs (CloudTrail User Guide, "Configure AWS KMS key
 * policies for CloudTrail"). Only the first has an encryption context: describing a key carries none, and for an S3
 * Bucket Key, which S3 decrypts on CloudTrail's behalf, AWS documents none.
 */
export function cloudTrailStatements(
  access: TrailAccess,
  actions: readonly CloudTrailAction[] = neededActions(access),
): PolicyStatement[] {
  const reading = readingStatements.find(({ needs }) => isSame(needs, actions.filter(isReading)));
  return [
    ...(actions.includes('kms:GenerateDataKey') ? [encryptStatement(access)] : []),
    ...(reading ? [readingStatement(reading.sid, reading.needs, access)] : []),
  ];
}

/** A trail as code writes it: the parts of its ARN may be templates of the language. */
export interface WrittenTrail {
  readonly partition: string;
  /** Left out, like the name, where it cannot be repeated. */
  readonly region?: string | undefined;
  /** Account that owns the trail. */
  readonly account: string;
  readonly name?: string | undefined;
  readonly bucketKey: boolean | undefined;
}

/**
 * The access of one trail. Its ARN is put together, since a reference to the trail would make a circle; without its name or
 * its Region, the account alone narrows.
 */
export function accessOfTrail({ partition, region, account, name, bucketKey }: WrittenTrail): TrailAccess {
  return {
    ...(name === undefined || region === undefined
      ? { sourceAccount: account }
      : { trailArn: `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}` }),
    contextArn: contextOf(partition, account),
    bucketKey: bucketKey !== false,
  };
}

/**
 * What statements that admit other trails have to take besides for one more, by the key of their condition; nothing for a
 * trail without an ARN.
 */
export function conditionsOfTrail({ trailArn, contextArn }: TrailAccess): ReadonlyMap<string, string> {
  return new Map(
    typeof trailArn === 'string' && typeof contextArn === 'string'
      ? [
          [sourceArn, trailArn],
          [encryptionContext, contextArn],
        ]
      : [],
  );
}

/** The access of existing trails, by their ARNs; undefined if one of them is not the ARN of a trail. */
export function accessOfTrails(trailArns: readonly string[], bucketKey: boolean): TrailAccess | undefined {
  const arns = trailArns.map(readArn);
  if (arns.length === 0 || !arns.every(arn => arn !== undefined && arn.service === 'cloudtrail')) {
    return undefined;
  }
  const contexts = arns.map(arn => contextOf(arn?.partition ?? '', arn?.account ?? ''));
  return { trailArn: single(trailArns), contextArn: single(contexts), bucketKey };
}

/** Every trail of an account, in any Region. */
function contextOf(partition: string, account: string): string {
  return `arn:${partition}:cloudtrail:*:${account}:trail/*`;
}

const sourceArn = 'aws:SourceArn';

function neededActions({ bucketKey }: TrailAccess): readonly CloudTrailAction[] {
  return ['kms:GenerateDataKey', 'kms:DescribeKey', ...(bucketKey ? (['kms:Decrypt'] as const) : [])];
}

function encryptStatement(access: TrailAccess): PolicyStatement {
  return {
    Sid: 'CloudTrailEncryptsLogs',
    Effect: 'Allow',
    Principal: { Service: cloudTrailPrincipal },
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: {
      ...sourceCondition(access),
      StringLike: { [encryptionContext]: access.contextArn },
    },
  };
}

type Reading = Exclude<CloudTrailAction, 'kms:GenerateDataKey'>;

/** The actions that share a statement, under a name for each combination. */
const readingStatements: readonly { readonly sid: string; readonly needs: readonly Reading[] }[] = [
  { sid: 'CloudTrailDescribesAndDecrypts', needs: ['kms:DescribeKey', 'kms:Decrypt'] },
  { sid: 'CloudTrailDescribesKey', needs: ['kms:DescribeKey'] },
  { sid: 'CloudTrailUsesBucketKey', needs: ['kms:Decrypt'] },
];

function readingStatement(sid: string, actions: readonly Reading[], access: TrailAccess): PolicyStatement {
  const source = sourceCondition(access);
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: cloudTrailPrincipal },
    Action: single(actions),
    Resource: '*',
    ...(source && { Condition: source }),
  };
}

function isReading(action: CloudTrailAction): action is Reading {
  return action !== 'kms:GenerateDataKey';
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every(one => right.includes(one));
}

function sourceCondition({ trailArn, sourceAccount }: TrailAccess): PolicyCondition | undefined {
  if (trailArn !== undefined) {
    return { StringEquals: { [sourceArn]: trailArn } };
  }
  return sourceAccount === undefined ? undefined : { StringEquals: { 'aws:SourceAccount': sourceAccount } };
}
