import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Answer, Call } from './awsCommand.ts';

/** The POSIX shells of this machine. Windows has none. */
export const shells: readonly string[] =
  process.platform === 'win32'
    ? []
    : ['dash', 'bash', 'zsh'].filter(name => spawnSync(name, ['-c', ':']).status === 0);

export interface Ended {
  readonly status: number | null;
  /** What the script printed, to both. */
  readonly output: string;
  readonly calls: readonly Call[];
  /** Seconds that it waited in all. Nobody waits for them. */
  readonly waited: number;
}

/**
 * A folder of commands for scripts: an `aws` and a `sleep` that hand their words to this process and do what it answers. They
 * are shell scripts that talk through two pipes which the script's shell leaves open for its children, since to start a Node
 * for each call would take a hundred times as long.
 */
export class Shell {
  readonly #folder = mkdtempSync(join(tmpdir(), 'script-'));

  constructor() {
    this.#command('aws', standIn);
    this.#command('sleep', standIn);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** Runs a script with an `aws` that answers what it is told to. */
  async run(shell: string, script: string, aws: (call: Call) => Promise<Answer>): Promise<Ended> {
    const child = spawn(shell, ['-c', script], {
      env: { PATH: `${this.#folder}${delimiter}${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    const [, out, err, asked, answers] = child.stdio as unknown as Duplex[];
    const calls: Call[] = [];
    let waited = 0;
    let output = '';
    for (const stream of [out, err]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const words = new Words(async ([command = '', attempts = '', ...rest]) => {
      if (command === 'sleep') {
        waited += Number(rest[0]);
        answers?.write(lines({ status: 0, stdout: '', stderr: '' }));
        return;
      }
      const call = { words: rest, attempts };
      calls.push(call);
      answers?.write(lines(await aws(call)));
    });
    asked?.setEncoding('utf8').on('data', (text: string) => words.take(text));
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { status, output, calls, waited };
  }

  #command(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
    chmodSync(join(this.#folder, name), 0o755);
  }
}

/** Asks on 3, how many words first; is answered on 4 with three lines for `printf %b`. */
const standIn = `#!/bin/sh
printf '%s\\0' $(($# + 2)) "\${0##*/}" "\${AWS_MAX_ATTEMPTS-}" "$@" >&3
IFS= read -r status <&4
IFS= read -r out <&4
IFS= read -r err <&4
printf %b "$err" >&2
printf %b "$out"
exit "$status"
`;

function lines({ status, stdout, stderr }: Answer): string {
  const line = (text: string) =>
    text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\0', '\\0');
  return `${status}\n${line(stdout)}\n${line(stderr)}\n`;
}

/** Puts the words of one call together, however the pipe cut them. */
class Words {
  readonly #take: (words: readonly string[]) => unknown;
  #rest = '';
  #words: string[] = [];

  constructor(take: (words: readonly string[]) => unknown) {
    this.#take = take;
  }

  take(text: string): void {
    const parts = (this.#rest + text).split('\0');
    this.#rest = parts.pop() ?? '';
    this.#words.push(...parts);
    const [count] = this.#words;
    if (count !== undefined && this.#words.length > Number(count)) {
      const [, ...words] = this.#words;
      this.#words = [];
      this.#take(words);
    }
  }
}
