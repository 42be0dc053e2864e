// npm run package: the production build, the notices of what it bundles, the .vsix in out/ and the npm package of the scanner
// beside it, if they hold nothing else than they may (packageContents.mjs).

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments } from './arguments.mjs';
import { bundlesOf } from './bundles.mjs';
import { faultsOfPackage } from './packageContents.mjs';
import { runNode } from './run.mjs';
import { root, setup } from './setup.mjs';

const vsix = join(root, 'out', 'cloudtrail-encryption.vsix');
const scannerNotices = join(root, 'out', 'scanner.notices.txt');

/** Ends the process when the package cannot be made. Needs the dependencies. */
export async function buildPackage({ tests = false, quiet = true } = {}) {
  mkdirSync(join(root, 'out'), { recursive: true });
  const { build } = await import('../esbuild.mjs');
  const { writeNotices } = await import('./notices.mjs');
  const metafiles = await build({ production: true, tests });
  const of = shippedIn => {
    const paths = bundlesOf(shippedIn).map(name => `dist/${name}`);
    return metafiles.filter(({ outputs }) => paths.some(path => path in outputs));
  };
  writeNotices(of('extension'), join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'));
  writeNotices(of('scanner'), scannerNotices);
  const cwd = stage();
  const { listFiles } = await import('@vscode/vsce');
  const faults = faultsOfPackage(await listFiles({ cwd, dependencies: false }));
  if (faults.length > 0) {
    console.error(faults.join('\n'));
    process.exit(1);
  }
  // Everything is bundled, so no dependency has to be looked for in node_modules.
  const vsce = [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', vsix];
  const { code } = await runNode(vsce, { cwd, quiet, seconds: 120 });
  if (code !== 0) process.exit(1);
}

/** The folder in which .vscodeignore chooses: vsce compares each file there with each pattern, and here are thousands of fixtures. */
function stage() {
  const folder = join(root, 'out', 'extension');
  rmSync(folder, { recursive: true, force: true });
  const files = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isFile());
  for (const name of [...files.map(file => file.name), 'dist', 'docs', 'l10n', 'media']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  return folder;
}

const usage = `Usage: npm run package -- [options]

Builds out/cloudtrail-encryption.vsix, and the npm package of the scanner beside it.

Options:
  --tests  also the bundles of the integration tests, as npm test does before
           it runs them against the very files that ship
  --help   this text
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = readArguments(usage, { options: { tests: { type: 'boolean', default: false } } });
  setup();
  await buildPackage({ tests: values.tests, quiet: false });
  const { packScanner } = await import('./scannerPackage.mjs');
  const tarball = packScanner({
    folder: join(root, 'out', 'scanner'),
    destination: join(root, 'out'),
    programs: join(root, 'dist'),
    notices: scannerNotices,
  });
  printSize('cloudtrail-encryption.vsix', vsix, 1_500_000);
  printSize(basename(tarball), tarball, 500_000);
  printSize('dist/extension.cjs', join(root, 'dist', 'extension.cjs'), 250_000);
}

function printSize(name, path, budget) {
  if (!existsSync(path)) return;
  const { size } = statSync(path);
  const verdict = size <= budget ? 'within' : 'OVER';
  console.log(`${name}: ${(size / 1000).toFixed(0)} kB, ${verdict} the budget of ${budget / 1000} kB`);
}
