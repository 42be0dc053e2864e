import { join } from 'node:path';

/** The extension as a user installs it: what `npm run package` and the build step of `npm test` leave. */
export const packagedExtension = join(import.meta.dirname, '../../out/cloudtrail-encryption.vsix');
