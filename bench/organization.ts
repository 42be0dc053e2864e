import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as aws from '../src/aws/index.ts';
import { Inventory } from '../src/core/account/inventory.ts';
import { Organizations } from '../src/core/account/organization/organizations.ts';
import { connectEmulator } from '../test/emulator/remote.ts';
import { access } from '../test/emulator/worlds/organization.ts';
import { startEmulatorProcess } from './emulatorProcess.ts';
import { type Figure, inRounds, type Measured } from './figure.ts';
import { keptBy } from './keptMemory.ts';

const answerTime = 100;
const what = 'organization, 1,000 accounts × 17 Regions';

/**
 * From the click that looks for an aggregator to the last trail, through the bundle that ships and an emulated AWS Config that takes
 * 100 ms for each answer; then the same read again and again, for what stays in memory.
 */
export function benchOrganization(): Promise<readonly Figure[]> {
  return inRounds(3, measure);
}

async function measure(): Promise<readonly Measured[]> {
  const emulator = await startEmulatorProcess('test/emulator/worlds/organization.ts', answerTime);
  const home = await mkdtemp(join(tmpdir(), 'bench-'));
  const remote = connectEmulator(emulator.url);
  try {
    await mkdir(join(home, '.aws'));
    await writeFile(
      join(home, '.aws', 'config'),
      `[profile audit]
region = eu-west-1
endpoint_url = ${emulator.url}
aws_access_key_id = ${access.audit}
aws_secret_access_key = secret
`,
    );
    const { createAccounts, createProfiles }: typeof aws = createRequire(import.meta.url)('../dist/aws.cjs');
    const options = { home, variables: {} };
    const { profiles } = await createProfiles(options).list();
    const inventory = new Inventory({
      accounts: createAccounts(options),
      settings: () => ({ concurrency: 20, regions: [] }),
      now: Date.now,
    });
    inventory.setProfiles(profiles);
    const organizations = new Organizations({
      open: profile => inventory.open(profile),
      profile: name => inventory.state(name)?.profile,
      concurrency: () => 20,
      now: Date.now,
    });
    // What AWS takes to answer is set above: the emulated one collects its items before.
    await read(organizations);
    await remote.calls.clear();
    const { firstRows, whole, peak } = await read(organizations);
    const calls = await remote.calls.list();
    const names = calls.map(({ operation, region, params }) => JSON.stringify([operation, region, params]));
    await remote.settings({ latency: 0 });
    const kept = await keptBy(20, async () => {
      await Promise.all(organizations.known().map(({ aggregator }) => organizations.refresh(aggregator.arn)));
    });
    organizations.dispose();
    inventory.dispose();
    const waits = true as const;
    return [
      {
        what: `${what}: first rows`,
        value: firstRows,
        budget: 500,
        unit: 'ms',
        waits,
      },
      { what: `${what}: all`, value: whole, budget: 4000, unit: 'ms', waits },
      { what: `${what}: calls`, value: calls.length, budget: 40, unit: 'calls' },
      {
        what: `${what}: calls repeated`,
        value: names.length - new Set(names).size,
        budget: 0,
        unit: 'calls',
      },
      { what: `${what}: most memory in use, the AWS SDK included`, value: peak, budget: 120, unit: 'MB' },
      { what: `${what}: memory kept by 20 refreshes`, value: kept, budget: 5, unit: 'MB' },
    ];
  } finally {
    await emulator.end();
    await rm(home, { recursive: true, force: true });
  }
}

/** Milliseconds from the search for the aggregator to the first and to the last trail, and the most memory in use meanwhile, in MB. */
async function read(
  organizations: Organizations,
): Promise<{ readonly firstRows: number; readonly whole: number; readonly peak: number }> {
  for (const { aggregator } of organizations.known()) {
    organizations.forget(aggregator.arn);
  }
  const began = performance.now();
  let firstRows = Number.NaN;
  let peak = 0;
  const listening = organizations.onDidChange(() => {
    const { heapUsed, external } = process.memoryUsage();
    peak = Math.max(peak, (heapUsed + external) / 2 ** 20);
    if (Number.isNaN(firstRows) && (organizations.states()[0]?.trails.length ?? 0) > 0) {
      firstRows = performance.now() - began;
    }
  });
  await organizations.find('audit');
  const [state] = organizations.states();
  if (!state) throw new Error('No aggregator was found');
  await organizations.load(state.aggregator.arn);
  const whole = performance.now() - began;
  listening.dispose();
  const found = organizations.states()[0];
  const lacking = found?.trails.filter(({ verdict }) => verdict.state === 'not-encrypted').length;
  if (found?.problem || lacking !== 3) {
    throw new Error(`Read wrongly: ${lacking} trails without SSE-KMS, ${JSON.stringify(found?.problem)}`);
  }
  return { firstRows, whole, peak };
}
