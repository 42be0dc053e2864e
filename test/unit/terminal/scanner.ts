import { spawn } from 'node:child_process';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleInMemory } from '../../../esbuild.mjs';
import { type Entry, TemporaryFolder } from '../files/folder.ts';

/** What the scanner said, and its exit code. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A trail without a key, and with one. */
export const withoutKey = `resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "logs"
}
`;
export const withKey = withoutKey.replace(
  '}',
  '  kms_key_id     = "arn:aws:kms:eu-west-1:123456789012:key/mrk-1"\n}',
);
/** One without a key unless an input gives one. */
export const byDefault = `${withoutKey.replace('}', '  kms_key_id     = var.key\n}')}
variable "key" {
  default = null
}
`;

let built: Promise<string> | undefined;

/** The program as it ships, its engine beside it, built once for all tests of a process; it is removed when the process ends. */
export function scannerProgram(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const home = new TemporaryFolder();
  process.once('exit', () => home.remove());
  for (const out of ['scan', 'engine']) {
    const { text } = await bundleInMemory(out);
    writeFileSync(join(home.path, `${out}.cjs`), text);
  }
  return join(home.path, 'scan.cjs');
}

/** Runs `scan` with these arguments in a folder; `input` is its standard input. */
export async function runScanner(args: readonly string[], cwd: string, input = ''): Promise<Outcome> {
  const child = spawn(process.execPath, [await scannerProgram(), 'scan', ...args], {
    cwd: realpathSync(cwd),
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    out += data;
  });
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    err += data;
  });
  // It may end before it has read all, or anything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>(resolve => child.once('close', resolve));
  return { code, out, err };
}

/** A folder of one test, in which the scanner runs again and again. */
export class ScannedFolder {
  #folder = new TemporaryFolder();

  get path(): string {
    return this.#folder.path;
  }

  write(path: string, entry: Entry): string {
    return this.#folder.write(path, entry);
  }

  async scanned(entries: Readonly<Record<string, Entry>>, args: readonly string[] = []): Promise<Outcome> {
    this.remove();
    this.#folder = new TemporaryFolder(entries);
    return this.again(args);
  }

  async again(args: readonly string[] = [], entries: Readonly<Record<string, Entry>> = {}): Promise<Outcome> {
    for (const [path, entry] of Object.entries(entries)) {
      this.#folder.write(path, entry);
    }
    return runScanner(args, this.#folder.path);
  }

  remove(): void {
    this.#folder.remove();
  }
}
