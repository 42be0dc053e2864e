import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as aws from '../src/aws/index.ts';
import { Inventory } from '../src/core/account/inventory.ts';
import { trailsOf } from '../src/core/account/state.ts';
import { connectEmulator } from '../test/emulator/remote.ts';
import { startEmulatorProcess } from './emulatorProcess.ts';
import { type Figure, inRounds, type Measured } from './figure.ts';
import { accounts } from './inventoryWorld.ts';
import { cpuSince } from './yardstick.ts';

const answerTime = 100;

/**
 * Ten profiles of seventeen Regions, read at once through the bundle that ships and the emulated AWS, in a process
 * of its own, that takes 100 ms for each answer. The SDK is loaded before, as it is when the view has listed the profiles.
 */
export function benchInventory(): Promise<readonly Figure[]> {
  return inRounds(3, measure);
}

async function measure(): Promise<readonly Measured[]> {
  const emulator = await startEmulatorProcess('bench/inventoryWorld.ts', answerTime);
  const home = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    await writeProfiles(home, emulator.url);
    const { createAccounts, createProfiles }: typeof aws = createRequire(import.meta.url)('../dist/aws.cjs');
    const options = { home, variables: {} };
    const { profiles } = await createProfiles(options).list();
    const inventory = new Inventory({
      accounts: createAccounts(options),
      settings: () => ({ concurrency: 20, regions: [] }),
      now: Date.now,
    });
    inventory.setProfiles(profiles);
    const began = performance.now();
    const cpu = process.cpuUsage();
    let firstRow: number | undefined;
    inventory.onDidChange(({ profile }) => {
      const state = firstRow === undefined ? inventory.state(profile) : undefined;
      if (state && trailsOf(state).length > 0) {
        firstRow = performance.now() - began;
      }
    });
    await Promise.all(profiles.map(({ name }) => inventory.load(name)));
    const whole = performance.now() - began;
    const worked = cpuSince(cpu);
    checkComplete(inventory);
    const calls = await connectEmulator(emulator.url).calls.list();
    inventory.dispose();
    return [
      {
        what: 'inventory, 10 profiles × 17 Regions: first row',
        value: firstRow ?? Number.NaN,
        budget: 300,
        unit: 'ms',
        waits: true,
      },
      {
        what: 'inventory, 10 profiles × 17 Regions: all',
        value: whole,
        budget: 800,
        unit: 'ms',
        waits: true,
        // Calls of the SDK cost about as much time as they wait: what is missing to the budget is found here.
        cpu: worked,
      },
      ...figuresOfCalls(calls),
    ];
  } finally {
    await emulator.end();
    await rm(home, { recursive: true, force: true });
  }
}

async function writeProfiles(home: string, url: string): Promise<void> {
  await mkdir(join(home, '.aws'));
  const sections = accounts.map(
    ({ profile, accessKeyId }) => `[profile ${profile}]
region = eu-west-1
endpoint_url = ${url}
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = secret-of-${accessKeyId}
`,
  );
  await writeFile(join(home, '.aws', 'config'), sections.join('\n'));
}

/** A fast answer that is wrong is no measurement. */
function checkComplete(inventory: Inventory): void {
  for (const state of inventory.states()) {
    const trails = trailsOf(state).map(
      ({ trail, verdict, problems }) => `${trail.name} ${verdict.state} ${problems.length}`,
    );
    if (trails.join(', ') !== 'main encrypted 0, local not-encrypted 0' || state.regions.length !== 17) {
      throw new Error(`${state.profile.name}: ${state.regions.length} Regions, ${trails.join(', ')}`);
    }
  }
}

type Calls = Awaited<ReturnType<ReturnType<typeof connectEmulator>['calls']['list']>>;

function figuresOfCalls(calls: Calls): readonly Measured[] {
  const lists = new Set(['GetCallerIdentity', 'ListRegions', 'DescribeTrails']);
  const most = Math.max(
    ...accounts.map(
      ({ id }) => calls.filter(call => call.account === id && lists.has(call.operation)).length,
    ),
  );
  const names = calls.map(({ account, operation, region, params }) =>
    JSON.stringify([account, operation, region, params]),
  );
  return [
    { what: 'calls to list one account of 17 Regions', value: most, budget: 19, unit: 'calls' },
    { what: 'calls repeated', value: names.length - new Set(names).size, budget: 0, unit: 'calls' },
  ];
}
