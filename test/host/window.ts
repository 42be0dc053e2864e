import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, _electron as electron, type Page } from 'playwright-core';
import { launchBrowser, windowSize } from './browser.ts';
import { chooseHost } from './choose.ts';
import { closeOnExit, removeFolder, temporaryFolder } from './cleanup.ts';
import { desktopExecutable, installOnDesktop } from './desktop.ts';
import { isolatedEnvironment } from './environment.ts';
import { addLanguage } from './languagePack.ts';
import { installExtension, isAddress, type Server, startServer, windowAddress } from './served/server.ts';
import { type Settings, type Theme, writeUserSettings } from './settings.ts';

export type WindowOptions = {
  /** The folder to open, by its path, or by its address where it is on no disk. Tests may write in it: hand over a copy. */
  readonly workspace: string;
  /** What a user would install, or this checkout as it was last built. */
  readonly extension: { readonly vsix: string } | { readonly development: string };
  /** Packages that are installed beside it. */
  readonly others?: readonly string[];
  /** For the extension host, on top of an environment in which AWS knows no profile. */
  readonly env?: Readonly<Record<string, string>>;
  readonly theme?: Theme;
  readonly settings?: Settings;
  /** The language that extensions speak; VS Code itself stays English. */
  readonly language?: string;
  /** `false` opens the folder in Restricted Mode, and does not ask. */
  readonly trusted?: boolean;
  /** 2 draws everything twice as large, in a window of the same size. */
  readonly zoom?: number;
};

export type OpenedWindow = {
  readonly host: 'desktop' | 'served';
  /** The current page; another one after `restart`. */
  readonly page: () => Page;
  /** Ends the editor with its extension host and opens it again, with all that it had stored. */
  readonly restart: () => Promise<void>;
  /** Opens another window of the same editor, with an extension host of its own. It is closed with the first. */
  readonly another: (workspace: string) => Promise<Page>;
  readonly close: () => Promise<void>;
};

/** Opens a real VS Code with the extension in it, driven by Playwright, whichever host this machine has. */
export async function openWindow(options: WindowOptions): Promise<OpenedWindow> {
  const host = await chooseHost();
  const folder = temporaryFolder('vscode-window');
  const profile: Profile = {
    userDataDir: join(folder, 'user'),
    extensionsDir: join(folder, 'extensions'),
    env: isolatedEnvironment(options.env),
  };
  const packages = [
    ...('vsix' in options.extension ? [options.extension.vsix] : []),
    ...(options.others ?? []),
  ];
  const restricted = options.trusted === false ? restrictedMode : {};
  writeUserSettings(profile.userDataDir, options.theme ?? 'dark', { ...options.settings, ...restricted });
  const start =
    host.kind === 'served'
      ? servedEditor(options, packages, profile)
      : desktopEditor(options, packages, profile, await desktopExecutable(host.version));
  let editor = await start();
  let forget = closeOnExit(() => editor.end());
  return {
    host: host.kind,
    page: () => editor.page,
    restart: async () => {
      forget();
      await editor.end();
      editor = await start();
      forget = closeOnExit(() => editor.end());
    },
    another: workspace => editor.another(workspace),
    close: async () => {
      forget();
      await editor.end();
      removeFolder(folder);
    },
  };
}

const restrictedMode: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

type Profile = {
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly env: Readonly<Record<string, string>>;
};

type Editor = {
  readonly page: Page;
  readonly another: (workspace: string) => Promise<Page>;
  readonly end: () => Promise<void>;
};

