/**
 * npm run fuzz: see scripts/fuzz.mjs, which checks the arguments. Makes up cases round after round until the time is over, and ends with 1 at
 * the first that fails. The seed of the round is printed with it: the same seed makes the same cases again.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { campaigns } from './campaigns.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
const chosen = campaigns.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const end = Date.now() + minutes * 60_000;
const tried = new Map<string, number>();
let seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
do {
  for (const { name, count, property } of chosen) {
    try {
      await fc.assert(await property(), { seed, numRuns: count });
    } catch (error) {
      const { message, cause } = error as Error;
      console.error(`${name}, --seed ${seed}: ${message}\n${cause instanceof Error ? cause.stack : ''}`);
      process.exit(1);
    }
    tried.set(name, (tried.get(name) ?? 0) + count);
  }
  seed++;
} while (Date.now() < end);
for (const [name, cases] of tried) {
  console.log(`${name.padEnd(12)} ${cases} cases, none failed`);
}
