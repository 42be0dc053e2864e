// npm run bench: builds what is measured, then prints each figure beside its budget.

import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

setup();
const { buildPackage } = await import('./package.mjs');
await buildPackage({ tests: true });
const { code } = await runTypeScript('bench/index.ts', process.argv.slice(2));
process.exit(code ?? 1);
