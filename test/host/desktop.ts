import { spawn, spawnSync } from 'node:child_process';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { findXvfb } from './choose.ts';
import { closeOnExit } from './cleanup.ts';

/** Downloads that desktop VS Code on first use; returns its executable, ready to show a window. */
export async function desktopExecutable(version: string): Promise<string> {
  const executable = await downloadAndUnzipVSCode(version);
  await ensureDisplay();
  return executable;
}

/** Installs a packaged extension as a user would, by the command line that comes with the editor. */
export function installOnDesktop(executable: string, vsix: string, profile: readonly string[]): void {
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  if (cli === undefined) throw new Error(`${executable} has no command line`);
  const windows = process.platform === 'win32';
  const quote = (text: string): string => (windows ? `"${text}"` : text);
  const args = [...cliArgs, ...profile, '--install-extension', vsix, '--force'];
  const { status, stdout, stderr } = spawnSync(quote(cli), args.map(quote), {
    encoding: 'utf8',
    shell: windows,
  });
  if (status !== 0) throw new Error(`${vsix} does not install:\n${stdout}\n${stderr}`);
}

/** A machine without a screen gets one in memory, for as long as this process lives. */
async function ensureDisplay(): Promise<void> {
  if (process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== '') return;
  const xvfb = findXvfb();
  if (xvfb === undefined) {
    throw new Error(
      'The desktop VS Code needs a display. Set DISPLAY, or install Xvfb (Debian: apt-get install xvfb), ' +
        'or use VSCODE_HOST=served.',
    );
  }
  const child = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closeOnExit(async () => {
    child.kill();
  });
  process.once('exit', () => child.kill());
  const number = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb does not start.')));
  });
  // Neither may keep a finished test run alive.
  child.unref();
  child.stdout.destroy();
  process.env['DISPLAY'] = `:${number}`;
}
