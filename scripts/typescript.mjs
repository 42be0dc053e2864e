// node --import ./scripts/typescript.mjs FILE.ts: runs TypeScript as it stands, without checking its types.

import Module, { register } from 'node:module';

process.setSourceMapsEnabled(true);
register('./typescriptHooks.mjs', import.meta.url);

// Mocha requires a file before it imports it, and says of a file that cannot be imported what came of requiring it. A test that is
// JavaScript as well would run as it stands: `new Promise<never>(later)` is a comparison there.
Module._extensions['.ts'] = (_, file) => {
  throw new Error(`${file} cannot be imported. Why, says node --import ./scripts/typescript.mjs ${file}`);
};
