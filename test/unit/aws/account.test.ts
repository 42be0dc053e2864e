import assert from 'node:assert/strict';
import type { CallReport, OpenAccount } from '../../../src/aws/index.ts';
import { absent, known, unknown } from '../../../src/core/trail/fact.ts';
import { defaultRegionsOf } from '../../../src/core/trail/region.ts';
import type { Key, Seed } from '../../emulator/index.ts';
import { accountId, Bench, keyId, never, problemFrom, staticKeys } from './bench.ts';

let key: Key;

const seed: Seed = world => {
  const account = world.account(accountId, {
    accessKeys: [keyId],
    regions: { 'ap-east-1': 'ENABLED', 'af-south-1': 'ENABLING' },
  });
  account.buckets(`
    name   | Region    | Bucket Key
    logs   | eu-west-1 | on
    plain  | us-west-2 | off
  `);
  key = account.key('eu-west-1', 'alias/cloudtrail', { rotation: true });
  account.trails(`
    name  | home      | scope       | bucket | key              | status
    audit | eu-west-1 | all Regions | logs   | alias/cloudtrail | logging
    local | us-east-1 | one Region  | plain  | -                | failing AccessDenied
  `);
  const limited = account.user('limited', {
    accessKeys: ['AKIALIMITED000000001'],
    may: ['sts:*', 's3:GetBucketLocation', 'cloudtrail:*'],
  });
  assert.ok(limited);
  account.user('ec2', { accessKeys: ['AKIAECTWO00000000001'], may: ['sts:*', 'ec2:*'] });
  account.bucket('shut', 'eu-west-1', { admitsCloudTrail: false });
  const other = world.account('444455556666');
  other.bucket('elsewhere', 'eu-north-1');
  other.bucket('shared', 'eu-north-1', { sharedWith: [accountId] });
  world.account('777788889999', { partition: 'aws-cn', accessKeys: ['AKIACHINA00000000001'] });
};

const keysOf = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = secret-of-${id}`;

describe('An account, read through the SDK', () => {
  let bench: Bench;
  let account: OpenAccount;

  before(async () => {
    bench = await Bench.start(seed);
    await bench.config(`
