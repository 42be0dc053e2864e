// npm start: see scripts/start.mjs, which checks the arguments. Builds the world of the demonstration, opens a real VS Code in it, and ends all of
// it on Ctrl+C.

import { parseArgs } from 'node:util';
import { closeOnExit } from '../host/cleanup.ts';
import { serveDemo } from '../host/demo.ts';
import { packagedExtension } from '../host/package.ts';
import { packColours } from './colours.ts';
import { prepareWorld } from './world.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
});

const world = await prepareWorld();
closeOnExit(world.close);
const demo = await serveDemo({
  workspace: world.workspace,
  env: world.env,
  extensions: [packagedExtension, packColours(world.folder)],
  // The sample's README says what there is to try.
  settings: { 'workbench.startupEditor': 'readme' },
  open: !values['no-open'],
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
});
console.log(`CloudTrail Encryption is running at ${demo.address}  (Ctrl+C stops everything)`);
await demo.ended;
await demo.close();
await world.close();
process.exit(0);
