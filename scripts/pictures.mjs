// npm run pictures: drives the demonstration through a real window and writes the pictures of README.md.

import { readArguments } from './arguments.mjs';
import { pictures } from './names.mjs';
import { runTypeScript } from './run.mjs';
import { setup } from './setup.mjs';

const usage = `Usage: npm run pictures -- [NAME…]

Drives the demonstration through a real window and writes the pictures of
README.md to media/screenshots. Look at each before you commit it.

NAME is a part of one of these; without any, all of them are taken:
  ${pictures.join(', ')}

Options:
  --help  this text
`;

const { names } = readArguments(usage, { names: pictures });
setup();
const { buildPackage } = await import('./package.mjs');
await buildPackage();
const { code } = await runTypeScript('test/demo/pictures.ts', names);
process.exit(code ?? 1);
