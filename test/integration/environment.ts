import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the integration tests find around them, prepared before the editor starts: the environment variables of
 * the extension host and the folder that is open. Runs in plain Node, outside the editor.
 */
export type TestEnvironment = {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
};

/** `folder` is empty and removed after the run, so tests may write wherever they like inside it. */
export async function prepareEnvironment(folder: string): Promise<TestEnvironment> {
  const workspace = join(folder, 'workspace');
  const template = join(import.meta.dirname, 'workspace');
  if (existsSync(template)) cpSync(template, workspace, { recursive: true });
  else mkdirSync(workspace);
  return { workspace, env: {}, close: async () => {} };
}
