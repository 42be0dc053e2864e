import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareWorld } from '../demo/world.ts';

/**
 * What the integration tests find around them, prepared before the editor starts: the environment variables of
 * the extension host and the folders that are open: the company's `workspace`, and `second`, which is empty. Runs in plain Node, outside the editor.
 */
export type TestEnvironment = {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

/**
 * The company of the demonstration. Tests reach its emulated AWS by `connectEmulator(EMULATOR_URL)` and find its shared
 * AWS files by `AWS_CONFIG_FILE` and `HOME`. They may write in the workspace; each suite puts back what it changes.
 */
export async function prepareEnvironment(folder: string): Promise<TestEnvironment> {
  const world = await prepareWorld();
  const workspace = join(folder, 'workspace');
  cpSync(world.workspace, workspace, { recursive: true });
  mkdirSync(join(folder, 'second'));
  const file = join(folder, 'acme.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'workspace' }, { path: 'second' }] }));
  return { workspace: file, env: { ...world.env, EMULATOR_URL: world.emulator.url }, close: world.close };
}
