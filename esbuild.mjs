// One build, several files in dist/: scripts/bundles.mjs lists them.
//
// The entry writes `await import('./aws/index.ts')`, typed and plain. The plugin below turns exactly that path
// into `require('./aws.cjs')` and leaves it outside the bundle; it refuses a static import of the same file,
// which would quietly put the SDK into the entry. Each file carries its own copy of what it shares with the others
// (a few small pure modules), so nothing may depend on `instanceof` or on module state across that border.
//
//   node esbuild.mjs [--production] [--tests] [--watch]

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { aliases } from './scripts/aliases.mjs';
import { bundles } from './scripts/bundles.mjs';
import { configurationSchema } from './scripts/schema.mjs';

const root = dirname(fileURLToPath(import.meta.url));

/**
 * Builds what ships and, when asked, the bundles of the integration tests. Returns esbuild's metafiles.
 * `only` names outputs; the others stay as they are.
 */
export async function build({ production = false, tests = false, only = undefined } = {}) {
  const contexts = await makeContexts({ production, tests, only });
  try {
    const results = await Promise.all(contexts.map(context => context.rebuild()));
    writeMetafiles(results);
    return results.flatMap(result => (result.metafile ? [result.metafile] : []));
  } finally {
    await Promise.all(contexts.map(context => context.dispose()));
  }
}

/**
 * Bundles one of the outputs as it ships, in memory. Returns its text and its metafile, in which the imports that
 * were left outside stand too.
 */
export async function bundleInMemory(out) {
  const file = bundles.find(one => one.out === out);
  if (file === undefined) throw new Error(`There is no output ${out}.`);
  const { outputFiles, metafile } = await esbuild.build({ ...bundleOf(file, true), write: false });
  const bundle = outputFiles.find(({ path }) => path.endsWith('.cjs'));
  return { text: bundle?.text ?? '', metafile };
}

/** Rebuilds on every change until the process ends; says when a round begins and ends, for the editor's task. */
async function watch({ tests = false } = {}) {
  const contexts = await makeContexts({ tests, plugins: [announceRounds()] });
  await Promise.all(contexts.map(context => context.watch()));
}

async function makeContexts({ production = false, tests = false, only, plugins = [] }) {
  const dist = join(root, 'dist');
  if (only === undefined) rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  if (only === undefined) writeFileSync(join(dist, 'configuration.schema.json'), configurationSchema());
  const wanted = bundles.filter(file => only === undefined || only.includes(file.out));
  const options = wanted.map(file => bundleOf(file, production, plugins));
  if (tests) options.push(integrationTests(plugins));
  return Promise.all(options.map(option => esbuild.context(option)));
}

function bundleOf(file, production, plugins = []) {
  return {
    ...common(production),
    entryPoints: { [file.out]: join(root, file.from) },
    outdir: join(root, 'dist'),
    plugins: [lazySiblings(file.lazy ?? []), oneVscode(), ...plugins],
  };
}

function common(production) {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    // ES modules first: the AWS SDK shakes down to two thirds and loads in half the time.
    mainFields: ['module', 'main'],
    alias: aliases,
    minify: production,
    sourcemap: 'linked',
    sourcesContent: !production,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    supported: {
      // VS Code replaces `https` and `http` with its proxy-aware ones only under these bare names.
      'node-colon-prefix-require': false,
      'node-colon-prefix-import': false,
      // `import()` of a sibling becomes `require()`, which VS Code patches; its ESM loader is another road.
      'dynamic-import': false,
    },
    // CommonJS has no import.meta; code that finds a file beside itself works in both forms.
    define: { 'import.meta.url': '__moduleUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: '"use strict";const __moduleUrl = require("url").pathToFileURL(__filename).href;' },
  };
}

function integrationTests(plugins) {
  const suites = readdirSync(join(root, 'test', 'integration'), { recursive: true })
    .filter(name => name.endsWith('.test.ts'))
    .map(name => `test/integration/${name}`);
  const outdir = join(root, 'out', 'integration');
  rmSync(outdir, { recursive: true, force: true });
  return {
    ...common(false),
    entryPoints: ['test/integration/index.ts', ...suites],
    outbase: 'test/integration',
    outdir,
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    plugins,
  };
}

/** Turns `import('./aws/index.ts')` into `require('./aws.cjs')`, and refuses to bundle that file. */
function lazySiblings(names) {
  const outputs = new Map(
    bundles
      .filter(file => names.includes(file.out))
      .map(file => [join(root, file.from), `./${file.out}.cjs`]),
  );
  return {
    name: 'lazy-siblings',
    setup(context) {
      context.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, args => {
        const target = join(args.resolveDir, args.path);
        const output = outputs.get(target);
        if (output === undefined) return undefined;
        if (args.kind === 'dynamic-import') return { path: output, external: true };
        const text = `${relative(root, target)} is loaded on first use: write await import(…) or import type`;
        return { errors: [{ text }] };
      });
    },
  };
}

/**
 * Has each bundle take VS Code's API once. An import of a CommonJS module becomes, in each file that has one, a call of `require`,
 * which VS Code answers by looking up whose file it is, and a copy of all that the module exports: with eighty files that was
 * most of the time that reading the entry took.
 */
function oneVscode() {
  const namespace = 'vscode-once';
  return {
    name: 'one-vscode',
    setup(context) {
      context.onResolve({ filter: /^vscode$/ }, args =>
        args.namespace === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
      );
      context.onLoad({ filter: /.*/, namespace }, () => ({
        contents: "export * from 'vscode';",
        loader: 'js',
      }));
    },
  };
}

/** The words that the background problem matcher in .vscode/tasks.json waits for. */
function announceRounds() {
  let running = 0;
  return {
    name: 'announce-rounds',
    setup(context) {
      context.onStart(() => {
        if (running++ === 0) console.log('[watch] build started');
      });
      context.onEnd(() => {
        if (--running === 0) console.log('[watch] build finished');
      });
    },
  };
}

/** What each bundle consists of: read by scripts/notices.mjs and handy with `esbuild --analyze`. */
function writeMetafiles(results) {
  const directory = join(root, 'out', 'meta');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const { metafile } of results) {
    const output = Object.keys(metafile.outputs).find(path => path.endsWith('.cjs')) ?? 'unknown';
    if (output.startsWith('dist/')) {
      writeFileSync(join(directory, `${output.slice('dist/'.length)}.json`), JSON.stringify(metafile));
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = new Set(process.argv.slice(2));
  const tests = flags.has('--tests');
  if (flags.has('--watch')) await watch({ tests });
  else {
    await build({ production: flags.has('--production'), tests });
    console.log(
      `built: ${readdirSync(join(root, 'dist'))
        .filter(name => !name.endsWith('.map'))
        .join(', ')}`,
    );
  }
}
