import type { Partition } from './regions.ts';

/** The default policy of a key: the account's IAM policies decide. KMS Developer Guide, "Default key policy". */
export function accountPolicy(partition: Partition, accountId: string): string {
  return write([accountStatement(partition, accountId)]);
}

/** Who a seeded key's policy lets in. */
export type Admission =
  /** The account alone: what CreateKey makes without a policy. CloudTrail is refused. */
  | 'account'
  /** The account, and three others that may decrypt: KMS names them in another order each time. CloudTrail is refused. */
  | 'account and readers'
  /** The account, and CloudTrail for all trails of the account: GenerateDataKey and DescribeKey. */
  | 'CloudTrail'
  /** As above, with Decrypt, which an S3 Bucket Key needs. */
  | 'CloudTrail with Bucket Key'
  /** As `CloudTrail`, with a Deny that takes it back. */
  | 'CloudTrail, then denies it'
  /** The account, and everybody without a condition. */
  | 'everyone'
  /** CloudTrail by name, without any condition on the trail. */
  | 'CloudTrail for anybody';

/**
 * A key policy that admits, as the CloudTrail User Guide words it in "Configure AWS KMS key policies for CloudTrail".
 * `trailArns` narrows CloudTrail's statements to certain trails; `ownerId` is the account in the trails' ARNs.
 */
export function policyAdmitting(
  admission: Admission,
  of: {
    readonly partition: Partition;
    readonly accountId: string;
    readonly ownerId: string;
    readonly trailArns?: readonly string[];
  },
): string {
  const account = accountStatement(of.partition, of.accountId);
  const { trailArns } = of;
  const source = trailArns && { StringEquals: { 'aws:SourceArn': trailArns } };
  const trails = {
    StringLike: {
      'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${of.partition}:cloudtrail:*:${of.ownerId}:trail/*`,
    },
  };
  const encrypt = cloudTrail('Allow CloudTrail to encrypt logs', 'kms:GenerateDataKey*', {
    ...source,
    ...trails,
  });
  const describe = cloudTrail('Allow CloudTrail to describe key', 'kms:DescribeKey', source);
  const decrypt = cloudTrail('Allow CloudTrail to use the Bucket Key', 'kms:Decrypt', source);
  switch (admission) {
    case 'account':
      return write([account]);
    case 'account and readers':
      return write([account, readers(of.partition)]);
    case 'CloudTrail':
      return write([account, encrypt, describe]);
    case 'CloudTrail with Bucket Key':
      return write([account, encrypt, describe, decrypt]);
    case 'CloudTrail, then denies it':
      return write([
        account,
        encrypt,
        describe,
        { ...cloudTrail('Keep CloudTrail out', 'kms:GenerateDataKey*', undefined), Effect: 'Deny' },
      ]);
    case 'everyone':
      return write([
        account,
        { Sid: 'Anybody', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
      ]);
    case 'CloudTrail for anybody':
      return write([
        account,
        cloudTrail('Allow CloudTrail', ['kms:GenerateDataKey*', 'kms:DescribeKey', 'kms:Decrypt'], undefined),
      ]);
  }
}

function readers(partition: Partition): object {
  const others = ['777777777777', '888888888888', '999999999999'];
  return {
    Sid: 'Let others read',
    Effect: 'Allow',
    Principal: { AWS: others.map(id => `arn:${partition}:iam::${id}:root`) },
    Action: 'kms:Decrypt',
    Resource: '*',
  };
}

/** What AWS writes for its own keys, such as `aws/s3`. KMS Developer Guide, "AWS managed keys". */
export function awsManagedPolicy(
  partition: Partition,
  accountId: string,
  region: string,
  service: string,
): string {
  return write([
    {
      Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:CallerAccount': accountId,
          'kms:ViaService': `${service}.${region}.amazonaws.com`,
        },
      },
    },
    {
      Sid: 'Allow direct access to key metadata to the account',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: ['kms:Describe*', 'kms:Get*', 'kms:List*'],
      Resource: '*',
    },
  ]);
}

function accountStatement(partition: Partition, accountId: string) {
  return {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
}

function cloudTrail(sid: string, action: string | readonly string[], condition: object | undefined) {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: action,
    Resource: '*',
    ...(condition && Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function write(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, 2);
}
