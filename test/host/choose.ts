import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fetchStableVersions } from '@vscode/test-electron/out/download.js';

export type Host = { readonly kind: 'desktop'; readonly version: string } | { readonly kind: 'served' };

/**
 * Desktop where its download can be reached (or has been made) and a display exists, else served.
 *
 * `VSCODE_HOST=desktop|served` decides instead; `VSCODE_VERSION=minimum|stable|1.2.3` means a desktop of that version.
 *
 * @param isForPerson whether somebody is to see the window: a display in memory is then none
 */
export async function chooseHost(isForPerson = false): Promise<Host> {
  const named = process.env['VSCODE_HOST'] ?? '';
  const version = wantedVersion(process.env['VSCODE_VERSION'] ?? '');
  if (!['', 'desktop', 'served'].includes(named)) {
    throw new Error(`VSCODE_HOST is ${named}: it may be desktop or served.`);
  }
  if (named === 'served') return { kind: 'served' };
  const desktop: Host = { kind: 'desktop', version: version ?? 'stable' };
  if (named === 'desktop' || version !== undefined || process.platform !== 'linux') return desktop;
  if (isForPerson && !hasScreen()) return served('there is no display');
  if (!hasDisplay()) return served('there is no display, and no Xvfb to stand in for one');
  if (!isDownloaded() && !(await isReachable()))
    return served('the download of the desktop is not reachable');
  return desktop;
}

/** Whether a window can be shown: a real display, or Xvfb to start one. */
export function hasDisplay(): boolean {
  return hasScreen() || findXvfb() !== undefined;
}

function hasScreen(): boolean {
  return process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '';
}

export function findXvfb(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map(folder => join(folder, 'Xvfb')).find(path => existsSync(path));
}

function wantedVersion(named: string): string | undefined {
  if (named === '') return undefined;
  if (named !== 'minimum') return named;
  const manifest: { readonly engines: { readonly vscode: string } } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return manifest.engines.vscode.replace(/^[^\d]*/, '');
}

function served(reason: string): Host {
  // Not on stdout: `npm start` prints one line there.
  console.error(`Using the served VS Code: ${reason}.`);
  return { kind: 'served' };
}

const root = join(import.meta.dirname, '../..');

function isDownloaded(): boolean {
  const cache = join(root, '.vscode-test');
  return existsSync(cache) && readdirSync(cache).some(name => name.startsWith('vscode-linux-'));
}

/** Asked with the client that would download, so that a proxy counts. */
async function isReachable(): Promise<boolean> {
  try {
    return (await fetchStableVersions(true, 3000)).length > 0;
  } catch {
    return false;
  }
}
