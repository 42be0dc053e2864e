import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Emulator, type EmulatorOptions, type Seed, startEmulator } from '../emulator/index.ts';
import { removeFolder, temporaryFolder } from '../host/cleanup.ts';
import { pathWithAwsCommand } from './awsCommand.ts';
import { writeAwsFiles } from './awsFiles.ts';
import { seed } from './company.ts';

/** What the demonstration happens in: a folder to open, an emulated AWS, and where the editor finds its AWS files. */
export type World = {
  /** What the rest lies in; it is gone when the world is closed. */
  readonly folder: string;
  readonly workspace: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly emulator: Emulator;
  readonly close: () => Promise<void>;
};

/** Everything is made in a temporary folder; the person's own AWS files are neither read nor written. `more` is seeded beside the company. */
export async function prepareWorld(options: EmulatorOptions = {}, more: Seed = () => {}): Promise<World> {
  const folder = temporaryFolder('demo');
  const workspace = join(folder, 'acme');
  const home = join(folder, 'home');
  mkdirSync(home);
  cpSync(fileURLToPath(new URL('workspace', import.meta.url)), workspace, { recursive: true });
  const emulator = await startEmulator(world => {
    seed(world);
    more(world);
  }, options);
  writeAwsFiles(home, emulator.url);
  return {
    folder,
    workspace,
    home,
    env: {
      HOME: home,
      USERPROFILE: home,
      PATH: pathWithAwsCommand(folder, home),
      AWS_PROFILE: 'prod',
      AWS_CONFIG_FILE: join(home, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
    },
    emulator,
    close: async () => {
      await emulator.close();
      removeFolder(folder);
    },
  };
}
