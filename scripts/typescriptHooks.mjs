// Node's own hook for loading modules: takes the types out. All that an import needs to be found is written in it.

import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { aliases } from './aliases.mjs';

/** A package is the same as in what ships. */
export async function resolve(specifier, context, nextResolve) {
  const file = aliases[specifier];
  return file === undefined
    ? nextResolve(specifier, context)
    : { url: pathToFileURL(file).href, format: 'module', shortCircuit: true };
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const sourcefile = fileURLToPath(url);
  const { code } = await transform(await readFile(sourcefile, 'utf8'), {
    sourcefile,
    loader: 'ts',
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
  });
  return { format: 'module', source: code, shortCircuit: true };
}
