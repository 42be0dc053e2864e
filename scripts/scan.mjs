// npm run scan -- PATH…: the scanner as it ships. Stdout belongs to its report alone.

import { join } from 'node:path';
import { runNode } from './run.mjs';
import { root, setup } from './setup.mjs';

setup();
const { build } = await import('../esbuild.mjs');
await build({ only: 'scan' });
// npm moves to the package's folder; relative paths are meant from where the person stood.
const cwd = process.env.INIT_CWD ?? process.cwd();
const { code } = await runNode([join(root, 'dist', 'scan.cjs'), ...process.argv.slice(2)], { cwd });
process.exit(code ?? 2);
