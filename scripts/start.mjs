// npm start: the product with a believable company behind it, in a real VS Code.
//
//   npm start -- --port 8080 --no-open

import { buildPackage } from './package.mjs';
import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

setup();
await buildPackage();
const { code } = await runTypeScript('test/demo/start.ts', process.argv.slice(2));
process.exit(code ?? 1);
