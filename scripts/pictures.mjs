// npm run pictures: drives the demonstration through a real window and writes the pictures of README.md. Look at each before you commit it.

import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

setup();
const { buildPackage } = await import('./package.mjs');
await buildPackage();
const { code } = await runTypeScript('test/demo/pictures.ts', process.argv.slice(2));
process.exit(code ?? 1);
