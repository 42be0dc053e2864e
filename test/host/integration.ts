// Runs the integration tests inside the extension host of a real VS Code: `npm test -- integration`.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { prepareEnvironment } from '../integration/environment.ts';
import { chooseHost } from './choose.ts';
import { closeAll, temporaryFolder } from './cleanup.ts';
import { desktopExecutable } from './desktop.ts';
import { isolatedEnvironment } from './environment.ts';
import { writeUserSettings } from './settings.ts';

process.exit((await runIntegrationTests()) ? 0 : 1);

async function runIntegrationTests(): Promise<boolean> {
  const root = join(import.meta.dirname, '../..');
  const folder = temporaryFolder('vscode-tests');
  const userDataDir = join(folder, 'user');
  const verdict = join(folder, 'verdict');
  writeUserSettings(userDataDir, 'dark', {});
  const environment = await prepareEnvironment(folder);
  replaceEnvironment(isolatedEnvironment({ ...environment.env, TEST_VERDICT: verdict }));
  try {
    await runTests({
      vscodeExecutablePath: await executable(),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(root, 'out', 'integration', 'index.cjs'),
      launchArgs: [
        environment.workspace,
        '--disable-extensions',
        `--user-data-dir=${userDataDir}`,
        `--extensions-dir=${join(folder, 'extensions')}`,
      ],
    });
  } catch (error) {
    console.error(error instanceof TestRunFailedError ? error.message : error);
    return false;
  } finally {
    await environment.close();
    await closeAll();
  }
  return saysPassed(verdict);
}

async function executable(): Promise<string> {
  const host = await chooseHost();
  if (host.kind === 'desktop') return desktopExecutable(host.version);
  return join(import.meta.dirname, 'served', 'code.mjs');
}

/** An extension host that dies in the middle can still end with exit code 0: only the runner's own word counts. */
function saysPassed(verdict: string): boolean {
  if (existsSync(verdict) && readFileSync(verdict, 'utf8') === 'passed') return true;
  console.error('The extension host ended before the tests did.');
  return false;
}

/** `runTests` hands on the whole of our environment: it has to be the isolated one before that. */
function replaceEnvironment(environment: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
}
