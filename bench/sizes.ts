import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, inRounds } from './figure.ts';

/** What a user downloads, and what VS Code reads at start. `npm run bench` has built both before. */
export async function benchSizes(): Promise<readonly Figure[]> {
  const root = join(import.meta.dirname, '..');
  const kilobytes = (path: string) => statSync(join(root, path)).size / 1000;
  return inRounds(1, async () => [
    { what: 'entry file', value: kilobytes('dist/extension.cjs'), budget: 250, unit: 'kB' },
    { what: '.vsix', value: kilobytes('out/cloudtrail-encryption.vsix'), budget: 1500, unit: 'kB' },
  ]);
}
