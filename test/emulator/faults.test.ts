import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { DescribeTrailsCommand, GetTrailCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { ListAliasesCommand } from '@aws-sdk/client-kms';
import { GetBucketLocationCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Emulator, startEmulator } from './index.ts';
import { clientsFor, errorName, failureOf } from './testClients.ts';

describe('Faults', () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator(world => {
      const acme = world.account('111111111111', { accessKeys: ['AKIAACME'] });
      world.account('222222222222', { accessKeys: ['AKIAOTHER'] });
      acme.bucket('logs', 'eu-west-1');
      acme.key('eu-west-1', 'alias/logs');
      acme.trail('main', { home: 'eu-west-1', bucket: 'logs' });
    });
  });
  afterEach(() => emulator.close());

  const clients = (region?: string, who = 'AKIAACME') => clientsFor(emulator.url, who, region);
  const describeTrails = (region?: string, who?: string) =>
    clients(region, who).cloudtrail.send(new DescribeTrailsCommand({}));

  it('strike the calls they name, as often as they say', async () => {
    const off = emulator.faults.add({
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      region: ['us-east-1', 'eu-west-1'],
      account: '111111111111',
      after: 1,
      times: 1,
      fails: { kind: 'throttled' },
    });
    await describeTrails('sa-east-1');
    await describeTrails('eu-west-1', 'AKIAOTHER');
    await clients().cloudtrail.send(new GetTrailCommand({ Name: 'main' }));
    await describeTrails();
    assert.equal(await errorName(describeTrails('us-east-1')), 'ThrottlingException');
    await describeTrails();
    off();
    assert.deepEqual(emulator.faults.list(), []);
  });

  it('are switched off together', async () => {
    emulator.faults.add({ fails: { kind: 'expired token' } });
    assert.equal(await errorName(describeTrails()), 'ExpiredTokenException');
    emulator.faults.clear();
    await describeTrails();
  });

  it('speak the language of each service', async () => {
    const asked = async () => {
      const { cloudtrail, kms, s3, sts } = clients();
      const calls = [
        cloudtrail.send(new DescribeTrailsCommand({})),
        kms.send(new ListAliasesCommand({})),
        s3.send(new GetBucketLocationCommand({ Bucket: 'logs' })),
        sts.send(new GetCallerIdentityCommand({})),
      ];
      return (await Promise.all(calls.map(failureOf))).map(({ name, status }) => `${name} ${status}`);
    };
    const off = emulator.faults.add({ fails: { kind: 'throttled' } });
    assert.deepEqual(await asked(), [
      'ThrottlingException 400',
      'ThrottlingException 400',
      'SlowDown 503',
      'Throttling 400',
    ]);
    off();
    emulator.faults.add({ fails: { kind: 'denied' } });
    assert.deepEqual(await asked(), [
      'AccessDeniedException 400',
      'AccessDeniedException 400',
      'AccessDenied 403',
      'AccessDenied 403',
    ]);
  });

  it('deny in AWS’s words', async () => {
    const user = 'User: arn:aws:iam::111111111111:user/admin is not authorized to perform:';
    const message = async (why?: 'service control policy' | 'permissions boundary') => {
      const off = emulator.faults.add({ fails: { kind: 'denied', ...(why && { why }) } });
      const failure = await failureOf(describeTrails());
      off();
      return failure.message;
    };
    assert.equal(
      await message(),
      `${user} cloudtrail:DescribeTrails because no identity-based policy allows the cloudtrail:DescribeTrails action`,
    );
    assert.equal(
      await message('service control policy'),
      `${user} cloudtrail:DescribeTrails with an explicit deny in a service control policy`,
    );
    assert.equal(
      await message('permissions boundary'),
      `${user} cloudtrail:DescribeTrails because no permissions boundary allows the cloudtrail:DescribeTrails action`,
    );
    emulator.faults.add({ fails: { kind: 'denied' } });
    assert.match(
      (await failureOf(clients().s3.send(new GetBucketLocationCommand({ Bucket: 'logs' })))).message,
      /s3:GetBucketLocation/,
    );
  });

  it('give any AWS error by name', async () => {
    emulator.faults.add({
      fails: { kind: 'error', code: 'KmsKeyDisabledException', message: 'off', status: 400 },
    });
    assert.deepEqual(await failureOf(describeTrails()), {
      name: 'KmsKeyDisabledException',
      message: 'off',
      status: 400,
    });
    assert.equal((await failureOf(clients().s3.send(new HeadBucketCommand({ Bucket: 'logs' })))).status, 400);
  });

  it('put a proxy’s page in place of the answer', async () => {
    for (const status of [200, 407, 502]) {
      const off = emulator.faults.add({ fails: { kind: 'proxy page', status } });
      assert.equal(await errorName(describeTrails()), 'SyntaxError');
      assert.equal(emulator.calls.list().at(-1)?.status, status);
      off();
    }
  });

  it('give garbage', async () => {
    emulator.faults.add({ fails: { kind: 'garbage' } });
    assert.equal(await errorName(describeTrails()), 'SyntaxError');
  });

  it('drop the connection before or after the call is carried out', async () => {
    const KmsKeyId = emulator.world.theKey('alias/logs').arn;
    const update = () => clients().cloudtrail.send(new UpdateTrailCommand({ Name: 'main', KmsKeyId }));
    const off = emulator.faults.add({ fails: { kind: 'dropped' } });
    assert.match((await failureOf(update())).message, /socket hang up|ECONNRESET/);
    assert.equal(emulator.world.theTrail('main').kmsKeyId, undefined);
    off();
    emulator.faults.add({ fails: { kind: 'answer lost' } });
    assert.match((await failureOf(update())).message, /socket hang up|ECONNRESET/);
    assert.equal(emulator.world.theTrail('main').kmsKeyId, KmsKeyId);
    assert.deepEqual(
      emulator.calls.list().map(call => call.status),
      [0, 0],
    );
  });

  it('put another answer in place of the right one: the call is carried out before it, never, or late', async () => {
    const KmsKeyId = emulator.world.theKey('alias/logs').arn;
    const update = (key: string) =>
      clients().cloudtrail.send(new UpdateTrailCommand({ Name: 'main', KmsKeyId: key }));
    const put = (status: number, body: string, takesEffect: 'before' | 'never' | 'late') => {
      emulator.faults.clear();
      emulator.faults.add({ fails: { kind: 'other answer', status, body, takesEffect } });
    };
    put(503, '', 'before');
    assert.equal((await failureOf(update(KmsKeyId))).status, 503);
    assert.equal(emulator.world.theTrail('main').kmsKeyId, KmsKeyId);
    put(200, '{}', 'never');
    assert.equal((await update('')).TrailARN, undefined);
    assert.equal(emulator.world.theTrail('main').kmsKeyId, KmsKeyId);
    put(504, '{}', 'late');
    assert.equal((await failureOf(update(''))).status, 504);
    assert.equal(emulator.world.theTrail('main').kmsKeyId, KmsKeyId);
    emulator.faults.takeLateEffect();
    assert.equal(emulator.world.theTrail('main').kmsKeyId, undefined);
  });

  it('hang until the client gives up', async () => {
    emulator.calls.clear();
    emulator.faults.add({ fails: { kind: 'hang' } });
    const abort = new AbortController();
    const call = clients().cloudtrail.send(new DescribeTrailsCommand({}), { abortSignal: abort.signal });
    while (emulator.calls.count({ operation: 'DescribeTrails' }) === 0) {
      await setImmediate();
    }
    abort.abort();
    assert.equal(await errorName(call), 'AbortError');
  });

  it('take their time, by call and in general', async () => {
    const duration = async () => {
      const start = performance.now();
      await describeTrails();
      return performance.now() - start;
    };
    emulator.settings.latency = 30;
    emulator.faults.add({ service: 'cloudtrail', fails: { kind: 'latency', milliseconds: 50 } });
    assert.ok((await duration()) >= 78);
    emulator.faults.clear();
    emulator.settings.latency = 0;
  });

  it('combine latency with another failure', async () => {
    emulator.faults.add({ fails: { kind: 'throttled' }, times: 1 });
    emulator.faults.add({ fails: { kind: 'latency', milliseconds: 30 } });
    const start = performance.now();
    assert.equal(await errorName(describeTrails()), 'ThrottlingException');
    assert.ok(performance.now() - start >= 28);
    await describeTrails();
  });
});
