import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  arnOfFutureKey,
  type DeliveryChange,
  type DeliveryVerdict,
  judgeDelivery,
} from '../../../../src/core/trail/bucketPolicy.ts';
import { contextOf } from '../../../emulator/policy/condition.ts';
import { readPolicy } from '../../../emulator/policy/document.ts';
import { judge } from '../../../emulator/policy/judge.ts';
import { holds } from '../../holds.ts';
import { anyPolicy } from './keyPolicy/policies.ts';

const trailArn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const otherKey = 'arn:aws:kms:eu-west-1:111122223333:key/99999999-12ab-34cd-56ef-1234567890ab';
const futureKey = arnOfFutureKey('aws', 'eu-west-1', '111122223333');
const enable: DeliveryChange = { trailArn, bucket: 'logs', to: keyArn };

const service = { Service: 'cloudtrail.amazonaws.com' };
const objects = 'arn:aws:s3:::logs/*';

/** What the CloudTrail console writes for a new bucket. */
const consoleStatements = [
  {
    Sid: 'AWSCloudTrailAclCheck20150319',
    Effect: 'Allow',
    Principal: service,
    Action: 's3:GetBucketAcl',
    Resource: 'arn:aws:s3:::logs',
    Condition: { StringEquals: { 'AWS:SourceArn': trailArn } },
  },
  {
    Sid: 'AWSCloudTrailWrite20150319',
    Effect: 'Allow',
    Principal: service,
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::logs/AWSLogs/111122223333/*',
    Condition: {
      StringEquals: { 'AWS:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' },
    },
  },
];

function bucketPolicy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [...consoleStatements, ...statements] });
}

/** What the CloudTrail User Guide gives the bucket of an organization's trail. */
function organizationStatement(): object {
  return { ...consoleStatements[1], Resource: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg/*' };
}

function deny(Condition: object, Sid = 'Guard'): object {
  return { Sid, Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: objects, Condition };
}

const header = 's3:x-amz-server-side-encryption';
const keyHeader = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const admits: DeliveryVerdict = { answer: 'admits' };
const guarded: DeliveryVerdict = { answer: 'denies', statement: 'Guard' };

describe('whether a bucket policy lets log files through after the key was changed', () => {
  const cases: readonly (readonly [string, string, Partial<DeliveryChange>, DeliveryVerdict])[] = [
    ["the console's", bucketPolicy(), {}, admits],
    [
      'one that denies all but AES256',
      bucketPolicy(deny({ StringNotEquals: { [header]: 'AES256' } })),
      {},
      guarded,
    ],
    [
      'one that denies all but AES256, when the trail returns to SSE-S3',
      bucketPolicy(deny({ StringNotEquals: { [header]: 'AES256' } })),
      { from: keyArn, to: undefined },
      admits,
    ],
    [
      'one that denies all but aws:kms, when the trail returns to SSE-S3',
      bucketPolicy(deny({ StringNotEquals: { [header]: 'aws:kms' } })),
      { from: keyArn, to: undefined },
      guarded,
    ],
    [
      'one that denies all but aws:kms, or none',
      bucketPolicy(
        deny({ StringNotEqualsIfExists: { [header]: 'aws:kms' } }),
        deny({ Null: { [header]: 'true' } }, 'Null'),
      ),
      {},
      admits,
    ],
    [
      'one that denies uploads that name an encryption',
      bucketPolicy(deny({ Null: { [header]: 'false' } })),
      {},
      guarded,
    ],
    [
      'one that denies uploads that name a key',
      bucketPolicy(deny({ Null: { [keyHeader]: false } })),
      {},
      guarded,
    ],
    [
      'one that asks for this key',
      bucketPolicy(deny({ StringNotEquals: { [keyHeader]: keyArn } })),
      {},
      admits,
    ],
    [
      'one that asks for another key',
      bucketPolicy(deny({ StringNotEquals: { [keyHeader]: otherKey } })),
      {},
      guarded,
    ],
    [
      'one that asks for another key, which names it without a Sid',
      bucketPolicy({ ...deny({ ArnNotEquals: { [keyHeader]: otherKey } }), Sid: undefined }),
      {},
      { answer: 'denies', statement: '3' },
    ],
    [
      'one that asks for an existing key, where a new one is created',
      bucketPolicy(deny({ StringNotEquals: { [keyHeader]: otherKey } })),
      { to: futureKey },
      guarded,
    ],
    [
      'one that asks for any key of the account, where a new one is created',
      bucketPolicy(deny({ StringNotLike: { [keyHeader]: 'arn:aws:kms:*:111122223333:key/*' } })),
      { to: futureKey },
      admits,
    ],
    [
      'one that admits AES256 alone',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: {
          ...consoleStatements[1],
          Condition: { StringEquals: { [header]: 'AES256' } },
        },
      }),
      {},
      { answer: 'does-not-admit' },
    ],
    [
      'one that spares services of AWS',
      bucketPolicy(
        deny({ StringNotEquals: { [header]: 'AES256' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } }),
      ),
      {},
      admits,
    ],
    [
      'one for another prefix',
      bucketPolicy({
        ...deny({ StringNotEquals: { [header]: 'AES256' } }),
        Resource: 'arn:aws:s3:::logs/other/*',
      }),
      {},
      admits,
    ],
    [
      'one for the prefix of the trail',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: service, Action: 's3:PutObject', Resource: objects },
          { ...deny({ StringNotEquals: { [header]: 'AES256' } }), Resource: 'arn:aws:s3:::logs/audit/*' },
        ],
      }),
      { prefix: 'audit' },
      guarded,
    ],
    [
      "one for the folder of the trail's organization",
      JSON.stringify({ Version: '2012-10-17', Statement: organizationStatement() }),
      { organization: true },
      admits,
    ],
    [
      'one for the folder of an organization, where the trail is of one account',
      JSON.stringify({ Version: '2012-10-17', Statement: organizationStatement() }),
      {},
      { answer: 'does-not-admit' },
    ],
    [
      "one for the account's own folder, where the trail is of an organization",
      bucketPolicy(),
      { organization: true },
      { answer: 'does-not-admit' },
    ],
    [
      'one that denies all but AES256 in the folder of an organization, which may be that of the trail',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          organizationStatement(),
          {
            ...deny({ StringNotEquals: { [header]: 'AES256' } }),
            Resource: 'arn:aws:s3:::logs/AWSLogs/o-exampleorg/*',
          },
        ],
      }),
      { organization: true },
      { answer: 'cannot-tell', why: { kind: 'incomplete' } },
    ],
    [
      'one that denies all but AES256 in every folder, where the trail is of an organization',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [organizationStatement(), deny({ StringNotEquals: { [header]: 'AES256' } })],
      }),
      { organization: true },
      guarded,
    ],
    [
      'one with a doubt that the files of today meet as well',
      bucketPolicy(deny({ NumericLessThan: { 's3:TlsVersion': '1.2' } })),
      {},
      admits,
    ],
    [
      'one with a key of which AWS does not say what CloudTrail sends, today or afterwards',
      bucketPolicy(deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } })),
      {},
      admits,
    ],
    [
      'one with a doubt that the change brings',
      bucketPolicy(
        deny({ StringNotEquals: { [header]: 'AES256' }, NumericLessThan: { 's3:TlsVersion': '1.2' } }),
      ),
      {},
      { answer: 'cannot-tell', why: { kind: 'unknown-operator', operator: 'NumericLessThan' } },
    ],
  ];
  for (const [name, policy, change, expected] of cases) {
    it(name, () => {
      assert.deepEqual(judgeDelivery(policy, { ...enable, ...change }), expected);
    });
  }

  it('cannot be told of text that is no policy', () => {
    assert.equal(judgeDelivery('<html>', enable).answer, 'cannot-tell');
  });

  it('always has an answer, whatever the policy', () => {
    holds(
      fc.property(
        anyPolicy,
        fc.option(fc.constantFrom(keyArn, futureKey), { nil: undefined }),
        ({ text }, to) => {
          assert.ok(judgeDelivery(text, { ...enable, to }).answer);
        },
      ),
    );
  });

  it('is judged as the emulated account judges it, wherever it is certain', () => {
    const certain = { admits: 0, denies: 0, 'does-not-admit': 0, 'cannot-tell': 0 };
    holds(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), destination, (statements, to) => {
        const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
        const verdict = judgeDelivery(policy, { ...enable, to });
        certain[verdict.answer]++;
        const answer = emulated(policy, to);
        switch (verdict.answer) {
          case 'admits':
            return assert.equal(answer, 'allowed');
          case 'denies':
            return assert.equal(answer, 'denied');
          case 'does-not-admit':
            return assert.notEqual(answer, 'allowed');
          case 'cannot-tell':
            return undefined;
        }
      }),
      { numRuns: 1000 },
    );
    const { 'cannot-tell': _, ...answers } = certain;
    assert.ok(
      Object.values(answers).every(count => count > 20),
      JSON.stringify(certain),
    );
  });
});

const destination = fc.constantFrom(keyArn, futureKey, undefined);

const oneOrMore = (...values: readonly string[]) =>
  fc.oneof(fc.constantFrom(...values), fc.subarray([...values], { minLength: 1 }));

const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Principal: fc.constantFrom<unknown[]>('*', service, { AWS: 'arn:aws:iam::111122223333:root' }),
    Action: oneOrMore('s3:PutObject', 's3:*', 's3:Put*', 's3:GetObject'),
    Resource: oneOrMore(objects, 'arn:aws:s3:::logs/AWSLogs/111122223333/*', 'arn:aws:s3:::other/*'),
    Condition: fc.dictionary(
      fc.constantFrom(
        'StringEquals',
        'StringNotEquals',
        'StringNotEqualsIfExists',
        'StringLike',
        'StringNotLike',
        'ArnNotEquals',
      ),
      fc.dictionary(
        fc.constantFrom(header, keyHeader, 's3:x-amz-acl', 'aws:SourceArn'),
        oneOrMore(
          'AES256',
          'aws:kms',
          keyArn,
          otherKey,
          'arn:aws:kms:*',
          'bucket-owner-full-control',
          trailArn,
        ),
        { maxKeys: 2 },
      ),
      { maxKeys: 2 },
    ),
  },
  { requiredKeys: ['Effect', 'Principal', 'Action', 'Resource'] },
);

/** What the emulated account, which evaluates IAM on its own, does with a log file. */
function emulated(policy: string, kmsKeyId: string | undefined): string {
  const context = contextOf({
    'aws:SourceArn': trailArn,
    'aws:SourceAccount': '111122223333',
    's3:x-amz-acl': 'bucket-owner-full-control',
    [header]: kmsKeyId === undefined ? 'AES256' : 'aws:kms',
    [keyHeader]: kmsKeyId,
  });
  const who = { kind: 'service', name: 'cloudtrail.amazonaws.com' } as const;
  const resource = 'arn:aws:s3:::logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2024/01/01/a.json.gz';
  return judge(readPolicy(policy), { who, action: 's3:PutObject', resource, context });
}
