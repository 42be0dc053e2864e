import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from './index.ts';
import { post } from './testClients.ts';
import { access, ids, organizationSeed } from './worlds/organization.ts';

describe('AWS Config: aggregators', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(organizationSeed({ accounts: 120 }));
  });
  after(() => emulator.close());

  const ask = async (
    operation: string,
    input: object,
    who: string = access.audit,
    region = 'eu-central-1',
  ) => {
    const { status, body } = await post(emulator.url, {
      service: 'config',
      who,
      region,
      body: JSON.stringify(input),
      headers: {
        'x-amz-target': `StarlingDoveService.${operation}`,
        'content-type': 'application/x-amz-json-1.1',
      },
    });
    const answer = JSON.parse(body) as Record<string, unknown>;
    return status === 200 ? answer : { error: answer['__type'] };
  };
  const page = async (Expression: string, more: object = {}) => {
    const input = { ConfigurationAggregatorName: 'organization', Expression, ...more };
    return (await ask('SelectAggregateResourceConfig', input)) as {
      readonly Results?: readonly string[];
      readonly NextToken?: string;
      readonly QueryInfo?: { readonly SelectFields: readonly { readonly Name: string }[] };
      readonly error?: string;
    };
  };
  const rows = async (expression: string, more: object = {}): Promise<readonly unknown[]> =>
    (await page(expression, more)).Results?.map(row => JSON.parse(row)) ?? [];
  const all = async (expression: string, more: object = {}): Promise<readonly unknown[]> => {
    const found: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const next = await page(expression, { ...more, ...(NextToken && { NextToken }) });
      found.push(...(next.Results ?? []).map(row => JSON.parse(row)));
      NextToken = next.NextToken;
    } while (NextToken);
    return found;
  };

  it('shows an aggregator in its own account and Region alone', async () => {
    const found = await ask('DescribeConfigurationAggregators', {});
    const [aggregator] = found['ConfigurationAggregators'] as readonly Record<string, unknown>[];
    assert.equal(aggregator?.['ConfigurationAggregatorName'], 'organization');
    assert.ok(aggregator?.['OrganizationAggregationSource']);
    const elsewhere = [
      await ask('DescribeConfigurationAggregators', {}, access.audit, 'eu-west-1'),
      await ask('DescribeConfigurationAggregators', {}, access.management),
    ];
    assert.deepEqual(
      elsewhere.map(answer => answer['ConfigurationAggregators']),
      [[], []],
    );
    assert.deepEqual(
      await ask('SelectAggregateResourceConfig', {
        ConfigurationAggregatorName: 'another',
        Expression: 'SELECT arn',
      }),
      { error: 'NoSuchConfigurationAggregatorException' },
    );
  });

  it('answers with the properties that were asked for, where they stand in the resource, and leaves out what is not set', async () => {
    const where = `accountId = '${ids.payments}' AND resourceType = 'AWS::CloudTrail::Trail' AND configuration.name = 'audit'`;
    assert.deepEqual(
      await rows(
        `SELECT arn, awsRegion, configuration.kmsKeyId, configuration.s3BucketName, configuration.isMultiRegionTrail WHERE ${where}`,
      ),
      [
        {
          arn: `arn:aws:cloudtrail:eu-west-1:${ids.payments}:trail/audit`,
          awsRegion: 'eu-west-1',
          configuration: { s3BucketName: `acme-logs-${ids.payments}`, isMultiRegionTrail: false },
        },
      ],
    );
    const [whole] = await rows(`SELECT * WHERE ${where}`);
    assert.ok(!('configuration' in (whole as object)));
    assert.equal((whole as Record<string, unknown>)['resourceName'], 'audit');
  });

  it('records an organization trail in every member and Region that records trails', async () => {
    const counted = (await all(
      "SELECT arn, COUNT(*) WHERE resourceType = 'AWS::CloudTrail::Trail' GROUP BY arn",
    )) as readonly Record<string, unknown>[];
    const shared = counted.find(row => String(row['arn']).endsWith(':trail/org-trail'));
    // 8 of 120 accounts record nothing; one Region of an account is not read.
    assert.equal(shared?.['COUNT(*)'], (120 - 8) * 17);
    assert.ok(counted.every(row => !String(row['arn']).endsWith('made-today')));
  });

  it('gives pages of 25, of 100 at most, and of 500 groups', async () => {
    const trails = "SELECT arn WHERE resourceType = 'AWS::CloudTrail::Trail'";
    assert.equal((await rows(trails)).length, 25);
    assert.equal((await rows(trails, { MaxResults: 100 })).length, 100);
    assert.deepEqual(await page(trails, { MaxResults: 101 }), { error: 'InvalidLimitException' });
    const groups =
      "SELECT accountId, awsRegion, COUNT(*) WHERE resourceType = 'AWS::CloudTrail::Trail' GROUP BY accountId, awsRegion";
    assert.equal((await rows(groups)).length, 500);
    assert.equal((await all(groups)).length, (120 - 8) * 17);
    const { NextToken } = await page(trails);
    assert.deepEqual(await page(groups, { NextToken }), { error: 'InvalidNextTokenException' });
  });

  it('understands conditions, orders and aggregates', async () => {
    const count = async (where: string) => {
      const [row] = await rows(`SELECT COUNT(*) WHERE resourceType = 'AWS::KMS::Key' AND ${where}`);
      return (row as Record<string, unknown> | undefined)?.['COUNT(*)'] ?? 0;
    };
    const keys = emulator.world.theTrail('org-trail').kmsKeyId;
    const inIreland = await count("awsRegion = 'eu-west-1'");
    assert.equal(await count(`awsRegion IN ('eu-west-1') AND NOT arn = '${keys}'`), Number(inIreland) - 1);
    assert.equal(await count("(awsRegion = 'eu-west-1' OR awsRegion LIKE 'eu-w%')"), inIreland);
    assert.equal(await count("awsRegion BETWEEN 'eu-west-1' AND 'eu-west-1'"), inIreland);
    assert.equal(await count("configuration.keyState = 'Disabled'"), 0);
    const byRegion = (await rows(
      "SELECT awsRegion, COUNT(*) WHERE resourceType = 'AWS::KMS::Key' GROUP BY awsRegion ORDER BY COUNT(*) DESC",
    )) as readonly Record<string, unknown>[];
    assert.equal(byRegion[0]?.['awsRegion'], 'eu-west-1');
  });

  it('drops a group that lacks a property, or keeps it: AWS does not document which', async () => {
    const query =
      "SELECT configuration.name, configuration.kmsKeyId, COUNT(*) WHERE accountId = '100000000042' GROUP BY configuration.name, configuration.kmsKeyId";
    const names = async () =>
      ((await rows(query)) as readonly { configuration?: { name?: string } }[]).map(
        row => row.configuration?.name,
      );
    assert.deepEqual(await names(), ['org-trail']);
    emulator.settings.groupsDropMissing = false;
    assert.ok((await names()).includes('audit'));
    emulator.settings.groupsDropMissing = true;
  });

  for (const expression of [
    'SELECT arn FROM resources',
    'SELECT arn AS name',
    'SELECT DISTINCT arn',
    'SELECT arn WHERE configuration.kmsKeyId IS NULL',
    'SELECT arn WHERE arn = NULL',
    "SELECT arn WHERE arn LIKE '%trail'",
    "SELECT arn WHERE arn LIKE 'ab%'",
    'SELECT arn GROUP BY arn',
    'SELECT arn, COUNT(*) GROUP BY awsRegion',
    'SELECT COUNT(*) GROUP BY arn, awsRegion, accountId, resourceId',
    'SELECT arn, awsRegion, COUNT(*) GROUP BY arn, awsRegion ORDER BY COUNT(*)',
    'SELECT arn WHERE arn = "a"',
    "SELECT arn WHERE arn == 'a'",
    "SELECT arn WHERE arn = 'a",
    'SELECT',
    'arn',
  ]) {
    it(`refuses what AWS Config does not take: ${expression}`, async () => {
      assert.deepEqual(await page(expression), { error: 'InvalidExpressionException' });
    });
  }

  it('tells which Regions it could not collect', async () => {
    const asked = { ConfigurationAggregatorName: 'organization', UpdateStatus: ['FAILED', 'OUTDATED'] };
    assert.deepEqual(await ask('DescribeConfigurationAggregatorSourcesStatus', asked), {
      AggregatedSourceStatusList: [],
    });
    emulator.world.sourceFailures.push({
      accountId: ids.payments,
      region: 'eu-west-1',
      status: 'FAILED',
      code: 'AccessDenied',
      message: 'Not authorized.',
    });
    const failed = await ask('DescribeConfigurationAggregatorSourcesStatus', asked);
    const [first] = failed['AggregatedSourceStatusList'] as readonly Record<string, unknown>[];
    assert.deepEqual([first?.['SourceId'], first?.['AwsRegion']], [ids.payments, 'eu-west-1']);
    assert.deepEqual(
      await rows(`SELECT arn WHERE accountId = '${ids.payments}' AND configuration.name = 'audit'`),
      [],
    );
    emulator.world.sourceFailures.length = 0;
  });

  it('slows callers down', async () => {
    emulator.settings.callsPerSecond = 2;
    const answers = await Promise.all(
      [1, 2, 3].map(() => ask('DescribeConfigurationAggregators', {}, access.management)),
    );
    emulator.settings.callsPerSecond = undefined;
    assert.equal(answers.filter(({ error }) => error === 'ThrottlingException').length, 1);
  });
});

