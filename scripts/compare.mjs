// npm run compare: this scanner and others on the same situations: see bench/comparison/index.ts.

import { readArguments } from './arguments.mjs';
import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

const usage = `Usage: npm run compare -- [options]

Runs this scanner, Checkov, Trivy and KICS, as far as they are on the PATH, on
the situations of test/fixtures/iac/same, and prints what each reports.

Options:
  --write  write the results and the table of README.md, too
  --help   this text
`;

const { values } = readArguments(usage, { options: { write: { type: 'boolean', default: false } } });
setup();
const { build } = await import('../esbuild.mjs');
await build({ production: true, only: 'scan' });
const { code } = await runTypeScript('bench/comparison/index.ts', values.write ? ['--write'] : []);
process.exit(code ?? 1);
