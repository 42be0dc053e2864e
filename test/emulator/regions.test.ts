import assert from 'node:assert/strict';
import {
  ListRegionsCommand,
  type ListRegionsCommandInput,
  paginateListRegions,
} from '@aws-sdk/client-account';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { XMLParser } from 'fast-xml-parser';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf, post } from './testClients.ts';
import type { Seed } from './world/seed.ts';

const seed: Seed = world => {
  const root = world.account('111111111111', {
    accessKeys: ['AKIAROOT'],
    regions: { 'ap-east-1': 'ENABLED' },
  });
  const member = world.account('222222222222', { accessKeys: ['AKIAMEMBER'] });
  world.organization({ management: root, members: [member] });
  root.user('narrow', { accessKeys: ['AKIANARROW'], may: ['cloudtrail:*'] });
  world.account('333333333333', { partition: 'aws-us-gov', accessKeys: ['AKIAGOV'] });
};

describe('Regions', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(seed);
  });
  after(() => emulator.close());

  const regions = async (who: string, input: ListRegionsCommandInput, at = 'us-east-1') =>
    (await clientsFor(emulator.url, who, at).account.send(new ListRegionsCommand(input))).Regions?.map(
      region => region.RegionName,
    );

  it('ListRegions gives the account’s Regions by state, page by page', async () => {
    const { account } = clientsFor(emulator.url, 'AKIAROOT', 'us-east-1');
    const statuses = ['ENABLED', 'ENABLED_BY_DEFAULT'] as const;
    const pages: number[] = [];
    const input = { RegionOptStatusContains: [...statuses], MaxResults: 10 };
    for await (const page of paginateListRegions({ client: account }, input))
      pages.push(page.Regions?.length ?? 0);
    assert.deepEqual(pages, [10, 8]);
    assert.deepEqual(await regions('AKIAROOT', { RegionOptStatusContains: ['ENABLED'] }), ['ap-east-1']);
    assert.deepEqual(await regions('AKIAGOV', {}, 'us-gov-west-1'), ['us-gov-east-1', 'us-gov-west-1']);
  });

  it('ListRegions refuses', async () => {
    const fails = async (who: string, input: Record<string, unknown>) => {
      const { name, status } = await failureOf(regions(who, input));
      return [name, status];
    };
    assert.deepEqual(await fails('AKIANARROW', {}), ['AccessDeniedException', 403]);
    assert.deepEqual(await fails('AKIAROOT', { MaxResults: 51 }), ['ValidationException', 400]);
    assert.deepEqual(await fails('AKIAROOT', { NextToken: 'made up' }), ['ValidationException', 400]);
    assert.deepEqual(await fails('AKIAMEMBER', { AccountId: '111111111111' }), [
      'AccessDeniedException',
      403,
    ]);
    assert.equal(
      (await regions('AKIAROOT', { AccountId: '222222222222', RegionOptStatusContains: ['ENABLED'] }))
        ?.length,
      0,
    );
  });

  it('DescribeRegions gives enabled Regions, and all of them when asked', async () => {
    const describe = async (form: string, who = 'AKIAROOT') =>
      post(emulator.url, { service: 'ec2', who, body: `Action=DescribeRegions&Version=2016-11-15${form}` });
    const names = async (form: string) => {
      const parsed = new XMLParser({ isArray: name => name === 'item' }).parse(
        (await describe(form)).body,
      ) as {
        DescribeRegionsResponse: { regionInfo: { item: { regionName: string; optInStatus: string }[] } };
      };
      return parsed.DescribeRegionsResponse.regionInfo.item.map(
        item => `${item.regionName} ${item.optInStatus}`,
      );
    };
    assert.equal((await names('')).length, 18);
    assert.ok((await names('')).includes('ap-east-1 opted-in'));
    assert.equal((await names('&AllRegions=true')).length, 34);
    assert.deepEqual(await names('&RegionName.1=eu-west-1'), ['eu-west-1 opt-in-not-required']);
    const code = async (form: string, who?: string) => {
      const { status, body } = await describe(form, who);
      return [status, /<Code>(.*?)<\/Code>/.exec(body)?.[1]];
    };
    assert.deepEqual(await code('', 'AKIANARROW'), [403, 'UnauthorizedOperation']);
    assert.deepEqual(await code('', 'AKIANOBODY'), [401, 'AuthFailure']);
    assert.deepEqual(await code('&RegionName.1=nowhere'), [400, 'InvalidParameterValue']);
    assert.deepEqual(await code('&Colour=red'), [400, 'UnknownParameter']);
    assert.deepEqual(await code('&AllRegions=maybe'), [400, 'InvalidParameterValue']);
  });

  it('knows nobody in a Region that is off, in another partition, or nowhere', async () => {
    const trails = (who: string, region: string) =>
      failureOf(clientsFor(emulator.url, who, region).cloudtrail.send(new DescribeTrailsCommand({})));
    const unknown = {
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      status: 400,
    };
    assert.deepEqual(await trails('AKIAROOT', 'af-south-1'), unknown);
    assert.deepEqual(await trails('AKIAROOT', 'us-gov-west-1'), unknown);
    assert.deepEqual(await trails('AKIAGOV', 'us-east-1'), unknown);
    assert.equal((await trails('AKIAROOT', 'eu-nowhere-1')).name, 'InvalidSignatureException');
    const sts = clientsFor(emulator.url, 'AKIAROOT', 'af-south-1').sts;
    assert.deepEqual(await errorName(sts.send(new GetCallerIdentityCommand({}))), 'InvalidClientTokenId');
  });

  it('a Region switched on answers, and switched off no longer', async () => {
    const { cloudtrail } = clientsFor(emulator.url, 'AKIAROOT', 'me-south-1');
    emulator.events.switchRegion('111111111111', 'me-south-1', true);
    assert.deepEqual((await cloudtrail.send(new DescribeTrailsCommand({}))).trailList, []);
    emulator.events.switchRegion('111111111111', 'me-south-1', false);
    assert.equal(
      await errorName(cloudtrail.send(new DescribeTrailsCommand({}))),
      'UnrecognizedClientException',
    );
  });
});
