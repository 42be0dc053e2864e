import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The texts of the config file and of the credentials file. */
export type Files = readonly [config: string, credentials: string];

/** Names and Regions of the profiles that a tool finds, or `null` where it reads nothing of files with a mistake. */
export type Found = readonly (readonly [name: string, region: string | null])[] | null;

/**
 * A Python that has botocore, which the AWS CLI is made of; `undefined` where there is none. `BOTOCORE` names one, or is
 * `install`: then botocore is installed into `out/botocore`, once.
 */
export function pythonWithBotocore(): string | undefined {
  const chosen = process.env['BOTOCORE'];
  if (chosen === 'install') {
    return installed();
  }
  const python = chosen || (process.platform === 'win32' ? 'python' : 'python3');
  const hasIt = spawnSync(python, ['-c', 'import botocore']).status === 0;
  if (chosen && !hasIt) {
    throw new Error(`BOTOCORE=${chosen} cannot import botocore`);
  }
  return hasIt ? python : undefined;
}

/** What botocore finds in each pair of files. */
export function foundByBotocore(python: string, files: readonly Files[]): readonly Found[] {
  const script = fileURLToPath(new URL('readWithBotocore.py', import.meta.url));
  const ran = spawnSync(python, [script], {
    input: JSON.stringify(files),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (ran.status !== 0) {
    throw new Error(ran.stderr || String(ran.error));
  }
  return JSON.parse(ran.stdout);
}

function installed(): string {
  const folder = fileURLToPath(new URL('../../../../out/botocore', import.meta.url));
  const python = join(
    folder,
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  );
  if (!existsSync(python)) {
    run(process.platform === 'win32' ? 'python' : 'python3', '-m', 'venv', folder);
  }
  run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'botocore');
  return python;
}

function run(program: string, ...words: readonly string[]): void {
  const ran = spawnSync(program, words, { encoding: 'utf8' });
  if (ran.status !== 0) {
    throw new Error(`${program} ${words.join(' ')}: ${ran.stderr || ran.error}`);
  }
}
