import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as aws from '../src/aws/index.ts';
import { Inventory } from '../src/core/account/inventory.ts';
import { trailsOf } from '../src/core/account/state.ts';
import { keysOfRegion } from '../src/core/remediation/index.ts';
import { connectEmulator } from '../test/emulator/remote.ts';
import { startEmulatorProcess } from './emulatorProcess.ts';
import { type Figure, inRounds, type Measured } from './figure.ts';
import { keptBy } from './keptMemory.ts';
import { access } from './scaleWorld.ts';

/** Milliseconds for which keys are read: of 20,000, ten calls a second would take hours. */
const patience = 40_000;

/** What is large, slow and throttled, all at once; and what stays in memory of an account that is read again and again. */
export function benchScale(): Promise<readonly Figure[]> {
  return inRounds(1, measure);
}

async function measure(): Promise<readonly Measured[]> {
  const emulator = await startEmulatorProcess('bench/scaleWorld.ts', 0);
  const home = await mkdtemp(join(tmpdir(), 'bench-'));
  const remote = connectEmulator(emulator.url);
  try {
    await mkdir(join(home, '.aws'));
    const sections = Object.entries(access).map(
      ([name, id]) => `[profile ${name}]
region = eu-west-1
endpoint_url = ${emulator.url}
aws_access_key_id = ${id}
aws_secret_access_key = secret
`,
    );
    const others = Array.from({ length: 5000 }, (_, index) => `[profile p${index}]\nregion = eu-west-1\n`);
    await writeFile(join(home, '.aws', 'config'), [...sections, ...others].join('\n'));
    const { createAccounts, createProfiles }: typeof aws = createRequire(import.meta.url)('../dist/aws.cjs');
    const options = { home, variables: {} };
    const began = performance.now();
    const { profiles } = await createProfiles(options).list();
    const listed = performance.now() - began;
    const inventory = new Inventory({
      accounts: createAccounts(options),
      settings: () => ({ concurrency: 20, regions: [] }),
      now: Date.now,
    });
    inventory.setProfiles(profiles);
    const kept = await keptBy(500, () => inventory.refresh('plain'));
    const state = inventory.state('plain');
    if (!state || trailsOf(state).length !== 2) throw new Error('The account was not read');
    await remote.settings({ latency: 2000, callsPerSecond: 10 });
    const keys = await readKeys(inventory);
    inventory.dispose();
    const waits = true as const;
    return [
      { what: 'profiles: 5,002 listed', value: listed, budget: 300, unit: 'ms' },
      { what: 'one account: memory kept by 500 refreshes', value: kept, budget: 5, unit: 'MB' },
      {
        what: '20,000 keys, 10 calls/s, 2 s an answer: first key offered',
        value: keys.first,
        budget: 10_000,
        unit: 'ms',
        waits,
      },
      {
        what: '… keys of a page that are still being read, after 40 s',
        value: keys.unknown,
        budget: 100,
        unit: 'keys',
      },
    ];
  } finally {
    await emulator.end();
    await rm(home, { recursive: true, force: true });
  }
}

async function readKeys(inventory: Inventory): Promise<{ readonly first: number; readonly unknown: number }> {
  const account = (await inventory.open('keys')) as Awaited<
    ReturnType<ReturnType<(typeof aws)['createAccounts']>['open']>
  >;
  const controller = new AbortController();
  const caller = await account.identity(controller.signal);
  const isKnown = new Map<string, boolean>();
  const began = performance.now();
  let first = Number.NaN;
  for await (const key of keysOfRegion(account.keys, 'eu-west-1', caller, controller.signal)) {
    if (isKnown.size === 0) first = performance.now() - began;
    isKnown.set(key.arn, key.problems.length === 0);
    if (performance.now() - began > patience) break;
  }
  controller.abort();
  return { first, unknown: [...isKnown.values()].filter(known => !known).length };
}
