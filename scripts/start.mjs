// npm start: the product with a believable company behind it, in a real VS Code. What is asked for is read before anything
// is installed or built.

import { readArguments } from './arguments.mjs';
import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

const usage = `Usage: npm start -- [options]

Opens a real VS Code with the extension, emulated AWS accounts behind eleven
profiles, and a sample workspace. Your own profiles and settings are not touched.
Ctrl+C ends all of it.

Options:
  --port PORT  serve at this port of localhost; by default one that is free
  --no-open    do not open the browser
  --help       this text
`;

const isPort = text => /^\d+$/.test(text) && Number(text) > 0 && Number(text) < 65_536;
readArguments(usage, {
  options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
  faultOf: ({ port }) => (port === undefined || isPort(port) ? undefined : `--port ${port} is not a port.`),
});
setup();
const { buildPackage } = await import('./package.mjs');
await buildPackage();
const { code } = await runTypeScript('test/demo/start.ts', process.argv.slice(2));
process.exit(code ?? 1);
