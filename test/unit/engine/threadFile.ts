import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { build } from 'esbuild';
import { bundleInMemory } from '../../../esbuild.mjs';

/** Programs of threads, as files in a folder of their own that is gone after the suite. */
export interface ThreadFiles {
  /** What ships. */
  readonly shipped: string;
  readonly broken: string;
  /** A program that never says a word. */
  readonly silent: string;
  /** A path for a reader that never ends to write to. */
  readonly begun: () => Begun;
}

/** A file that tells, as soon as it is there, that a thread is busy with what never ends. */
export class Begun {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async isThere(): Promise<void> {
    while (!existsSync(this.path)) {
      await setImmediate();
    }
  }
}

export function useThreadFiles(): () => ThreadFiles {
  let folder = '';
  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'engine-'));
    writeFileSync(join(folder, 'engine.cjs'), (await bundleInMemory('engine')).text);
    writeFileSync(join(folder, 'silent.cjs'), 'setInterval(() => {}, 1e9);');
    await build({
      entryPoints: [join(import.meta.dirname, 'brokenLanguage.ts')],
      outfile: join(folder, 'broken.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
    });
  });
  after(() => rmSync(folder, { recursive: true }));
  let count = 0;
  return () => ({
    shipped: join(folder, 'engine.cjs'),
    broken: join(folder, 'broken.cjs'),
    silent: join(folder, 'silent.cjs'),
    begun: () => new Begun(join(folder, `begun-${count++}`)),
  });
}
