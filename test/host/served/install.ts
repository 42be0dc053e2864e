import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export type ServedVsCode = {
  /** The Node that the server needs; newer than the one that runs the tests may be. */
  readonly node: string;
  readonly entry: string;
};

/** Installs the served VS Code on first use, outside the product's dependencies, and says where it is. */
export function installServedVsCode(): ServedVsCode {
  if (process.platform !== 'linux') {
    throw new Error('The served VS Code is set up for Linux only; use VSCODE_HOST=desktop here.');
  }
  const home = join(cache, `served-${wanted.dependencies['code-server']}`);
  if (!existsSync(home)) install(home);
  const modules = join(home, 'node_modules');
  giveLogging(join(modules, 'code-server', 'lib', 'vscode'));
  return {
    node: join(modules, `node-linux-${process.arch}`, 'bin', 'node'),
    entry: join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

const root = join(import.meta.dirname, '../../..');
const cache = join(root, '.vscode-test');
const manifest = join(import.meta.dirname, 'package.json');
const wanted: { readonly dependencies: { readonly 'code-server': string } } = JSON.parse(
  readFileSync(manifest, 'utf8'),
);

function install(home: string): void {
  console.log('Installing the served VS Code (about 400 MB, once) …');
  // Elsewhere first: an interrupted installation never looks like a finished one.
  const partial = `${home}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    copyFileSync(manifest, join(partial, 'package.json'));
    npmInstall(partial);
    npmInstall(join(partial, 'node_modules', 'code-server', 'lib', 'vscode'));
    if (!existsSync(home)) renameSync(partial, home);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Its native module for logs is not compiled: without another, every output channel would stay empty. */
function giveLogging(vscode: string): void {
  const source = join(import.meta.dirname, 'spdlog.cjs');
  const target = join(vscode, 'node_modules', '@vscode', 'spdlog', 'index.js');
  if (!readFileSync(source).equals(readFileSync(target))) copyFileSync(source, target);
}

/** Install scripts would only compile optional native modules, which nothing here needs. */
function npmInstall(folder: string): void {
  const args = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`npm install failed in ${folder}`);
}
