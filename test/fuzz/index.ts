/**
 * npm run fuzz -- [--minutes N] [--seed S] [NAME…]: makes up cases until the time is over, and ends with 1 at the first that
 * fails. Every round has a seed of its own, which is printed: the same seed makes the same cases again.
 */
import { parseArgs } from 'node:util';
import type { Campaign } from './campaign.ts';
import { changes } from './changes/index.ts';

const campaigns: readonly Campaign[] = [changes];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' }, count: { type: 'string' } },
});
const chosen = campaigns.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const end = Date.now() + Number(values.minutes) * 60_000;
const count = Number(values.count ?? 50);
const tried = new Map<string, number>();
for (let seed = Number(values.seed ?? Date.now() % 2 ** 31); Date.now() < end || tried.size === 0; seed++) {
  for (const campaign of chosen) {
    try {
      await campaign.run({ seed, count });
    } catch (error) {
      const { message, cause } = error as Error;
      console.error(`${campaign.name}, seed ${seed}: ${message}\n${cause instanceof Error ? cause.stack : ''}`);
      process.exit(1);
    }
    tried.set(campaign.name, (tried.get(campaign.name) ?? 0) + count);
  }
}
for (const [name, cases] of tried) {
  console.log(`${name.padEnd(16)} ${cases} cases, none failed`);
}