/** Returns a way to start it again and again: same port and same browser profile, where the window keeps its state. */
function servedEditor(
  { workspace, extension, language, trusted = true, zoom = 1 }: WindowOptions,
  packages: readonly string[],
  profile: Profile,
): () => Promise<Editor> {
  const drivable = 'development' in extension;
  for (const vsix of packages) installExtension(vsix, { ...profile, drivable });
  const payload = drivable ? { extensionDevelopmentPath: extension.development } : {};
  let port: number | undefined;
  return async () => {
    if (language !== undefined) addLanguage(language, profile.userDataDir);
    const server: Server = await startServer({
      ...profile,
      drivable,
      trusted,
      ...(language === undefined ? {} : { language }),
      ...(port === undefined ? {} : { port }),
    });
    port = server.port;
    let browser: BrowserContext | undefined;
    try {
      const context = await launchBrowser(join(profile.userDataDir, 'browser'), zoom);
      browser = context;
      const open = async (page: Page, folder: string): Promise<Page> => {
        page.setDefaultTimeout(patience);
        await page.goto(windowAddress(server, folder, payload));
        await workbenchIsReady(page);
        return page;
      };
      const page = await open(browser.pages()[0] ?? (await browser.newPage()), workspace);
      const another = async (folder: string) => open(await context.newPage(), folder);
      return { page, another, end: () => endServed(browser, server) };
    } catch (error) {
      await endServed(browser, server);
      throw error;
    }
  };
}

async function endServed(browser: BrowserContext | undefined, server: Server): Promise<void> {
  await Promise.allSettled([browser?.close(), server.close()]);
}

function desktopEditor(
  { workspace, extension, language, trusted = true, zoom = 1 }: WindowOptions,
  packages: readonly string[],
  { userDataDir, extensionsDir, env }: Profile,
  executablePath: string,
): () => Promise<Editor> {
  const args = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`];
  for (const vsix of packages) installOnDesktop(executablePath, vsix, args);
  if ('development' in extension) args.push(`--extensionDevelopmentPath=${extension.development}`);
  if (zoom !== 1) args.push(`--force-device-scale-factor=${zoom}`);
  const argumentsFor = (folder: string) => [
    ...(isAddress(folder) ? [`--folder-uri=${folder}`] : [folder]),
    ...args,
    ...(language === undefined ? [] : [`--locale=${language}`]),
    '--no-sandbox',
    '--disable-gpu',
    '--disable-updates',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    '--skip-welcome',
    '--skip-release-notes',
    '--new-window',
  ];
  const display = process.env['DISPLAY'];
  const launch = {
    executablePath,
    env: { ...env, ...(display === undefined ? {} : { DISPLAY: display }) },
    timeout: 60_000,
  };
  return async () => {
    if (language !== undefined) addLanguage(language, userDataDir);
    const application = await electron.launch({ ...launch, args: argumentsFor(workspace) });
    const settle = async (page: Page): Promise<Page> => {
      page.setDefaultTimeout(patience);
      const size = { width: windowSize.width / zoom, height: windowSize.height / zoom };
      await application.evaluate(({ BrowserWindow }, { width, height }) => {
        for (const window of BrowserWindow.getAllWindows()) window.setContentSize(width, height);
      }, size);
      await workbenchIsReady(page);
      return page;
    };
    const page = await settle(await application.firstWindow());
    const another = async (folder: string): Promise<Page> => {
      const opening = application.waitForEvent('window', { timeout: 60_000 });
      // The editor that runs already is told to open it.
      const telling = spawn(executablePath, argumentsFor(folder), { env: launch.env, stdio: 'ignore' });
      telling.once('error', error => console.error(error.message));
      return settle(await opening);
    };
    return { page, another, end: () => application.close() };
  };
}

/** Milliseconds for anything in a page. */
const patience = 45_000;

/** The status bar is among the last parts to be restored. */
async function workbenchIsReady(page: Page): Promise<void> {
  await page
    .locator('.monaco-workbench .part.statusbar .statusbar-item')
    .first()
    .waitFor({ timeout: 60_000 });
}

/** A copy of a sample folder that the test may change, gone at the end. */
export function copyOfWorkspace(template: string): string {
  const copy = join(temporaryFolder('workspace'), 'workspace');
  cpSync(template, copy, { recursive: true });
  return copy;
}
