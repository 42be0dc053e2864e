import assert from 'node:assert/strict';
import type { OpenAccount } from '../../../src/aws/index.ts';
import type { Key, Seed } from '../../emulator/index.ts';
import { until } from '../until.ts';
import { accountId, Bench, keyId, never, problemFrom, staticKeys } from './bench.ts';

const arn = `arn:aws:cloudtrail:eu-west-1:${accountId}:trail/audit`;
let key: Key;

const seed: Seed = world => {
  const account = world.account(accountId, { accessKeys: [keyId] });
  account.bucket('logs', 'eu-west-1');
  key = account.key('eu-west-1', 'alias/cloudtrail');
  account.key('eu-west-1', undefined);
  account.emptyAlias('eu-west-1', 'alias/aws/ebs');
  account.trail('audit', { home: 'eu-west-1', bucket: 'logs' });
};

describe('An account, changed through the SDK', () => {
  let bench: Bench;
  let account: OpenAccount;

  beforeEach(async () => {
    bench = await Bench.start(seed);
    await bench.config(`[profile a]\nendpoint_url = $URL\nregion = us-east-1\n${staticKeys}\n`);
    account = await bench.open('a');
  });

  afterEach(() => bench.stop());

  it('gives a trail a key and takes it away, with nothing else in the call', async () => {
    const written = await account.trails.setKey(arn, key.arn);
    assert.match(written.requestId ?? '', /^[\w-]{36}$/);
    assert.equal((await account.trails.get(arn, never))?.kmsKeyId, key.arn);
    await account.trails.setKey(arn, '');
    assert.equal((await account.trails.get(arn, never))?.kmsKeyId, undefined);
    assert.deepEqual(
      bench.emulator.calls.list({ operation: 'UpdateTrail' }).map(({ region, params }) => [region, params]),
      [
        ['eu-west-1', { Name: arn, KmsKeyId: key.arn }],
        ['eu-west-1', { Name: arn, KmsKeyId: '' }],
      ],
    );
  });

  it('ends a write that is on its way when it is closed, and begins no other', async () => {
    bench.emulator.faults.add({
      operation: 'UpdateTrail',
      fails: { kind: 'latency', milliseconds: 300 },
    });
    const written = account.trails.setKey(arn, key.arn);
    await until(() => bench.emulator.calls.count({ operation: 'UpdateTrail' }) > 0);
    account.dispose();
    assert.ok((await written).requestId);
    const { kind, effect } = await problemFrom(account.trails.setKey(arn, ''));
    assert.deepEqual({ kind, effect }, { kind: 'cancelled', effect: 'none' });
  });

  it('knows that there is no such trail', async () => {
    assert.equal(await account.trails.get(arn.replace('audit', 'gone'), never), undefined);
  });

  it('makes a key, with its policy, alias and rotation', async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'kms:*',
          Resource: '*',
        },
      ],
    });
    const made = await account.keys.create({
      region: 'eu-west-1',
      policy,
      description: 'd',
      multiRegion: true,
    });
    await account.keys.createAlias('alias/new', made.arn);
    await account.keys.enableRotation(made.arn);
    const metadata = await account.keys.describe(made.arn, never);
    assert.equal(metadata?.description, 'd');
    assert.equal(metadata?.multiRegion, true);
    assert.deepEqual(await account.keys.aliases(made.arn, never), ['alias/new']);
    assert.equal(await account.keys.rotation(made.arn, never), true);
    assert.equal(await account.keys.policy(made.arn, never), policy);
    await account.keys.putPolicy(made.arn, policy.replace('kms:*', 'kms:*Key*'));
    assert.match(await account.keys.policy(made.arn, never), /kms:\*Key\*/);
    await account.keys.scheduleDeletion(made.arn, 7);
    assert.equal((await account.keys.describe(made.arn, never))?.state, 'PendingDeletion');
  });

  it('sends CreateKey once, whatever happens to it', async () => {
    const create = () =>
      account.keys.create({ region: 'eu-west-1', policy: '{}', description: '', multiRegion: false });
    for (const fails of [{ kind: 'answer lost' }, { kind: 'throttled' }, { kind: 'dropped' }] as const) {
      bench.emulator.calls.clear();
      const off = bench.emulator.faults.add({ operation: 'CreateKey', fails });
      await problemFrom(create());
      assert.equal(bench.emulator.calls.count({ operation: 'CreateKey' }), 1);
      off();
    }
  });

  it('sends once what must be looked at again before it is sent again', async () => {
    const writes = [
      ['UpdateTrail', () => account.trails.setKey(arn, key.arn)],
      ['PutKeyPolicy', () => account.keys.putPolicy(key.arn, key.policy)],
      ['CreateAlias', () => account.keys.createAlias('alias/new', key.arn)],
      ['ScheduleKeyDeletion', () => account.keys.scheduleDeletion(key.arn, 7)],
    ] as const;
    for (const [operation, write] of writes) {
      for (const fails of [{ kind: 'throttled' }, { kind: 'dropped' }, { kind: 'answer lost' }] as const) {
        bench.emulator.calls.clear();
        const off = bench.emulator.faults.add({ operation, fails });
        await problemFrom(write());
        assert.equal(bench.emulator.calls.count({ operation }), 1, `${operation} ${fails.kind}`);
        off();
      }
    }
  });

  it('waits for a write that was begun, though the account is closed', async () => {
    const { calls, faults } = bench.emulator;
    calls.clear();
    faults.add({ operation: 'UpdateTrail', fails: { kind: 'latency', milliseconds: 50 } });
    const write = account.trails.setKey(arn, key.arn);
    await until(() => calls.count({ operation: 'UpdateTrail' }) === 1);
    account.dispose();
    await write;
    assert.equal((await problemFrom(account.trails.setKey(arn, ''))).kind, 'cancelled');
  });

  it('lists keys and aliases page by page', async () => {
    bench.emulator.settings.pageSize = 1;
    const keys: (readonly string[])[] = [];
    for await (const page of account.keys.list('eu-west-1', never)) {
      keys.push(page);
    }
    assert.equal(keys.length, 2);
    assert.ok(keys.flat().includes(key.arn));
    const aliases = [];
    for await (const page of account.keys.listAliases('eu-west-1', never)) {
      aliases.push(...page);
    }
    assert.deepEqual(aliases, [
      { name: 'alias/cloudtrail', keyId: key.arn.split('/')[1] },
      { name: 'alias/aws/ebs' },
    ]);
  });

  it('says why CloudTrail refused', async () => {
    const { requestId, detail, ...problem } = await problemFrom(
      account.trails.setKey(arn, key.arn.replace(/.{12}$/, '000000000000')),
    );
    assert.deepEqual(problem, {
      kind: 'aws-error',
      name: 'KmsKeyNotFoundException',
      service: 'cloudtrail',
      operation: 'UpdateTrail',
      region: 'eu-west-1',
      effect: 'none',
    });
    assert.ok(requestId && detail);
  });
});
