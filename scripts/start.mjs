// npm start: the product with a believable company behind it, in a real VS Code. What is asked for is read before anything
// is installed or built.

import { parseArgs } from 'node:util';
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

const asked = readArguments();
if (asked.help) {
  process.stdout.write(usage);
  process.exit(0);
}
setup();
const { buildPackage } = await import('./package.mjs');
await buildPackage();
const { code } = await runTypeScript('test/demo/start.ts', process.argv.slice(2));
process.exit(code ?? 1);

function readArguments() {
  const options = {
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  };
  try {
    const { values } = parseArgs({ options });
    const { port } = values;
    if (port !== undefined && !(/^\d+$/.test(port) && Number(port) > 0 && Number(port) < 65_536)) {
      throw new Error(`--port ${port} is not a port.`);
    }
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
