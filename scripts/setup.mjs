// What every script needs before anything else: a Node that is new enough and the dependencies of package-lock.json.
// Plain Node, without a dependency, because it runs on a fresh clone. Silent when there is nothing to do, and even
// then only on stderr: `npm run scan -- --format json` owns stdout.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends the process with a message when the ground cannot be made ready. */
export function setup() {
  requireNode(20, 19);
  const reason = whyInstall();
  if (reason === undefined) return;
  console.error(`Installing the dependencies: ${reason}.`);
  const outcome = runNpm(['ci']);
  if (outcome.status !== 0) {
    console.error('npm ci failed: see its messages above.');
    process.exit(1);
  }
}

function requireNode(major, minor) {
  const [actualMajor = 0, actualMinor = 0] = process.versions.node.split('.').map(Number);
  if (actualMajor > major || (actualMajor === major && actualMinor >= minor)) return;
  console.error(`This project needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** npm leaves what it installed in node_modules/.package-lock.json: comparing the two needs no stamp of our own. */
function whyInstall() {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'node_modules is missing';
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(installedPath);
  for (const [path, entry] of Object.entries(wanted)) {
    // Optional packages are those of other platforms.
    if (path === '' || (entry.optional && installed[path] === undefined)) continue;
    if (installed[path]?.version !== entry.version) return `${path} is not at ${entry.version}`;
  }
  return undefined;
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/** Runs npm, by default in the project and with its output on stderr; the result is that of `spawnSync`. */
export function runNpm(args, more = {}) {
  const options = { cwd: root, stdio: ['ignore', process.stderr, process.stderr], ...more };
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
