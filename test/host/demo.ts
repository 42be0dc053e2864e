import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chooseHost } from './choose.ts';
import { closeOnExit, removeFolder, temporaryFolder } from './cleanup.ts';
import { desktopExecutable, installOnDesktop } from './desktop.ts';
import { isolatedEnvironment } from './environment.ts';
import { installExtension, startServer, windowAddress } from './served/server.ts';
import { type Settings, writeUserSettings } from './settings.ts';

export type DemoOptions = {
  readonly workspace: string;
  /** What is installed: the packaged extension, and others beside it. */
  readonly extensions: readonly string[];
  /** For the extension host: where the demonstration's AWS files are. */
  readonly env: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  /** Of the served VS Code; a free one when left out. */
  readonly port?: number;
  /** Whether to show it at once: a desktop window, or the system's browser. */
  readonly open: boolean;
};

export type Demo = {
  /** The address of the served VS Code, or the command that opens the desktop one. */
  readonly address: string;
  /** Settles when the person has closed the window, or the server has ended. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a real VS Code for a person to try the extension in, apart from their own editor and AWS files. */
export async function serveDemo(options: DemoOptions): Promise<Demo> {
  const host = await chooseHost(true);
  const folder = temporaryFolder('vscode-demo');
  const profile = { userDataDir: join(folder, 'user'), extensionsDir: join(folder, 'extensions') };
  writeUserSettings(profile.userDataDir, 'dark', options.settings ?? {});
  const env = isolatedEnvironment(options.env);
  const demo =
    host.kind === 'served'
      ? await serve(options, { ...profile, env })
      : await show(options, { ...profile, env }, await desktopExecutable(host.version));
  return {
    ...demo,
    close: async () => {
      await demo.close();
      removeFolder(folder);
    },
  };
}

type Profile = {
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly env: Readonly<Record<string, string>>;
};

async function serve({ workspace, extensions, port, open }: DemoOptions, profile: Profile): Promise<Demo> {
  const settings = { ...profile, drivable: false, ...(port === undefined ? {} : { port }) };
  for (const vsix of extensions) installExtension(vsix, settings);
  const server = await startServer(settings);
  const address = windowAddress(server, workspace);
  if (open) openInBrowser(address);
  return { address, ended: server.ended, close: server.close };
}

/** Best effort: the address has been printed, and a machine without a browser is not an error. */
function openInBrowser(address: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(command, [address], { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref();
}

async function show(
  { workspace, extensions, open }: DemoOptions,
  { userDataDir, extensionsDir, env }: Profile,
  executable: string,
): Promise<Demo> {
  const args = [`--user-data-dir=${userDataDir}`, `--extensions-dir=${extensionsDir}`];
  for (const vsix of extensions) installOnDesktop(executable, vsix, args);
  args.unshift(workspace, '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes');
  const address = [executable, ...args].join(' ');
  if (!open) return { address, ended: new Promise(() => {}), close: async () => {} };
  const child = spawn(executable, args, { env: { ...env, ...display() }, stdio: 'ignore' });
  const ended = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const close = async (): Promise<void> => {
    forget();
    child.kill();
    await ended;
  };
  const forget = closeOnExit(close);
  return { address, ended, close };
}

function display(): Record<string, string> {
  const name = process.env['DISPLAY'];
  return name === undefined ? {} : { DISPLAY: name };
}
