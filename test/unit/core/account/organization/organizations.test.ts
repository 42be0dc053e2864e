import assert from 'node:assert/strict';
import { Organizations } from '../../../../../src/core/account/organization/organizations.ts';
import type { OrganizationState } from '../../../../../src/core/account/organization/state.ts';
import { needsAttention } from '../../../../../src/core/trail/verdict.ts';
import { inEnglish } from '../../../../../src/core/wording/message.ts';
import { appearanceOfTrail, trailInBrief } from '../../../../../src/core/wording/trails.ts';
import { access, ids, organizationSeed } from '../../../../emulator/worlds/organization.ts';
import { Bench } from '../../../aws/bench.ts';
import { until } from '../../../until.ts';

/** The core over the edge that ships, and an emulated AWS behind it. */
describe('An organization, read through AWS Config', () => {
  let bench: Bench;
  let organizations: Organizations;

  before(async () => {
    bench = await Bench.start(organizationSeed({ accounts: 320 }));
    await bench.config(
      (['audit', 'management', 'payments'] as const)
        .map(
          name => `[profile ${name}]
region = eu-west-1
endpoint_url = $URL
aws_access_key_id = ${access[name]}
aws_secret_access_key = secret
`,
        )
        .join('\n'),
    );
  });
  beforeEach(async () => {
    const { profiles } = await bench.profiles.list();
    bench.emulator.calls.clear();
    organizations = new Organizations({
      open: async name => bench.open(name),
      profile: name => profiles.find(profile => profile.name === name),
      concurrency: () => 20,
      now: Date.now,
    });
  });
  afterEach(() => {
    organizations.dispose();
    bench.emulator.faults.clear();
  });
  after(() => bench.stop());

  const found = async () => {
    await organizations.find('audit');
    // Its id comes behind it.
    await until(() => organizations.states()[0]?.id !== undefined);
    const [state] = organizations.states();
    assert.ok(state);
    return state;
  };
  const read = async (): Promise<OrganizationState> => {
    const { aggregator } = await found();
    bench.emulator.calls.clear();
    await organizations.load(aggregator.arn);
    const state = organizations.state(aggregator.arn);
    assert.ok(state);
    return state;
  };
  const namesOf = (state: OrganizationState) =>
    state.trails.map(({ trail }) => trail.arn.replace(/^arn:aws:cloudtrail:/, ''));

  it('is found in whatever Region its aggregator lives, and nothing is read before somebody asks', async () => {
    const { aggregator, id, phase, trails } = await found();
    assert.deepEqual(
      [aggregator.name, aggregator.region, id],
      ['organization', 'eu-central-1', 'o-a1b2c3d4e5'],
    );
    assert.deepEqual([phase, trails], ['not-loaded', []]);
    assert.deepEqual(organizations.search('audit')?.unread, []);
    assert.deepEqual(bench.emulator.calls.counts({ service: ['config', 'organizations'] }), {
      'config:DescribeConfigurationAggregators': 17,
      'organizations:DescribeOrganization': 1,
    });
    await organizations.find('payments');
    assert.deepEqual([organizations.search('payments')?.phase, organizations.states().length], ['done', 1]);
  });

  it('tells a Region that may not be asked, and hides no other', async () => {
    const account = bench.emulator.world.account(ids.audit);
    bench.emulator.faults.add({
      operation: 'DescribeConfigurationAggregators',
      region: 'us-east-1',
      fails: { kind: 'denied' },
    });
    await organizations.find('audit');
    assert.ok(account);
    const search = organizations.search('audit');
    assert.deepEqual(
      search?.unread.map(({ region, problem }) => `${region} ${problem.kind}`),
      ['us-east-1 access-denied'],
    );
    assert.equal(organizations.states().length, 1);
  });

  it('has each trail once, whichever accounts and Regions have recorded it, as its own home recorded it', async () => {
    const state = await read();
    const expected = [...bench.emulator.world.accounts.values()].flatMap(({ trails }) => trails);
    const missing = expected
      .map(({ arn }) => arn.replace(/^arn:aws:cloudtrail:/, ''))
      .filter(arn => !namesOf(state).includes(arn));
    assert.deepEqual(missing, [
      // Made since, of accounts that record nothing or no trails, of a Region that is not collected.
      'eu-west-1:100000000099:trail/made-today',
      'eu-west-1:100000000102:trail/audit',
      'eu-west-1:100000000105:trail/audit',
      'eu-west-1:100000000108:trail/audit',
      ...expected
        .filter(
          ({ accountId }) => Number(accountId) >= 100_000_000_202 && Number(accountId) <= 100_000_000_231,
        )
        .map(({ arn }) => arn.replace(/^arn:aws:cloudtrail:/, '')),
      'eu-west-1:100000000303:trail/audit',
    ]);
    assert.equal(new Set(namesOf(state)).size, state.trails.length);
    const shared = state.trails.find(({ trail }) => trail.organization);
    assert.deepEqual(shared?.recorded.region, 'eu-west-1');
    assert.deepEqual(shared?.recorded.account, ids.management);
    assert.ok(state.trails.every(({ recorded }) => (recorded.at ?? 0) > 0));
    assert.deepEqual(state.unread, []);
    assert.deepEqual(
      state.uncollected?.map(({ account, region, status }) => `${account} ${region} ${status}`),
      ['100000000302 eu-west-1 FAILED', '100000000303 eu-west-1 FAILED'],
    );
  });

  it('does not know what is not collected where AWS Config does not come to the end of telling it', async () => {
    const body = JSON.stringify({ AggregatedSourceStatusList: [], NextToken: 'the same again' });
    bench.emulator.faults.add({
      operation: 'DescribeConfigurationAggregatorSourcesStatus',
      fails: {
        kind: 'other answer',
        status: 200,
        body,
        contentType: 'application/x-amz-json-1.1',
        takesEffect: 'never',
      },
    });
    const state = await read();
    assert.equal(state.uncollected, undefined);
    assert.deepEqual(
      bench.emulator.calls.counts({ operation: 'DescribeConfigurationAggregatorSourcesStatus' }),
      {
        'config:DescribeConfigurationAggregatorSourcesStatus': 2,
      },
    );
  });

  it('finds what lacks SSE-KMS, and holds nothing against a trail that is not recorded', async () => {
    const state = await read();
    const pressing = state.trails.filter(({ verdict }) => needsAttention(verdict));
    assert.deepEqual(
      pressing.map(({ trail }) => trail.arn),
      [`arn:aws:cloudtrail:eu-west-1:${ids.payments}:trail/audit`],
    );
    const shared = state.trails.find(({ trail }) => trail.organization);
    assert.ok(shared);
    assert.equal(appearanceOfTrail(shared), 'encrypted');
    assert.deepEqual(shared.facts.logging, { kind: 'unknown', cause: 'not-recorded' });
    assert.equal(shared.facts.key.kind === 'known' && shared.facts.key.value.state.kind, 'known');
    assert.equal(shared.facts.key.kind === 'known' && shared.facts.key.value.policy.kind, 'unknown');
    assert.deepEqual(shared.facts.bucketRegion, { kind: 'known', value: 'eu-west-1' });
    assert.deepEqual(shared.facts.bucketKey, { kind: 'unknown', cause: 'not-recorded' });
    assert.deepEqual([...state.names], [[ids.payments, 'payments']]);
    // Eight record nothing; twenty record buckets alone, and have none.
    assert.equal(state.accounts.length, 320 - 8 - 20);
  });

  it('tells a key that is not in the Region of its bucket, and nothing of a bucket recorded in two Regions', async () => {
    const { aggregator } = await found();
    const items = bench.emulator.world.recorded;
    const owner = ids.audit;
    const former = items.get(owner) ?? [];
    const isLogBucket = (item: (typeof former)[number]) => item['resourceId'] === 'acme-org-logs';
    const elsewhere = former.filter(isLogBucket).map(item => ({ ...item, awsRegion: 'us-east-1' }));
    const sharedWith = async (recorded: typeof former) => {
      items.set(owner, recorded);
      bench.emulator.world.recordings += 1;
      await organizations.refresh(aggregator.arn);
      const { trails = [] } = organizations.state(aggregator.arn) ?? {};
      return trails.find(({ trail }) => trail.organization) ?? assert.fail();
    };
    try {
      const moved = await sharedWith([...former.filter(item => !isLogBucket(item)), ...elsewhere]);
      const codesOf = ({ verdict }: typeof moved) => verdict.reasons.map(({ code }) => code);
      assert.equal(codesOf(moved)[0], 'kms-key-other-region');
      const twice = await sharedWith([...former, ...elsewhere]);
      assert.deepEqual(twice.facts.bucketRegion, { kind: 'unknown', cause: 'not-recorded' });
      assert.deepEqual(codesOf(twice), codesOf(moved).slice(1));
    } finally {
      items.set(owner, former);
      bench.emulator.world.recordings += 1;
    }
  });

  it('says of a key that is not recorded that nobody knows of it', async () => {
    const { aggregator } = await found();
    const home = bench.emulator.world.recorded;
    const items = home.get(ids.management) ?? [];
    home.set(
      ids.management,
      items.filter(item => item['resourceType'] !== 'AWS::KMS::Key'),
    );
    bench.emulator.world.recordings += 1;
    await organizations.load(aggregator.arn);
    home.set(ids.management, items);
    bench.emulator.world.recordings += 1;
    const shared = organizations.state(aggregator.arn)?.trails.find(({ trail }) => trail.organization);
    assert.ok(shared);
    assert.deepEqual(trailInBrief(shared).map(inEnglish).slice(0, 1), ['key not recorded by AWS Config']);
    assert.equal(appearanceOfTrail(shared), 'unknown');
  });

  it('asks few pages: each trail of the home Regions once, and keys by the hundred', async () => {
    await read();
    const counts = bench.emulator.calls.counts();
    assert.deepEqual(counts, {
      'sts:GetCallerIdentity': 1,
      'config:SelectAggregateResourceConfig': counts['config:SelectAggregateResourceConfig'],
      'config:DescribeConfigurationAggregatorSourcesStatus': 1,
      'organizations:DescribeAccount': 1,
    });
    assert.ok((counts['config:SelectAggregateResourceConfig'] ?? 99) <= 9, JSON.stringify(counts));
    const asked = bench.emulator.calls
      .list({ operation: 'SelectAggregateResourceConfig' })
      .map(({ params }) => JSON.stringify(params));
    assert.equal(new Set(asked).size, asked.length);
  });

  it('asks plainly where AWS Config does not take the expression', async () => {
    const { aggregator } = await found();
    bench.emulator.faults.add({
      operation: 'SelectAggregateResourceConfig',
      // The first counts trails, the second accounts.
      after: 2,
      times: 1,
      fails: { kind: 'error', code: 'InvalidExpressionException' },
    });
    await organizations.load(aggregator.arn);
    const state = organizations.state(aggregator.arn);
    assert.equal(state?.phase, 'loaded');
    assert.equal(state?.problem, undefined);
    assert.ok((state?.trails.length ?? 0) > 80);
  });

  for (const [fails, kind] of [
    [{ kind: 'denied' }, 'access-denied'],
    [{ kind: 'proxy page' }, 'not-aws'],
    [{ kind: 'garbage' }, 'not-aws'],
    [{ kind: 'error', code: 'NoSuchConfigurationAggregatorException' }, 'aws-error'],
    [{ kind: 'other answer', status: 200, body: '{}', takesEffect: 'never' }, 'not-aws'],
    [{ kind: 'other answer', status: 200, body: '{"Results":["[1]"]}', takesEffect: 'never' }, 'not-aws'],
    [{ kind: 'other answer', status: 200, body: '{"Results":[7]}', takesEffect: 'never' }, 'not-aws'],
    [
      { kind: 'other answer', status: 200, body: '{"Results":[],"NextToken":"x"}', takesEffect: 'never' },
      'not-aws',
    ],
  ] as const) {
    it(`tells why nothing could be read: ${JSON.stringify(fails)}`, async () => {
      const { aggregator } = await found();
      bench.emulator.faults.add({ operation: 'SelectAggregateResourceConfig', fails });
      await organizations.load(aggregator.arn);
      const state = organizations.state(aggregator.arn);
      assert.deepEqual([state?.phase, state?.problem?.kind, state?.trails], ['failed', kind, []]);
      bench.emulator.faults.clear();
      await organizations.refresh(aggregator.arn);
      assert.deepEqual([organizations.state(aggregator.arn)?.phase], ['loaded']);
    });
  }

  it('keeps what was read when it cannot be read again, and says why', async () => {
    const before = await read();
    bench.emulator.faults.add({
      operation: 'SelectAggregateResourceConfig',
      after: 3,
      fails: { kind: 'denied' },
    });
    await organizations.refresh(before.aggregator.arn);
    const state = organizations.state(before.aggregator.arn);
    assert.deepEqual([state?.phase, state?.problem?.kind], ['loaded', 'access-denied']);
    assert.deepEqual(state && namesOf(state), namesOf(before));
  });

  it('waits where AWS throttles, and asks again', async () => {
    const { aggregator } = await found();
    bench.emulator.faults.add({
      operation: 'SelectAggregateResourceConfig',
      times: 2,
      fails: { kind: 'throttled' },
    });
    await organizations.load(aggregator.arn);
    assert.deepEqual(
      [organizations.state(aggregator.arn)?.phase, organizations.state(aggregator.arn)?.problem],
      ['loaded', undefined],
    );
  });

  it('stops when it is told to, and drops what comes late', async () => {
    const { aggregator } = await found();
    bench.emulator.faults.add({ operation: 'SelectAggregateResourceConfig', fails: { kind: 'hang' } });
    const reading = organizations.load(aggregator.arn);
    organizations.cancel();
    await reading;
    const state = organizations.state(aggregator.arn);
    assert.deepEqual([state?.phase, state?.problem?.kind, state?.trails], ['failed', 'cancelled', []]);
  });

  it('is remembered by name alone', async () => {
    await read();
    const known = organizations.known();
    assert.deepEqual(Object.keys(known[0] ?? {}).sort(), ['aggregator', 'id', 'profile']);
    const other = new Organizations({
      open: () => assert.fail('nothing is asked'),
      profile: name => ({ name, kind: 'static' }),
      concurrency: () => 1,
      now: Date.now,
    });
    other.remember(known);
    assert.deepEqual(
      other.states().map(({ id, phase, trails }) => [id, phase, trails]),
      [['o-a1b2c3d4e5', 'not-loaded', []]],
    );
    other.dispose();
  });
});
