import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';

/**
 * The test entry that VS Code calls inside its extension host. Every `*.test.ts` beside this file has been bundled
 * to a file of its own, so suites share nothing but the editor. Rejects when a test fails or a suite cannot load.
 *
 * `TEST_GREP` in the environment runs only the tests whose title matches. `TEST_VERDICT` names the file that says the
 * tests have run to their end, which an exit code alone cannot.
 */
export async function run(): Promise<void> {
  try {
    await runSuites();
  } catch (error) {
    // VS Code keeps only the exit code of what is thrown here.
    console.log(error instanceof Error ? error.stack : error);
    throw error;
  }
  const verdict = process.env['TEST_VERDICT'];
  if (verdict !== undefined) writeFileSync(verdict, 'passed');
}

async function runSuites(): Promise<void> {
  const files = suites();
  console.log(`Integration tests: ${files.length} files`);
  const grep = process.env['TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    reporter: 'spec',
    timeout: 90_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep === undefined || grep === '' ? {} : { grep }),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const unhandled = collectUnhandledRejections();
  const failures = await new Promise<number>(resolve => {
    mocha.run(resolve);
  });
  if (failures > 0) throw new Error(`${failures} ${failures === 1 ? 'test' : 'tests'} failed`);
  if (unhandled.length > 0) throw new Error(`unhandled rejections:\n${unhandled.join('\n')}`);
}

/** The extension host survives a rejection that nobody awaits, and so would a test; ours are mistakes all the same. */
function collectUnhandledRejections(): readonly string[] {
  const found: string[] = [];
  const ours = dirname(dirname(__dirname));
  process.on('unhandledRejection', reason => {
    const stack = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    const isOurs = stack.includes(join(ours, 'dist')) || stack.includes(join(ours, 'out'));
    if (isOurs) found.push(stack);
  });
  return found;
}

function suites(): readonly string[] {
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  const found = names.filter(name => name.endsWith('.test.cjs')).sort();
  if (found.length === 0) throw new Error(`no suites in ${__dirname}`);
  return found.map(name => join(__dirname, name));
}
