// npm run compare -- [--write]: this scanner and others on the same situations: see bench/comparison/index.ts.

import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

setup();
const { build } = await import('../esbuild.mjs');
await build({ production: true, only: 'scan' });
const { code } = await runTypeScript('bench/comparison/index.ts', process.argv.slice(2));
process.exit(code ?? 1);
