import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmulator } from './server.ts';
import type { Seed } from './world/seed.ts';

/**
 * The emulated AWS as a process of its own: `node --import=./scripts/typescript.mjs test/emulator/main.ts path/to/world.ts [--port N] [--latency MS]`.
 * The module exports `seed`. The first line of the output is the address; Ctrl+C or SIGTERM ends it.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string', default: '0' }, latency: { type: 'string', default: '0' } },
});
const [path] = positionals;
if (path === undefined) {
  console.error(
    'Usage: node --import=./scripts/typescript.mjs test/emulator/main.ts path/to/world.ts [--port N] [--latency MS]',
  );
  process.exit(2);
}
const module = (await import(pathToFileURL(resolve(path)).href)) as { readonly seed?: Seed };
if (typeof module.seed !== 'function') {
  console.error(`${path} exports no seed`);
  process.exit(2);
}
const emulator = await startEmulator(module.seed, {
  port: Number(values.port),
  latency: Number(values.latency),
});
console.log(emulator.url);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.close());
}
