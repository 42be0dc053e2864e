import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { createAccounts, createProfiles } from '../../../src/aws/index.ts';
import { Inventory } from '../../../src/core/account/inventory.ts';
import { readKeyDetails } from '../../../src/core/account/keyDetails.ts';
import { trailsOf } from '../../../src/core/account/state.ts';
import {
  journalIn,
  type Plan,
  planEncryption,
  planUndo,
  runPlan,
  runsIn,
} from '../../../src/core/remediation/index.ts';
import { World } from '../core/remediation/world.ts';
import { never } from './bench.ts';

const account = '123456789012';
const region = 'eu-west-1';
const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/audit`;

/**
 * The same core and the same edge against `moto`, a stand-in for AWS that others wrote: what both emulators have wrong alike is
 * rare. `MOTO` names a Python that has it (`pip install 'moto[server]'`); else `python3` is asked, and without it nothing is tried.
 */
const withoutMoto =
  "Moto is not tried: python3 cannot import it. MOTO=PATH names a Python that can (pip install 'moto[server]').";
const python = pythonWithMoto();
const describeWhereMotoIs = python === undefined ? () => console.log(withoutMoto) : describe;

describeWhereMotoIs('Moto in place of AWS', function () {
  this.timeout(120_000);
  let server: ChildProcess | undefined;
  let home: string;
  let url: string;
  let world: World;

  before(async () => {
    server = spawn(python ?? '', ['-m', 'moto.server', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    url = await addressOf(server);
    home = await mkdtemp(join(tmpdir(), 'moto-'));
    await mkdir(join(home, '.aws'));
    await writeFile(
      join(home, '.aws', 'config'),
      `[profile moto]\nregion = ${region}\nendpoint_url = ${url}\naws_access_key_id = AKIAMOTO\naws_secret_access_key = secret\n`,
    );
    world = new World();
    await makeTrail(url);
  });

  after(async () => {
    if (server && server.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    if (home) await rm(home, { recursive: true, force: true });
  });

  const openInventory = async () => {
    const options = { home, variables: {} };
    const { profiles } = await createProfiles(options).list();
    const inventory = new Inventory({
      accounts: createAccounts(options),
      settings: () => ({ concurrency: 20, regions: [region, 'us-east-1'] }),
      now: Date.now,
    });
    inventory.setProfiles(profiles);
    return inventory;
  };

  const openAccount = async () => {
    const options = { home, variables: {} };
    const [profile] = (await createProfiles(options).list()).profiles;
    assert.ok(profile);
    return createAccounts(options).open(profile);
  };

  async function stateOfTrail(): Promise<readonly [state: string, key: string | undefined]> {
    const inventory = await openInventory();
    await inventory.load('moto');
    const state = inventory.state('moto');
    inventory.dispose();
    const found = state && trailsOf(state).find(({ trail }) => trail.name === 'audit');
    assert.ok(found, JSON.stringify(state?.problem));
    return [found.verdict.state, found.trail.kmsKeyId];
  }

  const run = async (plan: Plan) => {
    const opened = await openAccount();
    const result = await runPlan(
      plan,
      { open: async () => opened, storage: world.storage, clock: world.clock, window: 'window' },
      { signal: never },
    );
    opened.dispose();
    return result;
  };

  it('has a trail without SSE-KMS, which gets a key, and is as it was when that is taken back', async () => {
    assert.deepEqual(await stateOfTrail(), ['not-encrypted', undefined]);

    const opened = await openAccount();
    const caller = await opened.identity(never);
    assert.equal(caller.account, account);
    const trail = await opened.trails.get(trailArn, never);
    const keyArn = await makeKey(url);
    const key = await readKeyDetails(opened.keys, keyArn, caller, never);
    const before = await opened.keys.policy(keyArn, never);
    assert.ok(trail);
    const planned = planEncryption({
      id: 'plan-1',
      profile: 'moto',
      caller,
      trails: [{ trail }],
      bucketRegion: region,
      bucketKey: false,
      key: { kind: 'existing', key },
    });
    assert.ok(planned.kind === 'plan', JSON.stringify(planned));
    const enabled = await run(planned.plan);
    assert.equal(enabled.ended, 'done', JSON.stringify(enabled.steps));
    assert.deepEqual(await stateOfTrail(), ['encrypted', keyArn]);
    assert.match(await opened.keys.policy(keyArn, never), /cloudtrail\.amazonaws\.com/);

    const runs = runsIn(await journalIn(world.storage).read());
    const [made] = runs;
    assert.ok(made);
    const undo = planUndo({ id: 'undo-1', profile: 'moto', run: made, runs, regions: [region, 'us-east-1'] });
    assert.ok(undo);
    const undone = await run(undo);
    assert.equal(undone.ended, 'done', JSON.stringify(undone.steps));
    assert.deepEqual(await stateOfTrail(), ['not-encrypted', undefined]);
    assert.deepEqual(JSON.parse(await opened.keys.policy(keyArn, never)), JSON.parse(before));
    opened.dispose();
  });
});

function pythonWithMoto(): string | undefined {
  const chosen = process.env['MOTO'];
  const python = chosen || (process.platform === 'win32' ? 'python' : 'python3');
  const hasIt = spawnSync(python, ['-c', 'import moto.server']).status === 0;
  if (chosen && !hasIt) {
    throw new Error(`MOTO=${chosen} cannot import moto.server`);
  }
  return hasIt ? python : undefined;
}

/** Where the server says that it listens. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += String(chunk);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (address) resolve(address);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', code => reject(new Error(`moto ended with ${code}: ${said}`)));
  });
}

const options = (url: string) => ({
  endpoint: url,
  region,
  credentials: { accessKeyId: 'AKIAMOTO', secretAccessKey: 'secret' },
});

async function makeTrail(url: string): Promise<void> {
  await new S3Client({ ...options(url), forcePathStyle: true }).send(
    new CreateBucketCommand({
      Bucket: 'audit-logs',
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  const cloudTrail = new CloudTrailClient(options(url));
  await cloudTrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: 'audit-logs' }));
  await cloudTrail.send(new StartLoggingCommand({ Name: 'audit' }));
}

async function makeKey(url: string): Promise<string> {
  const { KeyMetadata } = await new KMSClient(options(url)).send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? assert.fail('moto made no key');
}
