// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the policy variables of IAM look like template strings.
import fc from 'fast-check';

/** Policies that AWS documents or writes itself, and generated ones, for the tests of this folder. */
export const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
export const owner = '111122223333';
export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

export const rootStatement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};

/** What KMS gives a key that is made without a policy. */
export const defaultPolicy = { Version: '2012-10-17', Id: 'key-default-1', Statement: [rootStatement] };

/** What the CloudTrail console writes for a new key. */
export const consolePolicy = {
  Version: '2012-10-17',
  Id: 'Key policy created by CloudTrail',
  Statement: [
    {
      Sid: 'Enable IAM User Permissions',
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:user/admin'] },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'Allow CloudTrail to encrypt logs',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'AWS:SourceArn': trailArn },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111122223333:trail/*',
        },
      },
    },
    {
      Sid: 'Allow CloudTrail to describe key',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:DescribeKey',
      Resource: '*',
    },
    {
      Sid: 'Allow principals in the account to decrypt log files',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': '111122223333' },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111122223333:trail/*',
        },
      },
    },
    {
      Sid: 'Allow alias creation during setup',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:CreateAlias',
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:ViaService': 'ec2.eu-west-1.amazonaws.com',
          'kms:CallerAccount': '111122223333',
        },
      },
    },
  ],
};

/** What the documentation adds for a bucket with an S3 Bucket Key. */
export const bucketKeyStatement = {
  Sid: 'Allow CloudTrail to decrypt with an S3 Bucket Key',
  Effect: 'Allow',
  Principal: { Service: ['cloudtrail.amazonaws.com'] },
  Action: ['kms:Decrypt'],
  Resource: '*',
};

/** The policy of a key as KMS Encryption of an older console wrote it, with the old version. */
export const olderPolicy = {
  Version: '2008-10-17',
  Statement: [
    rootStatement,
    {
      Sid: 'CloudTrail',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['kms:generatedatakey*', 'KMS:DescribeKey'],
      Resource: keyArn,
      Condition: {
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': [
            'arn:aws:cloudtrail:*:999999999999:trail/*',
            'arn:aws:cloudtrail:*:111122223333:trail/*',
          ],
        },
      },
    },
  ],
};

export function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [rootStatement, ...statements] });
}

const oneOrMore = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | T[]> =>
  fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));

const action = fc.constantFrom(
  'kms:*',
  '*',
  'kms:GenerateDataKey*',
  'KMS:generatedatakey',
  'kms:Describe?ey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:CreateGrant',
  's3:PutObject',
);

const principal = fc.oneof(
  fc.constant('*'),
  fc.record({
    AWS: oneOrMore(fc.constantFrom('*', 'arn:aws:iam::111122223333:root', 'AIDAEXAMPLEEXAMPLE12')),
  }),
  fc.record({ Service: oneOrMore(fc.constantFrom('cloudtrail.amazonaws.com', 'logs.amazonaws.com', '*')) }),
  fc.constant({ Federated: 'cognito-identity.amazonaws.com' }),
);

const resource = oneOrMore(fc.constantFrom('*', keyArn, 'arn:aws:s3:::bucket/*', 'arn:aws:kms:*:*:key/*'));

const operator = fc.constantFrom(
  'StringEquals',
  'StringNotEquals',
  'StringLike',
  'StringNotLikeIfExists',
  'ArnLike',
  'ArnNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCaseIfExists',
  'ArnEqualsIfExists',
  'ForAnyValue:StringEquals',
  'ForAnyValue:StringNotLike',
  'ForAllValues:StringLike',
  'ForAllValues:StringNotEquals',
  'Bool',
  'BoolIfExists',
  'Null',
  'IpAddress',
  'NumericLessThan',
);

const conditionKey = fc.constantFrom(
  'aws:SourceArn',
  'AWS:SourceAccount',
  'kms:EncryptionContext:aws:cloudtrail:arn',
  'kms:EncryptionContextKeys',
  'kms:ViaService',
  'kms:CallerAccount',
  'aws:PrincipalOrgID',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:PrincipalAccount',
  'aws:SecureTransport',
  'aws:SourceOrgID',
  'kms:EncryptionContext:aws:s3:arn',
  'constructor',
);

const conditionValue = oneOrMore(
  fc.constantFrom(
    trailArn,
    owner,
    'arn:aws:cloudtrail:*:111122223333:trail/*',
    'arn:aws:cloudtrail:*:*:trail/audit',
    'arn:aws:s3:::logs',
    'cloudtrail.amazonaws.com',
    'aws:cloudtrail:arn',
    '999999999999',
    '*',
    'true',
    'false',
    '${aws:SourceArn}',
  ),
);

const statement = fc
  .record(
    {
      Sid: fc.constantFrom('One', 'CloudTrailEncryptsLogs', 'CloudTrailDescribesKey2', 'Ünï "quoted" \\ sid'),
      Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
      Principal: principal,
      Action: oneOrMore(action),
      Resource: resource,
      Condition: fc.dictionary(operator, fc.dictionary(conditionKey, conditionValue, { maxKeys: 2 }), {
        maxKeys: 2,
      }),
    },
    { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] },
  )
  .chain(one =>
    fc
      .constantFrom(one, negate(one, 'Action'), negate(one, 'Resource'), negate(one, 'Principal'))
      .map(made => ({ ...made })),
  );

function negate(statement: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) => [key === name ? `Not${name}` : key, value]),
  );
}

export interface GeneratedPolicy {
  readonly text: string;
  readonly statements: readonly unknown[];
}

/** Policies as KMS might hold them, laid out in every way; the statement may stand alone, without a list. */
export const anyPolicy: fc.Arbitrary<GeneratedPolicy> = fc
  .record({
    version: fc.constantFrom('2012-10-17', '2008-10-17', undefined),
    id: fc.option(fc.string(), { nil: undefined }),
    statements: fc.array(statement, { minLength: 1, maxLength: 6 }),
    space: fc.constantFrom<(string | number)[]>('', 1, 2, 4, '\t'),
    last: fc.boolean(),
  })
  .map(({ version, id, statements, space, last }) => {
    const Statement = statements.length === 1 && last ? statements[0] : statements;
    const frame = last ? { Version: version, Id: id, Statement } : { Statement, Id: id, Version: version };
    return { text: JSON.stringify(frame, undefined, space), statements };
  });
