import assert from 'node:assert/strict';
import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListKeysCommand,
  paginateListAliases,
  paginateListKeys,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const acmeId = '111111111111';
const otherId = '222222222222';
const day = 24 * 60 * 60 * 1000;

const seed: Seed = world => {
  const acme = world.account(acmeId, { accessKeys: ['AKIAACME'] });
  const other = world.account(otherId, { accessKeys: ['AKIAOTHER'] });
  acme.user('lister', { accessKeys: ['AKIALISTER'], may: ['kms:ListKeys', 'kms:CreateKey'] });
  acme.keys(`
    alias                        | Region    | state           | rotation | spec     | origin
    alias/plain, alias/also      | eu-west-1 | Enabled         | on       | -        | -
    -                            | eu-west-1 | Enabled         | off      | -        | -
    alias/off                    | eu-west-1 | Disabled        | off      | -        | -
    alias/leaving                | eu-west-1 | PendingDeletion | on       | -        | -
    alias/import                 | eu-west-1 | PendingImport   | off      | -        | EXTERNAL
    alias/rsa                    | eu-west-1 | Enabled         | off      | RSA_2048 | -
    alias/aws/s3                 | eu-west-1 | Enabled         | on       | -        | -
    alias/elsewhere              | us-east-1 | Enabled         | on       | -        | -
  `);
  acme.emptyAlias('eu-west-1', 'alias/aws/ebs');
  acme.key('eu-west-1', 'alias/imported', { origin: 'EXTERNAL', materialExpiresInDays: 10 });
  const primary = acme.key('eu-west-1', 'alias/primary', { multiRegion: true });
  acme.key('us-east-1', 'alias/replica', { replicaOf: primary });
  acme.key('eu-west-1', 'alias/closed', {
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${otherId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    },
  });
  other.key('eu-west-1', 'alias/theirs');
  acme.bucket('logs', 'eu-west-1');
  acme.trail('main', { home: 'eu-west-1', bucket: 'logs' });
};

