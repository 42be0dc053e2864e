import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleInMemory } from '../../../esbuild.mjs';

/** Programs of threads, as files in a folder of their own that is gone after the suite. */
export interface ThreadFiles {
  /** What ships. */
  readonly shipped: string;
  readonly broken: string;
}

export function useThreadFiles(): () => ThreadFiles {
  let folder = '';
  before(async function () {
    this.timeout(60_000);
    folder = mkdtempSync(join(tmpdir(), 'engine-'));
    writeFileSync(join(folder, 'engine.cjs'), (await bundleInMemory('engine')).text);
    await build({
      entryPoints: [join(import.meta.dirname, 'brokenLanguage.ts')],
      outfile: join(folder, 'broken.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
    });
  });
  after(() => rmSync(folder, { recursive: true }));
  return () => ({ shipped: join(folder, 'engine.cjs'), broken: join(folder, 'broken.cjs') });
}
