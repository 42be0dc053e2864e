import { benches } from './benches.ts';

/** npm run bench: see scripts/bench.mjs, which checks the names. */
for (const name of process.argv.slice(2)) {
  await benches.get(name)?.();
}
