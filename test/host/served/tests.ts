import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../browser.ts';
import { closeAll } from '../cleanup.ts';
import { startServer, windowAddress } from './server.ts';

/**
 * What the desktop executable does with `--extensionTestsPath`: opens a window with the extension under development,
 * calls the test entry in its extension host, prints what it prints. Resolves to the exit code.
 */
export async function runServedTests(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
  });
  const [workspace] = positionals;
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  const userDataDir = values['user-data-dir'];
  const extensionsDir = values['extensions-dir'];
  if (
    workspace === undefined ||
    typeof extensionDevelopmentPath !== 'string' ||
    typeof extensionTestsPath !== 'string' ||
    typeof userDataDir !== 'string' ||
    typeof extensionsDir !== 'string'
  ) {
    throw new Error(`These arguments do not describe a test run: ${args.join(' ')}`);
  }
  mkdirSync(dirname(windowLog), { recursive: true });
  rmSync(windowLog, { force: true });
  const server = await startServer({ userDataDir, extensionsDir, env: inherited(), drivable: true });
  try {
    const browser = await launchBrowser(join(userDataDir, 'browser'));
    const page = browser.pages()[0] ?? (await browser.newPage());
    const over = outcome(page, server.ended);
    await page.exposeFunction('codeAutomationLog', print);
    await page.goto(windowAddress(server, workspace, { extensionDevelopmentPath, extensionTestsPath }));
    return await over;
  } finally {
    await closeAll();
  }
}

const options = {
  extensionDevelopmentPath: { type: 'string' },
  extensionTestsPath: { type: 'string' },
  'user-data-dir': { type: 'string' },
  'extensions-dir': { type: 'string' },
} as const;

/** The window reports the exit code of its extension host; a window or server that dies has failed. */
function outcome(page: Page, serverEnded: Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (code: number): void => {
      settled = true;
      resolve(code);
    };
    const fail = (reason: string) => () => {
      if (settled) return;
      console.error(reason);
      settle(1);
    };
    page.exposeFunction('codeAutomationExit', settle).catch(reject);
    page.once('crash', fail('The page of the served VS Code crashed.'));
    page.once('close', fail('The page of the served VS Code was closed.'));
    void serverEnded.then(fail('The server of the served VS Code ended.'));
  });
}

/**
 * Prints the console of the extension host, where the tests report, from the line on with which the test entry
 * begins. The window's own log shares that road: its start and its errors, most of them about native modules that
 * nothing here needs, go to a file.
 */
function print(level: string, args: readonly unknown[]): void {
  const text = format(...args);
  reporting ||= text.startsWith('Integration tests:');
  if (level === 'info' && reporting) console.log(text);
  else appendFileSync(windowLog, `${level}: ${text}\n`);
}

let reporting = false;

const windowLog = join(import.meta.dirname, '../../../out/integration-window.log');

function inherited(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
