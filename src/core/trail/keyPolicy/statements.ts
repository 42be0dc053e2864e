import { readArn } from '../arn.ts';
import { cloudTrailPrincipal } from './calls.ts';

/** A statement as it is written into a policy. Member order is the order in which it is printed. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string } | { readonly AWS: string };
  readonly Action: string | readonly string[];
  readonly Resource: '*';
  readonly Condition?: PolicyCondition;
}

export interface PolicyCondition {
  readonly [operator: string]: { readonly [key: string]: string | readonly string[] };
}

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
  /** Account in which the key is made. */
  readonly keyAccount: string;
  /**
   * Who may read the log files: those whom the account's IAM policies let, or every principal of the account, as
   * the AWS console does.
   */
  readonly readers?: 'iam' | 'account';
}

export interface PolicyText {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** What CloudTrail needs (CloudTrail User Guide, "Configure AWS KMS key policies for CloudTrail"). */
export function cloudTrailStatements(access: TrailAccess): PolicyStatement[] {
  return [
    encryptStatement(access),
    describeStatement(access),
    ...(access.bucketKey ? [decryptStatement(access)] : []),
  ];
}

/** The whole policy of a new key: the account itself comes first, so that nobody is ever locked out. */
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
      ...(key.readers === 'account' ? [readersStatement(key)] : []),
    ],
  };
}

/** The access of trails that exist, by their ARNs; undefined where one of them is no trail's ARN. */
export function accessOfTrails(trailArns: readonly string[], bucketKey: boolean): TrailAccess | undefined {
  const arns = trailArns.map(readArn);
  if (arns.length === 0 || !arns.every(arn => arn !== undefined && arn.service === 'cloudtrail')) {
    return undefined;
  }
  const contexts = new Set(arns.map(arn => `arn:${arn?.partition}:cloudtrail:*:${arn?.account}:trail/*`));
  return { trailArn: single(trailArns), contextArn: single([...contexts]), bucketKey };
}

export function encryptStatement(access: TrailAccess): PolicyStatement {
  return {
    Sid: 'CloudTrailEncryptsLogs',
    Effect: 'Allow',
    Principal: { Service: cloudTrailPrincipal },
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Condition: { ...sourceCondition(access), StringLike: contextCondition(access.contextArn) },
  };
}

/** Describing a key carries no encryption context: a condition on one would never hold. */
export function describeStatement(access: TrailAccess): PolicyStatement {
  return serviceStatement('CloudTrailDescribesKey', 'kms:DescribeKey', access);
}

/** With an S3 Bucket Key, S3 decrypts the bucket's key on CloudTrail's behalf. */
export function decryptStatement(access: TrailAccess): PolicyStatement {
  return serviceStatement('CloudTrailUsesBucketKey', 'kms:Decrypt', access);
}

function readersStatement(key: NewKey): PolicyStatement {
  return {
    Sid: 'AccountPrincipalsDecryptLogs',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
    Resource: '*',
    Condition: {
      StringEquals: { 'kms:CallerAccount': key.keyAccount },
      StringLike: contextCondition(key.contextArn),
    },
  };
}

function serviceStatement(sid: string, action: string, access: TrailAccess): PolicyStatement {
  const source = sourceCondition(access);
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: cloudTrailPrincipal },
    Action: action,
    Resource: '*',
    ...(source && { Condition: source }),
  };
}

function sourceCondition({ trailArn, sourceAccount }: TrailAccess): PolicyCondition | undefined {
  if (trailArn !== undefined) {
    return { StringEquals: { 'aws:SourceArn': trailArn } };
  }
  return sourceAccount === undefined ? undefined : { StringEquals: { 'aws:SourceAccount': sourceAccount } };
}

function contextCondition(
  contextArn: string | readonly string[],
): Record<string, string | readonly string[]> {
  return { 'kms:EncryptionContext:aws:cloudtrail:arn': contextArn };
}

function single(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}
