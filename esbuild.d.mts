import type { Metafile } from 'esbuild';

export function bundleInMemory(
  out: 'extension' | 'aws' | 'engine' | 'gitIgnore' | 'scan',
): Promise<{ readonly text: string; readonly metafile: Metafile }>;
