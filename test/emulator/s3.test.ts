import assert from 'node:assert/strict';
import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, failureOf } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const seed: Seed = world => {
  const acme = world.account('111111111111', { accessKeys: ['AKIAACME'] });
  const other = world.account('222222222222', { accessKeys: ['AKIAOTHER'] });
  acme.user('blind', { accessKeys: ['AKIABLIND'], mayNot: ['s3:*'] });
  acme.bucket('logs', 'eu-west-1', { bucketKey: true });
  acme.bucket('us-logs', 'us-east-1');
  acme.bucket('guarded', 'eu-west-1', {
    policy: [{ Sid: 'Guard', Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: '*' }],
  });
  acme.bucket('shut', 'eu-west-1', { admitsCloudTrail: false });
  other.bucket('foreign', 'eu-west-1');
  other.bucket('shared', 'eu-west-1', { sharedWith: ['111111111111'] });
  world
    .account('333333333333', { partition: 'aws-cn', accessKeys: ['AKIACHINA'] })
    .bucket('logs', 'cn-north-1');
};

describe('S3', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(seed);
  });
  after(() => emulator.close());

  const s3 = (region = 'eu-west-1', who = 'AKIAACME') => clientsFor(emulator.url, who, region).s3;
  /** Name, status and Region header of the error of HeadBucket. */
  const headFailure = async (Bucket: string, region?: string, who?: string) => {
    try {
      await s3(region, who).send(new HeadBucketCommand({ Bucket }));
    } catch (error) {
      const { name, $metadata, $response } = error as {
        name: string;
        $metadata: { httpStatusCode?: number };
        $response?: { headers: Record<string, string> };
      };
      return [name, $metadata.httpStatusCode, $response?.headers['x-amz-bucket-region']];
    }
    return assert.fail('HeadBucket succeeded');
  };

  it('HeadBucket names the Region of a bucket, also of one that is shared', async () => {
    assert.equal((await s3().send(new HeadBucketCommand({ Bucket: 'logs' }))).BucketRegion, 'eu-west-1');
    assert.equal((await s3().send(new HeadBucketCommand({ Bucket: 'shared' }))).BucketRegion, 'eu-west-1');
    const china = await s3('cn-north-1', 'AKIACHINA').send(new HeadBucketCommand({ Bucket: 'logs' }));
    assert.equal(china.BucketRegion, 'cn-north-1');
  });

  it('HeadBucket names the Region in a header when it fails, and nothing for a bucket that is gone', async () => {
    const [, redirect, there] = await headFailure('logs', 'eu-central-1');
    assert.deepEqual([redirect, there], [301, 'eu-west-1']);
    const [, bad, fromUs] = await headFailure('logs', 'us-east-1');
    assert.deepEqual([bad, fromUs], [400, 'eu-west-1']);
    const [, forbidden, foreign] = await headFailure('foreign');
    assert.deepEqual([forbidden, foreign], [403, 'eu-west-1']);
    assert.deepEqual(await headFailure('gone'), ['NotFound', 404, undefined]);
    assert.deepEqual((await headFailure('logs', 'eu-west-1', 'AKIABLIND')).slice(1), [403, 'eu-west-1']);
  });

  it('GetBucketLocation answers from everywhere, with nothing for us-east-1', async () => {
    const location = async (Bucket: string) =>
      (await s3('sa-east-1').send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint;
    assert.equal(await location('logs'), 'eu-west-1');
    assert.equal(await location('us-logs'), undefined);
    assert.equal((await failureOf(location('foreign'))).name, 'AccessDenied');
    assert.equal((await failureOf(location('gone'))).name, 'NoSuchBucket');
    assert.equal((await failureOf(location('a!'))).name, 'InvalidBucketName');
  });

  it('GetBucketEncryption tells of the Bucket Key', async () => {
    const bucketKey = async (Bucket: string, region?: string) =>
      (await s3(region).send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration
        ?.Rules?.[0]?.BucketKeyEnabled;
    assert.equal(await bucketKey('logs'), true);
    assert.equal(await bucketKey('us-logs', 'us-east-1'), false);
    assert.deepEqual(await failureOf(bucketKey('foreign')), {
      name: 'AccessDenied',
      message:
        'User: arn:aws:iam::111111111111:user/admin is not authorized to perform: s3:GetEncryptionConfiguration on resource: "arn:aws:s3:::foreign"',
      status: 403,
    });
    assert.equal((await failureOf(bucketKey('logs', 'eu-central-1'))).name, 'PermanentRedirect');
  });

  it('GetBucketPolicy shows the policy to the account that owns the bucket, and to nobody else', async () => {
    const policy = async (Bucket: string, who?: string) =>
      (await s3('eu-west-1', who).send(new GetBucketPolicyCommand({ Bucket }))).Policy;
    const sids = async (bucket: string) =>
      JSON.parse((await policy(bucket)) ?? '').Statement.map((one: { Sid: string }) => one.Sid);
    assert.deepEqual(await sids('logs'), ['AWSCloudTrailAclCheck', 'AWSCloudTrailWrite']);
    assert.deepEqual(await sids('guarded'), ['AWSCloudTrailAclCheck', 'AWSCloudTrailWrite', 'Guard']);
    const failure = async (bucket: string, who?: string) => {
      const { name, status } = await failureOf(policy(bucket, who));
      return [name, status];
    };
    assert.deepEqual(await failure('shut'), ['NoSuchBucketPolicy', 404]);
    assert.deepEqual(await failure('foreign'), ['AccessDenied', 403]);
    assert.deepEqual(await failure('logs', 'AKIABLIND'), ['AccessDenied', 403]);
    assert.deepEqual(await failure('shared'), ['MethodNotAllowed', 405]);
    assert.deepEqual(await failure('gone'), ['NoSuchBucket', 404]);
  });

  it('does nothing that it does not know', async () => {
    const failure = await failureOf(s3().send(new ListObjectsV2Command({ Bucket: 'logs' })));
    assert.deepEqual([failure.name, failure.status], ['NotImplemented', 501]);
  });
});
