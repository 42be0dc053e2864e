import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/**
 * The test entry that VS Code calls inside its extension host. Every `*.test.ts` beside this file has been bundled
 * to a file of its own, so suites share nothing but the editor. Rejects when a test fails or a suite cannot load.
 *
 * `TEST_GREP` in the environment runs only the tests whose title matches. `TEST_VERDICT` names the file that says the
 * tests have run to their end, which an exit code alone cannot.
 */
export async function run(): Promise<void> {
  const grep = process.env['TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    reporter: 'spec',
    timeout: 30_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep === undefined || grep === '' ? {} : { grep }),
  });
  const files = suites();
  console.log(`Integration tests: ${files.length} files`);
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>(resolve => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} ${failures === 1 ? 'test' : 'tests'} failed`);
  const verdict = process.env['TEST_VERDICT'];
  if (verdict !== undefined) writeFileSync(verdict, 'passed');
}

function suites(): readonly string[] {
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const found = names.filter(name => name.endsWith('.test.cjs')).sort();
  if (found.length === 0) throw new Error(`no suites in ${__dirname}`);
  return found.map(name => join(__dirname, name));
}
