// Other files of a package than those that Node would load.

import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * The package `yaml` as browsers load it: for Node, its parser asks with every token whether an environment variable is set, which
 * took a fifth of the reading of a text.
 */
export const aliases = { yaml: join(root, 'node_modules', 'yaml', 'browser', 'dist', 'index.js') };
