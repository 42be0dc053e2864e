import type { Metafile } from 'esbuild';

export function bundleInMemory(out: string): Promise<{ readonly text: string; readonly metafile: Metafile }>;
