import assert from 'node:assert/strict';
import {
  DescribeTrailsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTrailsCommand,
  paginateListTrails,
} from '@aws-sdk/client-cloudtrail';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const acmeId = '111111111111';

const seed: Seed = world => {
  const acme = world.account(acmeId, {
    name: 'acme',
    accessKeys: ['AKIAACME'],
    regions: { 'ap-east-1': 'ENABLED' },
  });
  acme.buckets(`
    name      | Region    | Bucket Key
    acme-logs | eu-west-1 | on
    us-logs   | us-east-1 | off
  `);
  acme.keys(`
    alias            | Region    | admits
    alias/cloudtrail | eu-west-1 | CloudTrail with Bucket Key
  `);
  acme.trails(`
    name    | home      | scope       | bucket    | key              | status             | validation | prefix
    --------+-----------+-------------+-----------+------------------+--------------------+------------+-------
    main    | eu-west-1 | all Regions | acme-logs | alias/cloudtrail | delivered 2m ago   | on         | audit
    local   | us-east-1 | one Region  | us-logs   | -                | stopped            | off        | -
    broken  | eu-west-1 | one Region  | us-logs   | -                | failing NoSuchBucket | on       | -
  `);
};

describe('CloudTrail: trails as they are seen', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(seed);
  });
  after(() => emulator.close());

  const at = (region: string) => clientsFor(emulator.url, 'AKIAACME', region).cloudtrail;
  const namesAt = async (region: string, includeShadowTrails?: boolean, trailNameList?: string[]) => {
    const answer = await at(region).send(
      new DescribeTrailsCommand({
        ...(includeShadowTrails !== undefined && { includeShadowTrails }),
        ...(trailNameList && { trailNameList }),
      }),
    );
    return answer.trailList?.map(trail => trail.Name);
  };

  it('DescribeTrails gives the whole trail', async () => {
    const { trailList } = await at('eu-west-1').send(new DescribeTrailsCommand({ trailNameList: ['main'] }));
    assert.deepEqual(trailList, [
      {
        Name: 'main',
        S3BucketName: 'acme-logs',
        S3KeyPrefix: 'audit',
        IncludeGlobalServiceEvents: true,
        IsMultiRegionTrail: true,
        HomeRegion: 'eu-west-1',
        TrailARN: `arn:aws:cloudtrail:eu-west-1:${acmeId}:trail/main`,
        LogFileValidationEnabled: true,
        KmsKeyId: emulator.world.theKey('alias/cloudtrail').arn,
        HasCustomEventSelectors: false,
        HasInsightSelectors: false,
        IsOrganizationTrail: false,
      },
    ]);
  });

  it('DescribeTrails shows multi-Region trails in every enabled Region and single-Region ones at home alone', async () => {
    assert.deepEqual(await namesAt('eu-west-1'), ['main', 'broken']);
    assert.deepEqual(await namesAt('us-east-1'), ['main', 'local']);
    assert.deepEqual(await namesAt('ap-east-1'), ['main']);
    assert.deepEqual(await namesAt('sa-east-1'), ['main']);
  });

  it('DescribeTrails leaves shadow trails out when told so', async () => {
    assert.deepEqual(await namesAt('us-east-1', false), ['local']);
    assert.deepEqual(await namesAt('sa-east-1', false), []);
  });

  it('DescribeTrails finds a shadow trail by ARN and not by name', async () => {
    const arn = emulator.world.theTrail('main').arn;
    assert.deepEqual(await namesAt('sa-east-1', undefined, ['main']), []);
    assert.deepEqual(await namesAt('sa-east-1', undefined, [arn]), ['main']);
    assert.deepEqual(await namesAt('eu-west-1', undefined, ['main', 'nothing-here']), ['main']);
  });

  it('DescribeTrails refuses malformed names and ARNs', async () => {
    const names = async (name: string) =>
      errorName(at('eu-west-1').send(new DescribeTrailsCommand({ trailNameList: [name] })));
    assert.equal(await names('a'), 'InvalidTrailNameException');
    assert.equal(await names('-leading'), 'InvalidTrailNameException');
    assert.equal(await names('two--dashes'), 'InvalidTrailNameException');
    assert.equal(await names('192.168.0.1'), 'InvalidTrailNameException');
    assert.equal(await names('x'.repeat(129)), 'InvalidTrailNameException');
    assert.equal(await names('arn:aws:s3:::acme-logs'), 'CloudTrailARNInvalidException');
  });

  it('GetTrail finds a trail by name at home and by ARN wherever it is seen', async () => {
    const { arn } = emulator.world.theTrail('main');
    const get = async (region: string, Name: string) =>
      (await at(region).send(new GetTrailCommand({ Name }))).Trail?.HomeRegion;
    assert.equal(await get('eu-west-1', 'main'), 'eu-west-1');
    assert.equal(await get('us-east-1', arn), 'eu-west-1');
    assert.deepEqual(await failureOf(get('us-east-1', 'main')), {
      name: 'TrailNotFoundException',
      message: `Unknown trail: arn:aws:cloudtrail:us-east-1:${acmeId}:trail/main for the user: ${acmeId}`,
      status: 400,
    });
    assert.equal(
      await errorName(get('eu-west-1', emulator.world.theTrail('local').arn)),
      'TrailNotFoundException',
    );
    assert.equal(await errorName(get('eu-west-1', '')), 'InvalidTrailNameException');
  });

  it('GetTrailStatus tells what is delivered, stopped and failing', async () => {
    const status = async (region: string, Name: string) => {
      const { $metadata: _metadata, ...rest } = await at(region).send(new GetTrailStatusCommand({ Name }));
      return rest;
    };
    const main = await status('eu-west-1', 'main');
    assert.equal(main.IsLogging, true);
    assert.ok(
      main.LatestDeliveryTime && Math.abs(Date.now() - 120_000 - main.LatestDeliveryTime.getTime()) < 20_000,
    );
    assert.equal(main.LatestDeliveryError, undefined);
    const local = await status('us-east-1', 'local');
    assert.equal(local.IsLogging, false);
    assert.ok(local.StopLoggingTime instanceof Date);
    assert.equal((await status('eu-west-1', 'broken')).LatestDeliveryError, 'NoSuchBucket');
    assert.equal(await errorName(status('us-east-1', 'main')), 'TrailNotFoundException');
    assert.equal((await status('us-east-1', emulator.world.theTrail('main').arn)).IsLogging, true);
  });

  it('ListTrails gives small pages, and refuses a token it did not hand out', async () => {
    emulator.settings.pageSize = 2;
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListTrails({ client: at('eu-west-1') }, {})) {
      pages.push((page.Trails ?? []).map(trail => trail.Name));
    }
    emulator.settings.pageSize = undefined;
    assert.deepEqual(pages, [['main', 'local'], ['broken']]);
    assert.equal(
      await errorName(at('eu-west-1').send(new ListTrailsCommand({ NextToken: 'made up' }))),
      'InvalidNextTokenException',
    );
  });
});
