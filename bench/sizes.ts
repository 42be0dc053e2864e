import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

/** What a user downloads, and what VS Code reads at start. `npm run bench` has built both before. */
export async function benchSizes(): Promise<readonly Figure[]> {
  const root = join(import.meta.dirname, '..');
  const kilobytes = (path: string) => statSync(join(root, path)).size / 1000;
  return [
    { what: 'entry file', measured: kilobytes('dist/extension.cjs'), budget: 250, unit: 'kB' },
    { what: '.vsix', measured: kilobytes('out/cloudtrail-encryption.vsix'), budget: 1500, unit: 'kB' },
  ];
}
