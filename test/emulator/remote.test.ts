import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DescribeTrailsCommand, GetTrailStatusCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { connectEmulator, type RemoteEmulator } from './index.ts';
import { clientsFor, errorName } from './testClients.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const typescript = new URL('../../scripts/typescript.mjs', import.meta.url);

describe('The emulator in a process of its own', () => {
  let child: ChildProcess;
  let remote: RemoteEmulator;
  before(async () => {
    const words = [`--import=${typescript}`, here('main.ts'), here('worlds/small.ts')];
    child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    assert.ok(child.stdout);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    assert.match(line, /^http:\/\/127\.0\.0\.1:\d+$/);
    remote = connectEmulator(line);
  });
  after(async () => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
  });

  const cloudtrail = () => clientsFor(remote.url, 'AKIAIOSFODNN7EXAMPLE').cloudtrail;

  it('answers AWS calls and logs them', async () => {
    await remote.calls.clear();
    const { trailList } = await cloudtrail().send(new DescribeTrailsCommand({}));
    assert.deepEqual(
      trailList?.map(trail => trail.Name),
      ['audit'],
    );
    assert.deepEqual(
      (await remote.calls.list()).map(call => [call.operation, call.status]),
      [['DescribeTrails', 200]],
    );
  });

  it('takes faults and settings', async () => {
    await remote.faults.add({ operation: 'DescribeTrails', times: 1, fails: { kind: 'throttled' } });
    assert.equal(await errorName(cloudtrail().send(new DescribeTrailsCommand({}))), 'ThrottlingException');
    await cloudtrail().send(new DescribeTrailsCommand({}));
    await remote.faults.add({ fails: { kind: 'dropped' } });
    await remote.faults.clear();
    await remote.settings({ pageSize: 1 });
    await cloudtrail().send(new DescribeTrailsCommand({}));
  });

  it('lets things happen, and shows its state', async () => {
    const [key] = (await remote.state()).keys;
    assert.deepEqual(key?.aliases, ['alias/cloudtrail']);
    await cloudtrail().send(new UpdateTrailCommand({ Name: 'audit', KmsKeyId: 'alias/cloudtrail' }));
    assert.equal((await remote.state()).trails[0]?.kmsKeyId, key?.arn);
    await remote.events.disableKey('alias/cloudtrail');
    await remote.events.deliver('audit');
    const status = await cloudtrail().send(new GetTrailStatusCommand({ Name: 'audit' }));
    assert.equal(status.LatestDeliveryError, 'KMS.DisabledException');
  });

  it('says what it does not know', async () => {
    await assert.rejects(remote.events.disableKey('alias/none'), /No key alias\/none/);
    await assert.rejects(remote.settings({ colour: 'red' } as never), /No setting colour/);
    const response = await fetch(`${remote.url}/_emulator/nothing`);
    assert.equal(response.status, 404);
    const event = await fetch(`${remote.url}/_emulator/events`, {
      method: 'POST',
      body: '{"name":"explode"}',
    });
    assert.equal(event.status, 400);
  });
});
