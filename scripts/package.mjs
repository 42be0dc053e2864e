// npm run package: the production build, the notices of what it bundles, and the .vsix in out/.
// With --tests also the bundles of the integration tests: this is the build step of `npm test`, so that the tests
// run against the very files that ship.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './run.mjs';
import { root, setup } from './setup.mjs';

setup();
const { build } = await import('../esbuild.mjs');
const { writeNotices } = await import('./notices.mjs');

const metafiles = await build({ production: true, tests: process.argv.includes('--tests') });
await writeNotices(metafiles, join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'));

mkdirSync(join(root, 'out'), { recursive: true });
const vsix = join(root, 'out', 'cloudtrail-encryption.vsix');
const vsce = ['node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix];
const { code } = await runNode(vsce);
if (code !== 0) process.exit(1);

printSize('cloudtrail-encryption.vsix', vsix, 1_500_000);
printSize('dist/extension.cjs', join(root, 'dist', 'extension.cjs'), 250_000);

function printSize(name, path, budget) {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  const verdict = size <= budget ? 'within' : 'OVER';
  console.log(`${name}: ${(size / 1000).toFixed(0)} kB, ${verdict} the budget of ${budget / 1000} kB`);
}