[profile a]
endpoint_url = $URL
region = eu-west-1
${staticKeys}
[profile limited]
endpoint_url = $URL
region = ca-west-1
${keysOf('AKIALIMITED000000001')}
[profile ec2]
endpoint_url = $URL
${keysOf('AKIAECTWO00000000001')}
[profile china]
endpoint_url = $URL
region = cn-north-1
${keysOf('AKIACHINA00000000001')}
`);
    account = await bench.open('a');
  });

  after(() => bench.stop());

  it('says who asks', async () => {
    assert.deepEqual(await account.identity(never), {
      account: accountId,
      arn: `arn:aws:iam::${accountId}:user/admin`,
      partition: 'aws',
    });
  });

  it('says who asks although the profile’s Region is not enabled', async () => {
    assert.equal((await (await bench.open('limited')).identity(never)).account, accountId);
  });

  it('lists its Regions, page by page, in one partition', async () => {
    bench.emulator.settings.pageSize = 5;
    const { names, source } = await account.regions(never);
    bench.emulator.settings.pageSize = undefined;
    assert.deepEqual(source, { kind: 'account' });
    assert.deepEqual(names, [...defaultRegionsOf('aws'), 'ap-east-1'].sort());
    assert.deepEqual(await (await bench.open('china')).regions(never), {
      names: ['cn-north-1', 'cn-northwest-1'],
      source: { kind: 'account' },
    });
  });

  it('asks EC2 for its Regions where it may not ask otherwise', async () => {
    assert.deepEqual(await (await bench.open('ec2')).regions(never), {
      names: [...defaultRegionsOf('aws'), 'ap-east-1'].sort(),
      source: { kind: 'ec2' },
    });
    const report = bench.calls.find(({ operation }) => operation === 'DescribeRegions');
    assert.equal(report?.status, 200);
    assert.match(report?.requestId ?? '', /^[\w-]{36}$/);
  });

  it('asks EC2 once more where that is busy for a moment', async () => {
    bench.emulator.faults.add({ operation: 'DescribeRegions', fails: { kind: 'throttled' }, times: 1 });
    const { source } = await (await bench.open('ec2')).regions(never);
    assert.equal(source.kind, 'ec2');
    assert.equal(bench.calls.findLast(({ operation }) => operation === 'DescribeRegions')?.attempts, 2);
  });

  it('takes the Regions that every account has where it may ask nobody, and says why', async () => {
    const { names, source } = await (await bench.open('limited')).regions(never);
    assert.deepEqual(names, [...defaultRegionsOf('aws'), 'ca-west-1'].sort());
    assert.ok(source.kind === 'default' && source.problem.kind === 'access-denied');
    assert.equal(source.problem.action, 'account:ListRegions');
  });

  it('does not call a busy service a refusal', async () => {
    for (const operation of ['ListRegions', 'DescribeRegions']) {
      bench.emulator.faults.add({ operation, fails: { kind: 'throttled' } });
    }
    const { source } = await account.regions(never);
    assert.equal(source.kind === 'default' && source.problem.kind, 'throttled');
  });

  it('does not take being cancelled for a refusal', async () => {
    const controller = new AbortController();
    controller.abort();
    assert.equal((await problemFrom(account.regions(controller.signal))).kind, 'cancelled');
  });

  it('lists the trails that a Region shows', async () => {
    assert.deepEqual(await account.trails.inRegion('us-east-1', never), [
      {
        arn: `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/audit`,
        name: 'audit',
        homeRegion: 'eu-west-1',
        readFrom: 'us-east-1',
        kmsKeyId: key.arn,
        bucket: 'logs',
        multiRegion: true,
        organization: false,
        logFileValidation: true,
      },
      {
        arn: `arn:aws:cloudtrail:us-east-1:${accountId}:trail/local`,
        name: 'local',
        homeRegion: 'us-east-1',
        readFrom: 'us-east-1',
        bucket: 'plain',
        multiRegion: false,
        organization: false,
        logFileValidation: true,
      },
    ]);
  });

  it('reads the status of a trail at its home', async () => {
    const trails = await account.trails.inRegion('us-east-1', never);
    const [status, failing] = await Promise.all(trails.map(trail => account.trails.status(trail, never)));
    assert.deepEqual(Object.keys(status ?? {}), [
      'logging',
      'latestDelivery',
      'latestDigestDelivery',
      'startedLogging',
    ]);
    assert.equal(failing?.latestDeliveryError, 'AccessDenied');
  });

  it('reads a key', async () => {
    const [metadata, aliases, rotation, policy] = await Promise.all([
      account.keys.describe(key.arn, never),
      account.keys.aliases(key.arn, never),
      account.keys.rotation(key.arn, never),
      account.keys.policy(key.arn, never),
    ]);
    assert.deepEqual(metadata, {
      arn: key.arn,
      id: key.arn.split('/')[1],
      account: accountId,
      region: 'eu-west-1',
      description: metadata?.description,
      manager: 'CUSTOMER',
      state: 'Enabled',
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      origin: 'AWS_KMS',
      multiRegion: false,
    });
    assert.deepEqual(aliases, ['alias/cloudtrail']);
    assert.equal(rotation, true);
    assert.ok(JSON.parse(policy).Statement);
  });

  it('knows that there is no such key', async () => {
    const gone = key.arn.replace(/.{12}$/, '000000000000');
    assert.equal(await account.keys.describe(gone, never), undefined);
  });

  it('finds a bucket’s Region and whether it has a Bucket Key', async () => {
    const facts = await Promise.all(
      ['logs', 'plain', 'gone', 'elsewhere'].map(bucket => account.buckets.facts(bucket, never)),
    );
    assert.deepEqual(facts, [
      { region: known('eu-west-1'), bucketKey: known(true) },
      { region: known('us-west-2'), bucketKey: known(false) },
      { region: absent, bucketKey: absent },
      { region: known('eu-north-1'), bucketKey: unknown('denied') },
    ]);
  });

  it('reads a bucket’s policy, which tells whose the bucket is', async () => {
    const read = async (bucket: string, region: string) => account.buckets.policy?.(bucket, region, never);
    const policy = await read('logs', 'eu-west-1');
    assert.ok(policy?.kind === 'read' && policy.text.includes('AWSCloudTrailWrite'));
    assert.deepEqual(await read('shut', 'eu-west-1'), { kind: 'none' });
    assert.deepEqual(await read('elsewhere', 'eu-north-1'), { kind: 'unread', why: 'denied' });
    assert.deepEqual(await read('shared', 'eu-north-1'), { kind: 'unread', why: 'other-account' });
    assert.deepEqual(await read('gone', 'eu-west-1'), { kind: 'unread', why: 'failed' });
    const off = bench.emulator.faults.add({
      operation: 'GetBucketPolicy',
      fails: { kind: 'proxy page', status: 403 },
    });
    assert.equal((await read('logs', 'eu-west-1'))?.kind, 'unread');
    off();
  });

  it('asks for a bucket’s location where the first answer says nothing', async () => {
    const off = bench.emulator.faults.add({
      operation: 'HeadBucket',
      fails: { kind: 'proxy page', status: 403 },
    });
    assert.deepEqual((await account.buckets.facts('plain', never)).region, known('us-west-2'));
    bench.emulator.faults.add({ operation: 'GetBucketLocation', fails: { kind: 'denied' } });
    assert.deepEqual((await account.buckets.facts('plain', never)).region, unknown('denied'));
    // The first Region outside the United States had a name of its own, and the first of all has none.
    for (const [location, region] of [
      ['EU', 'eu-west-1'],
      ['', 'us-east-1'],
    ] as const) {
      bench.emulator.faults.clear();
      bench.emulator.faults.add({ operation: 'HeadBucket', fails: { kind: 'proxy page', status: 403 } });
      const body = `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${location}</LocationConstraint>`;
      bench.emulator.faults.add({
        operation: 'GetBucketLocation',
        fails: {
          kind: 'other answer',
          status: 200,
          body,
          contentType: 'application/xml',
          takesEffect: 'never',
        },
      });
      assert.deepEqual((await account.buckets.facts('plain', never)).region, known(region));
    }
    off();
    bench.emulator.faults.clear();
  });

  it('sends nothing to a Region whose name would make another host of the address', async () => {
    bench.emulator.calls.clear();
    const { kind } = await problemFrom(account.organization.aggregators('signin.example/', never));
    assert.equal(kind, 'profile-incomplete');
    assert.equal((await problemFrom(account.trails.inRegion('signin.example/', never))).kind, kind);
    assert.equal(bench.emulator.calls.count({}), 0);
  });

  it('tells of each call that it made', () => {
    const { milliseconds, requestId, ...report } = bench.calls.find(
      ({ operation }) => operation === 'DescribeTrails',
    ) as CallReport;
    assert.deepEqual(report, {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      region: 'us-east-1',
      profile: 'a',
      status: 200,
      attempts: 1,
    });
    assert.ok(milliseconds >= 0);
    assert.match(requestId ?? '', /^[\w-]{36}$/);
  });
});
