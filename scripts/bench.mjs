// npm run bench: builds what is measured, then prints each figure beside its budget.

import { readArguments } from './arguments.mjs';
import { measurements } from './names.mjs';
import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

const usage = `Usage: npm run bench -- [NAME…]

Builds what is measured, and prints each figure beside its budget.

NAME is a part of one of these; without any, all of them are measured:
  ${measurements.join(', ')}

Options:
  --help  this text
`;

const { names } = readArguments(usage, { names: measurements });
setup();
const { buildPackage } = await import('./package.mjs');
await buildPackage({ tests: true });
const { code } = await runTypeScript('bench/index.ts', names);
process.exit(code ?? 1);
