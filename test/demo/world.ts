import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../host/cleanup.ts';

/** What the demonstration happens in: a folder to open, and where the editor finds its AWS files. */
export type World = {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

/** Everything is made in a temporary folder; the person's own AWS files are neither read nor written. */
export async function prepareWorld(): Promise<World> {
  const folder = temporaryFolder('demo');
  const workspace = join(folder, 'acme');
  mkdirSync(workspace);
  return { workspace, env: {}, close: async () => removeFolder(folder) };
}
