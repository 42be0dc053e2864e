import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from '../cleanup.ts';
import { packExtension } from '../packExtension.ts';
import { memoryScheme } from './scheme.ts';

/**
 * An extension whose file system is in memory, as those of GitHub Repositories or of a database are somewhere else.
 * @param files texts by their path, which begins with a slash
 * @returns its `.vsix`
 */
export function makeMemoryFiles(files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder('memory-files'), 'memory-files');
  mkdirSync(folder);
  buildSync({
    entryPoints: [join(import.meta.dirname, 'extension.ts')],
    outfile: join(folder, 'extension.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  writeFileSync(join(folder, 'files.json'), JSON.stringify(files));
  return packExtension(folder, 'memory-files', {
    main: './extension.cjs',
    activationEvents: [`onFileSystem:${memoryScheme}`],
    capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
  });
}