describe('IAM Identity Center: accounts and roles of a session', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator(organizationSeed({ accounts: 120 }));
  });
  after(() => emulator.close());

  const get = async (path: string, token: string = access.ssoToken) => {
    const response = await fetch(`${emulator.url}${path}`, { headers: { 'x-amz-sso_bearer_token': token } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('lists those that a token opens, page by page', async () => {
    const first = await get('/assignment/accounts?max_result=10');
    const accounts = first.body['accountList'] as readonly Record<string, string>[];
    assert.deepEqual(accounts[0], {
      accountId: '100000000002',
      accountName: 'team-002',
      emailAddress: 'aws+100000000002@example.com',
    });
    assert.equal(accounts.length, 10);
    const token = encodeURIComponent(String(first.body['nextToken']));
    const second = await get(`/assignment/accounts?max_result=10&next_token=${token}`);
    assert.equal((second.body['accountList'] as readonly unknown[]).length, 2);
    assert.equal(second.body['nextToken'], undefined);
    const roles = await get('/assignment/roles?account_id=100000000002');
    assert.deepEqual(roles.body['roleList'], [
      { roleName: 'ReadOnly', accountId: '100000000002' },
      { roleName: 'Administrator', accountId: '100000000002' },
    ]);
  });

  it('refuses other tokens, accounts and roles', async () => {
    assert.equal((await get('/assignment/accounts', 'expired')).status, 401);
    assert.equal((await get('/assignment/roles?account_id=100000000003')).status, 403);
    assert.equal((await get('/federation/credentials?account_id=100000000002&role_name=Nobody')).status, 403);
    emulator.settings.callsPerSecond = 1;
    const answers = [await get('/assignment/accounts'), await get('/assignment/accounts')];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 429],
    );
  });
});
