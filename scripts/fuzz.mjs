// npm run fuzz -- [--minutes N] [--seed S] [NAME…]: what must be true whatever happens, tried with cases made up at random.

import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

setup();
const { code } = await runTypeScript('test/fuzz/index.ts', process.argv.slice(2));
process.exit(code ?? 1);
