import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { closeOnExit } from './cleanup.ts';

/** The window of every page-driving test: large enough for two editors, the same on every machine. */
export const windowSize = { width: 1280, height: 800 } as const;

/**
 * Starts a Chromium without a window. Its profile lives in `profile`, so that a restart finds it again. Zoom works as it does
 * for a person: the page has less room, and each of its pixels takes more of the screen.
 */
export async function launchBrowser(profile: string, zoom = 1): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: { width: windowSize.width / zoom, height: windowSize.height / zoom },
    deviceScaleFactor: zoom,
    locale: 'en-US',
    permissions: ['clipboard-read', 'clipboard-write'],
    // Nothing is far away: the server would pack megabytes anew for each window.
    extraHTTPHeaders: { 'Accept-Encoding': 'identity' },
    // Signals are ours: everything is closed in one place.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const forget = closeOnExit(() => context.close());
  context.once('close', forget);
  return context;
}

/** `CHROME_PATH`, else a browser of the system, else one from the system's packages when that can be done. */
export function findChromium(): string {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
  }
  const found = systemBrowser() ?? (installFromDebian() ? systemBrowser() : undefined);
  if (found !== undefined) return found;
  throw new Error(
    'These tests drive VS Code through Chromium, and none was found. Install Chromium, Google Chrome or ' +
      'Microsoft Edge (Debian: apt-get install chromium fonts-dejavu), or set CHROME_PATH to its executable.',
  );
}

function systemBrowser(): string | undefined {
  return candidates().find(path => existsSync(path));
}

function candidates(): readonly string[] {
  switch (process.platform) {
    case 'darwin':
      return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
        name => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
        .flatMap(variable => process.env[variable] ?? [])
        .flatMap(folder => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
          join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]);
    default: {
      const names = [
        'chromium',
        'chromium-browser',
        'google-chrome',
        'google-chrome-stable',
        'microsoft-edge',
      ];
      const folders = (process.env['PATH'] ?? '').split(delimiter);
      return names.flatMap(name => folders.map(folder => join(folder, name)));
    }
  }
}

/** A fresh container has no fonts either: without one the editor shows empty boxes. */
function installFromDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.log('Installing Chromium from the system packages, once …');
  const run = (args: readonly string[]): boolean =>
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }).status === 0;
  run(['update', '-q']);
  return run(['install', '-qy', '--no-install-recommends', 'chromium', 'fonts-dejavu']);
}
