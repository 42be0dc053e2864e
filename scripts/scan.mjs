// npm run scan -- PATH…: the scanner as it ships, built again where its sources changed. Stdout belongs to its report alone.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runNode } from './run.mjs';
import { root, setup } from './setup.mjs';

const scanner = join(root, 'dist', 'scan.cjs');

setup();
if (newest(['src', 'esbuild.mjs', 'package.json', 'package-lock.json']) >= modified(scanner)) {
  const { build } = await import('../esbuild.mjs');
  await build({ only: ['scan', 'engine'] });
}
// npm moves to the package's folder; relative paths are meant from where the person stood.
const cwd = process.env.INIT_CWD ?? process.cwd();
const { code } = await runNode([scanner, 'scan', ...process.argv.slice(2)], { cwd, reads: true });
process.exit(code ?? 2);

/** When the newest of these files and folders, or of what is in them, was changed; a folder also where one is gone. */
function newest(paths) {
  return Math.max(
    ...paths.map(path => {
      const stats = statSync(join(root, path));
      const inside = stats.isDirectory() ? readdirSync(join(root, path)).map(name => join(path, name)) : [];
      return Math.max(stats.mtimeMs, ...(inside.length > 0 ? [newest(inside)] : []));
    }),
  );
}

/** 0 where there is no such file. */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
