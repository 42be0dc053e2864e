import type { Metafile } from 'esbuild';

export function bundleInMemory(
  out: 'extension' | 'aws' | 'iac' | 'scan',
): Promise<{ readonly text: string; readonly metafile: Metafile }>;