describe('KMS', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(seed);
  });
  afterEach(() => emulator.close());

  const kms = (who = 'AKIAACME', region = 'eu-west-1') => clientsFor(emulator.url, who, region).kms;
  const key = (alias: string) => emulator.world.theKey(alias);

  it('lists keys and aliases of the Region page by page', async () => {
    emulator.settings.pageSize = 4;
    const keys: number[] = [];
    for await (const page of paginateListKeys({ client: kms() }, {})) keys.push(page.Keys?.length ?? 0);
    assert.deepEqual(keys, [4, 4, 2]);
    const names: (string | undefined)[] = [];
    for await (const page of paginateListAliases({ client: kms() }, {})) {
      names.push(...(page.Aliases ?? []).map(alias => alias.AliasName));
    }
    assert.deepEqual(names, [
      'alias/plain',
      'alias/also',
      'alias/off',
      'alias/leaving',
      'alias/import',
      'alias/rsa',
      'alias/aws/s3',
      'alias/aws/ebs',
      'alias/imported',
      'alias/primary',
      'alias/closed',
    ]);
  });

  it('shows an alias without a key, and the aliases of one key', async () => {
    const { Aliases = [] } = await kms().send(new ListAliasesCommand({}));
    const ebs = Aliases.find(alias => alias.AliasName === 'alias/aws/ebs');
    assert.ok(ebs && !('TargetKeyId' in ebs));
    const own = await kms().send(new ListAliasesCommand({ KeyId: key('alias/plain').keyId }));
    assert.deepEqual(
      own.Aliases?.map(alias => alias.AliasName),
      ['alias/plain', 'alias/also'],
    );
  });

  it('gives at most 100 aliases a page, whatever the limit', async () => {
    for (let index = 0; index < 120; index += 1) {
      emulator.world.account(acmeId).aliases.push({
        region: 'sa-east-1',
        name: `alias/n${index}`,
        arn: `arn:aws:kms:sa-east-1:${acmeId}:alias/n${index}`,
        keyId: undefined,
        createdAt: 0,
      });
    }
    const page = await kms('AKIAACME', 'sa-east-1').send(new ListAliasesCommand({ Limit: 1000 }));
    assert.deepEqual([page.Aliases?.length, page.Truncated], [100, true]);
  });

  it('refuses markers and limits that are not valid', async () => {
    const { NextMarker } = await kms().send(new ListKeysCommand({ Limit: 1 }));
    assert.ok(NextMarker);
    assert.equal(
      await errorName(kms().send(new ListKeysCommand({ Marker: 'made up' }))),
      'InvalidMarkerException',
    );
    assert.equal(
      await errorName(kms().send(new ListAliasesCommand({ Marker: NextMarker }))),
      'InvalidMarkerException',
    );
    assert.equal(
      await errorName(kms('AKIAACME', 'us-east-1').send(new ListKeysCommand({ Marker: NextMarker }))),
      'InvalidMarkerException',
    );
    assert.equal(await errorName(kms().send(new ListKeysCommand({ Limit: 1001 }))), 'ValidationException');
    assert.equal(await errorName(kms().send(new ListKeysCommand({ Limit: 0 }))), 'ValidationException');
  });

  it('DescribeKey finds a key by id, ARN, alias and alias ARN', async () => {
    const { keyId, arn } = key('alias/plain');
    for (const KeyId of [keyId, arn, 'alias/also', `arn:aws:kms:eu-west-1:${acmeId}:alias/plain`]) {
      const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId }));
      assert.deepEqual(
        [
          KeyMetadata?.Arn,
          KeyMetadata?.KeyState,
          KeyMetadata?.KeyManager,
          KeyMetadata?.KeySpec,
          KeyMetadata?.MultiRegion,
        ],
        [arn, 'Enabled', 'CUSTOMER', 'SYMMETRIC_DEFAULT', false],
      );
    }
  });

  it('DescribeKey tells expiry, deletion, manager and replicas', async () => {
    const describe = async (KeyId: string) =>
      (await kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
    const imported = await describe('alias/imported');
    assert.equal(imported?.ExpirationModel, 'KEY_MATERIAL_EXPIRES');
    assert.ok(imported?.ValidTo && imported.ValidTo.getTime() > Date.now());
    assert.ok((await describe('alias/leaving'))?.DeletionDate instanceof Date);
    assert.equal((await describe('alias/aws/s3'))?.KeyManager, 'AWS');
    const primary = await describe('alias/primary');
    assert.equal(primary?.MultiRegionConfiguration?.MultiRegionKeyType, 'PRIMARY');
    assert.deepEqual(
      primary?.MultiRegionConfiguration?.ReplicaKeys?.map(replica => replica.Region),
      ['us-east-1'],
    );
  });

  it('DescribeKey refuses what is not there, not of this Region, or not allowed', async () => {
    const describe = (KeyId: string, who = 'AKIAACME') =>
      failureOf(kms(who).send(new DescribeKeyCommand({ KeyId })));
    assert.deepEqual(await describe('00000000-0000-4000-a000-000000000000'), {
      name: 'NotFoundException',
      message: `Key 'arn:aws:kms:eu-west-1:${acmeId}:key/00000000-0000-4000-a000-000000000000' does not exist`,
      status: 400,
    });
    assert.equal(
      (await describe('alias/none')).message,
      `Alias arn:aws:kms:eu-west-1:${acmeId}:alias/none is not found.`,
    );
    assert.equal((await describe('nonsense')).message, 'Invalid keyId nonsense');
    assert.deepEqual(
      [
        (await describe(key('alias/elsewhere').arn)).name,
        (await describe(key('alias/elsewhere').arn)).message,
      ],
      ['NotFoundException', 'Invalid arn us-east-1'],
    );
    assert.equal((await describe('arn:aws:s3:::bucket')).name, 'InvalidArnException');
    assert.equal(
      (await describe('arn:aws-cn:kms:cn-north-1:111111111111:key/x')).name,
      'InvalidArnException',
    );
    const theirs = await describe(key('alias/theirs').arn);
    assert.equal(theirs.name, 'AccessDeniedException');
    assert.match(
      theirs.message,
      /because the resource does not exist in this Region, no resource-based policies allow access/,
    );
    assert.match(
      (await describe('alias/closed')).message,
      /because no resource-based policy allows the kms:DescribeKey action$/,
    );
    assert.match(
      (await describe('alias/plain', 'AKIALISTER')).message,
      /because no identity-based policy allows/,
    );
  });

  it('lets another account describe a key whose policy admits it, and do no more', async () => {
    const { arn } = key('alias/closed');
    const { KeyMetadata } = await kms('AKIAOTHER').send(new DescribeKeyCommand({ KeyId: arn }));
    assert.equal(KeyMetadata?.AWSAccountId, acmeId);
    assert.equal(
      await errorName(kms('AKIAOTHER').send(new GetKeyPolicyCommand({ KeyId: arn }))),
      'AccessDeniedException',
    );
  });

  it('GetKeyPolicy gives the text as it was put, and takes no alias', async () => {
    const { keyId, policy } = key('alias/plain');
    const answer = await kms().send(new GetKeyPolicyCommand({ KeyId: keyId }));
    assert.deepEqual([answer.Policy, answer.PolicyName], [policy, 'default']);
    const fails = (KeyId: string, PolicyName = 'default') =>
      errorName(kms().send(new GetKeyPolicyCommand({ KeyId, PolicyName })));
    assert.equal(await fails('alias/plain'), 'NotFoundException');
    assert.equal(await fails(keyId, 'other'), 'NotFoundException');
    assert.equal(await fails(keyId, 'not a name'), 'ValidationException');
  });

  it('GetKeyRotationStatus by kind and state of key', async () => {
    const status = (alias: string) =>
      kms().send(new GetKeyRotationStatusCommand({ KeyId: key(alias).keyId }));
    const plain = await status('alias/plain');
    assert.deepEqual([plain.KeyRotationEnabled, plain.RotationPeriodInDays], [true, 365]);
    assert.equal((await status('alias/off')).KeyRotationEnabled, false);
    assert.equal((await status('alias/leaving')).KeyRotationEnabled, false);
    assert.equal(await errorName(status('alias/rsa')), 'UnsupportedOperationException');
    assert.equal(await errorName(status('alias/import')), 'UnsupportedOperationException');
  });

  it('EnableKeyRotation by kind and state of key', async () => {
    const enable = (alias: string, RotationPeriodInDays?: number) =>
      kms().send(
        new EnableKeyRotationCommand({
          KeyId: key(alias).keyId,
          ...(RotationPeriodInDays !== undefined && { RotationPeriodInDays }),
        }),
      );
    await enable('alias/primary', 90);
    assert.equal(key('alias/primary').rotationDays, 90);
    assert.equal(await errorName(enable('alias/plain', 89)), 'ValidationException');
    assert.equal(await errorName(enable('alias/off')), 'DisabledException');
    assert.equal(await errorName(enable('alias/leaving')), 'KMSInvalidStateException');
    assert.equal(await errorName(enable('alias/rsa')), 'UnsupportedOperationException');
    assert.equal(await errorName(enable('alias/aws/s3')), 'UnsupportedOperationException');
  });

  it('DisableKey, EnableKey and their states', async () => {
    const { keyId } = key('alias/plain');
    await kms().send(new DisableKeyCommand({ KeyId: keyId }));
    assert.equal(key('alias/plain').state, 'Disabled');
    await kms().send(new EnableKeyCommand({ KeyId: keyId }));
    assert.equal(key('alias/plain').state, 'Enabled');
    const enable = (alias: string) =>
      errorName(kms().send(new EnableKeyCommand({ KeyId: key(alias).keyId })));
    assert.equal(await enable('alias/leaving'), 'KMSInvalidStateException');
    assert.equal(await enable('alias/import'), 'KMSInvalidStateException');
  });

  it('schedules deletion for 7 to 30 days, can take it back, and lets the key go', async () => {
    const { keyId } = key('alias/plain');
    const schedule = (KeyId: string, PendingWindowInDays?: number) =>
      kms().send(
        new ScheduleKeyDeletionCommand({ KeyId, ...(PendingWindowInDays && { PendingWindowInDays }) }),
      );
    assert.equal(await errorName(schedule(keyId, 6)), 'ValidationException');
    assert.equal(await errorName(schedule(keyId, 31)), 'ValidationException');
    const scheduled = await schedule(keyId, 7);
    assert.deepEqual([scheduled.KeyState, scheduled.PendingWindowInDays], ['PendingDeletion', 7]);
    assert.ok(
      scheduled.DeletionDate && Math.abs(scheduled.DeletionDate.getTime() - Date.now() - 7 * day) < 60_000,
    );
    assert.equal(await errorName(schedule(keyId)), 'KMSInvalidStateException');
    await kms().send(new CancelKeyDeletionCommand({ KeyId: keyId }));
    assert.equal(key('alias/plain').state, 'Disabled');
    assert.equal(
      await errorName(kms().send(new CancelKeyDeletionCommand({ KeyId: keyId }))),
      'KMSInvalidStateException',
    );
    await schedule(keyId, 7);
    key('alias/plain').deletionDate = Date.now() - 1;
    assert.equal(await errorName(kms().send(new DescribeKeyCommand({ KeyId: keyId }))), 'NotFoundException');
    assert.equal((await schedule(key('alias/primary').arn)).KeyState, 'PendingReplicaDeletion');
  });

  it('CreateKey makes a key with the account’s policy, or with the one given', async () => {
    const plain = await kms().send(new CreateKeyCommand({}));
    const made = emulator.world.theKey(plain.KeyMetadata?.Arn ?? '');
    assert.deepEqual(JSON.parse(made.policy).Statement, [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${acmeId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ]);
    const given = await kms().send(
      new CreateKeyCommand({
        Policy: key('alias/plain').policy,
        Description: 'logs',
        MultiRegion: true,
        Tags: [{ TagKey: 'team', TagValue: 'audit' }],
      }),
    );
    assert.match(given.KeyMetadata?.KeyId ?? '', /^mrk-[0-9a-f]{32}$/);
    assert.equal(given.KeyMetadata?.Description, 'logs');
    assert.equal(emulator.world.theKey(given.KeyMetadata?.Arn ?? '').policy, key('alias/plain').policy);
  });

  it('CreateKey refuses', async () => {
    const create = (input: CreateKeyCommandInput, who = 'AKIAACME') =>
      failureOf(kms(who).send(new CreateKeyCommand(input)));
    assert.equal((await create({ KeySpec: 'RSA_2048' })).name, 'ValidationException');
    assert.equal((await create({ CustomKeyStoreId: 'cks-1' })).name, 'CustomKeyStoreNotFoundException');
    assert.equal(
      (await create({ Policy: key('alias/closed').policy })).name,
      'MalformedPolicyDocumentException',
    );
    assert.match(
      (await create({ Tags: [{ TagKey: 'a', TagValue: 'b' }] }, 'AKIALISTER')).message,
      /kms:TagResource/,
    );
    assert.equal((await create({}, 'AKIALISTER')).name, 'MalformedPolicyDocumentException');
    emulator.settings.keysPerRegion = 3;
    assert.equal((await create({})).name, 'LimitExceededException');
  });

  it('CreateAlias names a key once', async () => {
    const create = (AliasName: string, TargetKeyId = key('alias/plain').keyId) =>
      kms().send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    await create('alias/new/one_-');
    assert.equal(key('alias/new/one_-').arn, key('alias/plain').arn);
    assert.deepEqual(await failureOf(create('alias/new/one_-')), {
      name: 'AlreadyExistsException',
      message: `An alias with the name arn:aws:kms:eu-west-1:${acmeId}:alias/new/one_- already exists`,
      status: 400,
    });
    assert.equal(await errorName(create('plain')), 'ValidationException');
    assert.equal(await errorName(create('alias/')), 'InvalidAliasNameException');
    assert.equal(await errorName(create('alias/a:b')), 'InvalidAliasNameException');
    assert.equal(await errorName(create('alias/a b')), 'ValidationException');
    assert.equal(await errorName(create(`alias/${'x'.repeat(251)}`)), 'ValidationException');
    assert.equal(await errorName(create('alias/aws/mine')), 'NotAuthorizedException');
    assert.equal(await errorName(create('alias/x', 'alias/plain')), 'NotFoundException');
    assert.equal(await errorName(create('alias/x', key('alias/leaving').keyId)), 'KMSInvalidStateException');
    emulator.settings.aliasesPerKey = 3;
    assert.equal(await errorName(create('alias/one-too-many')), 'LimitExceededException');
  });

  it('TagResource adds and renames tags', async () => {
    const { keyId } = key('alias/plain');
    const tag = (TagValue: string) =>
      kms().send(new TagResourceCommand({ KeyId: keyId, Tags: [{ TagKey: 'team', TagValue }] }));
    await tag('a');
    await tag('b');
    assert.deepEqual(key('alias/plain').tags, [{ TagKey: 'team', TagValue: 'b' }]);
  });

  it('CloudTrail sees a new key only after some looks', async () => {
    emulator.settings.newKeySeenAfter = 1;
    const { KeyMetadata } = await kms().send(new CreateKeyCommand({ Policy: key('alias/plain').policy }));
    const { cloudtrail } = clientsFor(emulator.url, 'AKIAACME');
    const update = () =>
      cloudtrail.send(new UpdateTrailCommand({ Name: 'main', KmsKeyId: KeyMetadata?.Arn ?? '' }));
    assert.equal(await errorName(update()), 'KmsKeyNotFoundException');
    assert.equal((await update()).KmsKeyId, KeyMetadata?.Arn);
  });
});
