// node --import ./scripts/typescript.mjs FILE.ts: runs TypeScript as it stands, without checking its types.

import { register } from 'node:module';

process.setSourceMapsEnabled(true);
register('./typescriptHooks.mjs', import.meta.url);
