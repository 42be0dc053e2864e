import assert from 'node:assert/strict';
import {
  GetTrailCommand,
  GetTrailStatusCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf } from './testClients.ts';
import { bucketPolicy } from './world/bucketPolicy.ts';
import type { Seed } from './world/seed.ts';

const acmeId = '111111111111';
const otherId = '222222222222';
const mainArn = `arn:aws:cloudtrail:eu-west-1:${acmeId}:trail/main`;

const seed: Seed = world => {
  const acme = world.account(acmeId, { accessKeys: ['AKIAACME'] });
  const other = world.account(otherId, { accessKeys: ['AKIAOTHER'] });
  acme.user('reader', { accessKeys: ['AKIAREADER'], may: ['cloudtrail:Get*', 'cloudtrail:Describe*'] });
  acme.buckets(`
    name      | Region       | Bucket Key | policy
    plain     | eu-west-1    | off        | allows CloudTrail
    keyed     | eu-west-1    | on         | allows CloudTrail
    far       | eu-central-1 | off        | allows CloudTrail
    shut      | eu-west-1    | off        | refuses CloudTrail
  `);
  acme.keys(`
    alias             | Region       | state           | admits                      | spec     | origin
    alias/good        | eu-west-1    | Enabled         | CloudTrail                  | -        | -
    alias/decrypting  | eu-west-1    | Enabled         | CloudTrail with Bucket Key  | -        | -
    alias/near-far    | eu-central-1 | Enabled         | CloudTrail                  | -        | -
    alias/private     | eu-west-1    | Enabled         | account                     | -        | -
    alias/denying     | eu-west-1    | Enabled         | CloudTrail, then denies it  | -        | -
    alias/off         | eu-west-1    | Disabled        | CloudTrail                  | -        | -
    alias/leaving     | eu-west-1    | PendingDeletion | CloudTrail                  | -        | -
    alias/empty       | eu-west-1    | PendingImport   | CloudTrail                  | -        | EXTERNAL
    alias/unplugged   | eu-west-1    | Unavailable     | CloudTrail                  | -        | AWS_CLOUDHSM
    alias/asymmetric  | eu-west-1    | Enabled         | CloudTrail for anybody      | RSA_2048 | -
    alias/aws/s3      | eu-west-1    | Enabled         | CloudTrail                  | -        | -
  `);
  acme.key('eu-west-1', 'alias/one-trail', {
    forTrails: [`arn:aws:cloudtrail:eu-west-1:${acmeId}:trail/second`],
  });
  const primary = acme.key('eu-west-1', 'alias/primary', { multiRegion: true });
  acme.key('eu-central-1', 'alias/replica', { replicaOf: primary });
  other.key('eu-west-1', 'alias/shared', { forTrailsOf: acmeId });
  other.trail('theirs', { home: 'eu-west-1', bucket: 'plain' });
  acme.trails(`
    name     | home      | scope       | bucket | prefix | topic
    main     | eu-west-1 | all Regions | plain  | audit  | arn:aws:sns:eu-west-1:${acmeId}:audit
    second   | eu-west-1 | one Region  | plain  | -      | -
    keyed    | eu-west-1 | one Region  | keyed  | -      | -
    far      | eu-west-1 | one Region  | far    | -      | -
    shut     | eu-west-1 | one Region  | shut   | -      | -
    homeless | eu-west-1 | one Region  | gone   | -      | -
  `);
};

