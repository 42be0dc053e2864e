import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { closeOnExit } from '../cleanup.ts';
import { installServedVsCode } from './install.ts';

export type ServerOptions = {
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly env: Readonly<Record<string, string>>;
  /** A free one when left out. */
  readonly port?: number;
  /** Lets a page's address name an extension under development and a test entry. Never for a person's server. */
  readonly drivable: boolean;
  /** The language of the window; a language pack has to be installed. */
  readonly language?: string;
  /** `false` leaves it to VS Code whether a folder is trusted. */
  readonly trusted?: boolean;
};

export type Server = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  /** Settles when the server has ended by itself or by `close`. */
  readonly ended: Promise<void>;
  /** All it has printed. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
};

/** Starts the served VS Code on 127.0.0.1 and resolves when it listens. It ends with this process, at the latest. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { node, entry } = installServedVsCode();
  const leash = join(import.meta.dirname, 'leash.mjs');
  const child = spawn(process.execPath, [leash, node, entry, ...serverArguments(options)], {
    env: { ...options.env, ...homes(options.userDataDir) },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const ended = new Promise<void>(resolve => {
    child.once('close', () => resolve());
  });
  const port = await new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const listening = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output);
      if (listening?.[1] !== undefined) resolve(Number(listening[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then(() => reject(new Error(`The served VS Code ended before it listened:\n${output}`)));
    setTimeout(() => reject(new Error(`The served VS Code does not start:\n${output}`)), 60_000).unref();
  }).catch((error: unknown) => {
    child.stdin.destroy();
    throw error;
  });
  const close = async (): Promise<void> => {
    forget();
    child.stdin.destroy();
    await ended;
  };
  const forget = closeOnExit(close);
  return { origin: `http://127.0.0.1:${port}`, port, ended, log: () => output, close };
}

/** Installs a packaged extension as a user would. */
export function installExtension(vsix: string, options: ServerOptions): void {
  const { node, entry } = installServedVsCode();
  const args = [...serverArguments(options), '--install-extension', vsix, '--force'];
  const env = { ...options.env, ...homes(options.userDataDir) };
  const { status, stdout, stderr } = spawnSync(node, [entry, ...args], { env, encoding: 'utf8' });
  if (status !== 0 || !stdout.includes('successfully installed')) {
    throw new Error(`${vsix} does not install:\n${stdout}\n${stderr}`);
  }
}

/** Whether a folder is named by its address, as one is that is on no disk. A drive of Windows has one letter. */
export function isAddress(folder: string): boolean {
  return /^[a-z][\w+-]+:/.test(folder);
}

/** The address of a window with this folder, or the folders of this `.code-workspace`, open. `payload` is honoured by a drivable server only. */
export function windowAddress(
  server: Server,
  workspace: string,
  payload: Readonly<Record<string, string>> = {},
) {
  const address = new URL(server.origin);
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  address.searchParams.set(kind, isAddress(workspace) ? workspace : pathToFileURL(workspace).pathname);
  const authority = address.host;
  const remote = Object.entries(payload).map(([name, path]) => [
    name,
    `vscode-remote://${authority}${pathToFileURL(path).pathname}`,
  ]);
  if (remote.length > 0) address.searchParams.set('payload', JSON.stringify(remote));
  return address.href;
}

function serverArguments({
  userDataDir,
  extensionsDir,
  port = 0,
  drivable,
  language,
  trusted = true,
}: ServerOptions): readonly string[] {
  return [
    '--auth=none',
    `--bind-addr=127.0.0.1:${port}`,
    `--config=${join(userDataDir, 'server.yaml')}`,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
    '--disable-telemetry',
    '--disable-update-check',
    ...(trusted ? ['--disable-workspace-trust'] : []),
    '--disable-getting-started-override',
    ...(language === undefined ? [] : [`--locale=${language}`]),
    ...(drivable ? ['--vscode-option=enable-smoke-test-driver'] : []),
  ];
}

/** The server keeps its own caches apart from the person's, too. */
function homes(userDataDir: string): Record<string, string> {
  // Where the sockets go; unlike the others it has to exist.
  const runtime = join(userDataDir, 'run');
  mkdirSync(runtime, { recursive: true });
  return {
    XDG_RUNTIME_DIR: runtime,
    XDG_DATA_HOME: join(userDataDir, 'xdg', 'data'),
    XDG_CONFIG_HOME: join(userDataDir, 'xdg', 'config'),
    XDG_CACHE_HOME: join(userDataDir, 'xdg', 'cache'),
  };
}
