import { type ChildProcess, spawn } from 'node:child_process';

/** What a program wrote, and how it ended. */
export interface Output {
  readonly stdout: string;
  /** The end of it, in whole lines. */
  readonly stderr: string;
  /** `null` where a signal ended it. */
  readonly exitCode: number | null;
  /** It printed more than is taken, and was ended. */
  readonly tooLong: boolean;
}

/** Characters that are taken of a program's output, as by Node's `exec`, and the end of its standard error that is kept. */
const mostPrinted = 1024 * 1024;
const mostKept = 16 * 1024;

/**
 * Runs a command line in the system's shell, as the AWS SDK does, with an empty standard input. When the signal aborts,
 * the program and everything it started are ended, and the promise rejects at once; it also rejects if there is no
 * shell.
 */
export function runCommand(command: string, signal: AbortSignal): Promise<Output> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(command, {
      shell: true,
      // A group of its own, so that it can be ended with its children. On Windows that would open a window.
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = new LastLines(mostKept);
    let stdout = '';
    let tooLong = false;
    const abort = () => {
      endWithChildren(child);
      reject(signal.reason);
    };
    const settle = (exitCode: number | null) => {
      signal.removeEventListener('abort', abort);
      resolve({ stdout, stderr: said.text, exitCode, tooLong });
    };
    signal.addEventListener('abort', abort, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length + text.length <= mostPrinted) {
        stdout += text;
      } else if (!tooLong) {
        tooLong = true;
        endWithChildren(child);
        settle(null);
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.add(text));
    child.on('error', error => {
      signal.removeEventListener('abort', abort);
      reject(error);
    });
    child.on('close', settle);
  });
}

/** The last lines of a text that comes in parts. Whole lines only: half a line could hold a secret without its name. */
class LastLines {
  text = '';
  readonly #most: number;
  #withinLostLine = false;

  /** `most` is in characters. */
  constructor(most: number) {
    this.#most = most;
  }

  add(part: string): void {
    const whole = this.text + (this.#withinLostLine ? this.#afterLine(part) : part);
    this.text = whole.length > this.#most ? this.#afterLine(whole.slice(-this.#most)) : whole;
  }

  #afterLine(part: string): string {
    const end = part.indexOf('\n');
    this.#withinLostLine = end < 0;
    return end < 0 ? '' : part.slice(end + 1);
  }
}

/** Milliseconds that a program has to clean up after SIGTERM: a container, say, which SIGKILL would leave running. */
const grace = 2_000;

function endWithChildren(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) {
    return;
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' }).on(
      'error',
      () => child.kill(),
    );
    return;
  }
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), grace).unref();
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // All of them have ended.
  }
}