const onlyAes256 = bucketPolicy({ name: 'plain', partition: 'aws' }, [
  {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::plain/*',
    Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
  },
]);

describe('CloudTrail: UpdateTrail', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(seed);
  });
  afterEach(() => emulator.close());

  const update = (input: Partial<UpdateTrailCommandInput>, region = 'eu-west-1', who = 'AKIAACME') =>
    clientsFor(emulator.url, who, region).cloudtrail.send(
      new UpdateTrailCommand({ Name: mainArn, ...input }),
    );
  const keyArn = (alias: string) => emulator.world.theKey(alias).arn;

  for (const [how, named] of [
    ['a key ARN', () => keyArn('alias/good')],
    ['a key id', () => emulator.world.theKey('alias/good').keyId],
    ['an alias name', () => 'alias/good'],
    ['an alias ARN', () => `arn:aws:kms:eu-west-1:${acmeId}:alias/good`],
  ] as const) {
    it(`stores the key ARN of ${how}`, async () => {
      const answer = await update({ KmsKeyId: named() });
      assert.equal(answer.KmsKeyId, keyArn('alias/good'));
      assert.equal(emulator.world.theTrail('main').kmsKeyId, keyArn('alias/good'));
    });
  }

  it('leaves members alone that were not sent', async () => {
    const { kmsKeyId: _before, ...before } = { ...emulator.world.theTrail('main') };
    await update({ KmsKeyId: keyArn('alias/good') });
    const { kmsKeyId, ...afterwards } = { ...emulator.world.theTrail('main') };
    assert.equal(kmsKeyId, keyArn('alias/good'));
    assert.deepEqual(afterwards, before);
  });

  it('keeps the key when other members are sent, and clears it with ""', async () => {
    await update({ KmsKeyId: 'alias/good' });
    await update({ EnableLogFileValidation: false });
    assert.equal(emulator.world.theTrail('main').kmsKeyId, keyArn('alias/good'));
    const answer = await update({ KmsKeyId: '' });
    assert.equal(answer.KmsKeyId, undefined);
    assert.equal(emulator.world.theTrail('main').kmsKeyId, undefined);
    const { cloudtrail } = clientsFor(emulator.url, 'AKIAACME');
    const { Trail } = await cloudtrail.send(new GetTrailCommand({ Name: 'main' }));
    assert.ok(Trail && !('KmsKeyId' in Trail));
  });

  it('clears prefix and topic with ""', async () => {
    await update({ S3KeyPrefix: '', SnsTopicName: '' });
    const { prefix, topicArn } = emulator.world.theTrail('main');
    assert.deepEqual({ prefix, topicArn }, { prefix: undefined, topicArn: undefined });
  });

  it('takes a key of another account, and the replica of a multi-Region key', async () => {
    assert.equal((await update({ KmsKeyId: keyArn('alias/shared') })).KmsKeyId, keyArn('alias/shared'));
    const replica = await update({ Name: 'far', KmsKeyId: keyArn('alias/replica') });
    assert.match(replica.KmsKeyId ?? '', /^arn:aws:kms:eu-central-1:111111111111:key\/mrk-[0-9a-f]{32}$/);
  });

  const refusals: readonly [string, Partial<UpdateTrailCommandInput>, string][] = [
    ['no key has this id', { KmsKeyId: '00000000-0000-4000-a000-000000000000' }, 'KmsKeyNotFoundException'],
    ['no key has this alias', { KmsKeyId: 'alias/nobody' }, 'KmsKeyNotFoundException'],
    [
      'the key lies in another Region than the bucket',
      { Name: 'far', KmsKeyId: 'alias/good' },
      'KmsKeyNotFoundException',
    ],
    ['the id has no form', { KmsKeyId: 'good' }, 'InvalidKmsKeyIdException'],
    [
      'the ARN has no form',
      { KmsKeyId: 'arn:aws:kms:eu-west-1:111111111111:good' },
      'InvalidKmsKeyIdException',
    ],
    ['the key is disabled', { KmsKeyId: 'alias/off' }, 'KmsException'],
    ['the key is pending deletion', { KmsKeyId: 'alias/leaving' }, 'KmsException'],
    ['the key is pending import', { KmsKeyId: 'alias/empty' }, 'KmsException'],
    ['the key store is disconnected', { KmsKeyId: 'alias/unplugged' }, 'KmsException'],
    ['the key is asymmetric', { KmsKeyId: 'alias/asymmetric' }, 'KmsException'],
    [
      'the policy does not name CloudTrail',
      { KmsKeyId: 'alias/private' },
      'InsufficientEncryptionPolicyException',
    ],
    ['the policy denies CloudTrail', { KmsKeyId: 'alias/denying' }, 'InsufficientEncryptionPolicyException'],
    [
      'the policy is for another trail',
      { KmsKeyId: 'alias/one-trail' },
      'InsufficientEncryptionPolicyException',
    ],
    ['the key is AWS managed', { KmsKeyId: 'alias/aws/s3' }, 'InsufficientEncryptionPolicyException'],
    [
      'Bucket Key needs Decrypt',
      { Name: 'keyed', KmsKeyId: 'alias/good' },
      'InsufficientEncryptionPolicyException',
    ],
    ['the trail does not exist', { Name: 'nothing' }, 'TrailNotFoundException'],
    ['the ARN names no trail', { Name: `${mainArn}-not` }, 'TrailNotFoundException'],
    ['the name is empty', { Name: '' }, 'InvalidTrailNameException'],
    ['the ARN is of another service', { Name: 'arn:aws:s3:::plain' }, 'CloudTrailARNInvalidException'],
    [
      'the ARN is of another account',
      { Name: `arn:aws:cloudtrail:eu-west-1:${otherId}:trail/theirs` },
      'CloudTrailARNInvalidException',
    ],
    ['the bucket is gone', { Name: 'homeless', KmsKeyId: 'alias/good' }, 'S3BucketDoesNotExistException'],
    [
      'the bucket keeps CloudTrail out',
      { Name: 'shut', KmsKeyId: 'alias/good' },
      'InsufficientS3BucketPolicyException',
    ],
    ['the bucket name is malformed', { S3BucketName: 'No_Bucket' }, 'InvalidS3BucketNameException'],
    ['the prefix is too long', { S3KeyPrefix: 'p'.repeat(201) }, 'InvalidS3PrefixException'],
    ['the topic is malformed', { SnsTopicName: 'no topic' }, 'InvalidSnsTopicNameException'],
    [
      'a multi-Region trail without global events',
      { IncludeGlobalServiceEvents: false },
      'InvalidParameterCombinationException',
    ],
    [
      'a log group without its role',
      { CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${acmeId}:log-group:x:*` },
      'InvalidParameterCombinationException',
    ],
    [
      'a malformed log group',
      { CloudWatchLogsLogGroupArn: 'x' },
      'InvalidCloudWatchLogsLogGroupArnException',
    ],
    ['a malformed role', { CloudWatchLogsRoleArn: 'x' }, 'InvalidCloudWatchLogsRoleArnException'],
    [
      'an organization trail outside an organization',
      { IsOrganizationTrail: true },
      'OrganizationsNotInUseException',
    ],
  ];
  for (const [when, input, expected] of refusals) {
    it(`refuses when ${when}: ${expected}`, async () => {
      const before = structuredClone(emulator.world.account(acmeId).trails);
      assert.equal(await errorName(update(input)), expected);
      assert.deepEqual(emulator.world.account(acmeId).trails, before);
    });
  }

  it('accepts with Bucket Key what also allows Decrypt', async () => {
    const answer = await update({ Name: 'keyed', KmsKeyId: 'alias/decrypting' });
    assert.equal(answer.KmsKeyId, keyArn('alias/decrypting'));
  });

  it('says in AWS’s words what lacks permission', async () => {
    assert.deepEqual(await failureOf(update({ KmsKeyId: 'alias/private' })), {
      name: 'InsufficientEncryptionPolicyException',
      message: `Insufficient permissions to access S3 bucket plain or KMS key ${keyArn('alias/private')}.`,
      status: 400,
    });
  });

  it('refuses outside the home Region, by ARN and by name', async () => {
    const far = `arn:aws:cloudtrail:eu-west-1:${acmeId}:trail/second`;
    assert.equal(await errorName(update({ KmsKeyId: '' }, 'us-east-1')), 'InvalidHomeRegionException');
    assert.equal(await errorName(update({ Name: 'main' }, 'us-east-1')), 'InvalidHomeRegionException');
    assert.equal(await errorName(update({ Name: far }, 'us-east-1')), 'InvalidHomeRegionException');
    assert.equal(await errorName(update({ Name: 'second' }, 'us-east-1')), 'TrailNotFoundException');
  });

  it('refuses who may not, naming the trail', async () => {
    assert.deepEqual(await failureOf(update({ KmsKeyId: '' }, 'eu-west-1', 'AKIAREADER')), {
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${acmeId}:user/reader is not authorized to perform: cloudtrail:UpdateTrail on resource: ${mainArn} because no identity-based policy allows the cloudtrail:UpdateTrail action`,
      status: 400,
    });
  });

  it('throttles to the quota, per account and Region', async () => {
    emulator.settings.updateTrailPerSecond = 1;
    await update({ KmsKeyId: 'alias/good' });
    assert.equal(await errorName(update({ KmsKeyId: '' })), 'ThrottlingException');
    emulator.events.passTime(1000);
    await update({ KmsKeyId: '' });
  });

  it('sees a new policy only after some looks', async () => {
    emulator.settings.newPolicySeenAfter = 2;
    const { kms } = clientsFor(emulator.url, 'AKIAACME');
    const policy = emulator.world.theKey('alias/good').policy;
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn('alias/private'), Policy: policy }));
    const attempt = () => update({ KmsKeyId: 'alias/private' });
    assert.equal(await errorName(attempt()), 'InsufficientEncryptionPolicyException');
    assert.equal(await errorName(attempt()), 'InsufficientEncryptionPolicyException');
    assert.equal((await attempt()).KmsKeyId, keyArn('alias/private'));
  });

  it('tries the bucket policy with the new encryption only where it is set to', async () => {
    emulator.events.setBucketPolicy('plain', onlyAes256);
    assert.equal((await update({ KmsKeyId: 'alias/good' })).KmsKeyId, keyArn('alias/good'));
    assert.equal((await update({ KmsKeyId: '' })).KmsKeyId, undefined);
    emulator.settings.updateTriesBucketPolicy = true;
    assert.equal(
      await errorName(update({ KmsKeyId: 'alias/good' })),
      'InsufficientEncryptionPolicyException',
    );
    assert.equal((await update({ KmsKeyId: '' })).KmsKeyId, undefined);
  });

  describe('delivery', () => {
    const status = async (Name: string) => {
      const answer = await clientsFor(emulator.url, 'AKIAACME').cloudtrail.send(
        new GetTrailStatusCommand({ Name }),
      );
      return answer.LatestDeliveryError ?? answer.LatestDeliveryTime?.getTime();
    };

    it('advances under a key that works', async () => {
      await update({ KmsKeyId: 'alias/good' });
      const changed = Date.now() - 1000;
      emulator.events.deliver('main');
      const delivered = await status('main');
      assert.ok(typeof delivered === 'number' && delivered >= changed);
    });

    const obstacles: readonly [string, () => void, string][] = [
      ['a disabled key', () => emulator.events.disableKey('alias/good'), 'KMS.DisabledException'],
      ['a deleted key', () => emulator.events.deleteKey('alias/good'), 'KMS.NotFoundException'],
      [
        'a policy that forgets CloudTrail',
        () => emulator.events.setKeyPolicy('alias/good', emulator.world.theKey('alias/private').policy),
        'AccessDenied',
      ],
      ['a Bucket Key switched on', () => emulator.events.switchBucketKey('plain', true), 'AccessDenied'],
      [
        'a bucket policy that forgets CloudTrail',
        () => emulator.events.admitCloudTrail('plain', false),
        'AccessDenied',
      ],
      [
        'a bucket policy that takes AES256 alone',
        () => emulator.events.setBucketPolicy('plain', onlyAes256),
        'AccessDenied',
      ],
      ['a deleted bucket', () => emulator.events.deleteBucket('plain'), 'NoSuchBucket'],
    ];
    for (const [what, happens, code] of obstacles) {
      it(`fails for ${what}: ${code}`, async () => {
        await update({ KmsKeyId: 'alias/good' });
        happens();
        emulator.events.deliver('main');
        assert.equal(await status('main'), code);
      });
    }

    it('recovers, and a stopped trail delivers nothing', async () => {
      await update({ KmsKeyId: 'alias/good' });
      emulator.events.disableKey('alias/good');
      emulator.events.deliver('main');
      emulator.events.enableKey('alias/good');
      emulator.events.stopLogging('main');
      emulator.events.deliver('main');
      assert.equal(await status('main'), 'KMS.DisabledException');
      emulator.events.startLogging('main');
      emulator.events.deliver('main');
      assert.equal(typeof (await status('main')), 'number');
    });
  });
});
