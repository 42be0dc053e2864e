import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an extension of the tests has in its manifest, beside its name and what every manifest needs. */
export type Manifest = Readonly<Record<string, unknown>>;

/**
 * Packs a folder as an extension of the tests, which is installed like any other.
 * @param folder holds its files; the manifest and a README are added
 * @returns its `.vsix`, beside the folder
 */
export function packExtension(folder: string, name: string, manifest: Manifest): string {
  const whole = { name, publisher: 'tests', version: '1.0.0', engines: { vscode: '^1.101.0' }, ...manifest };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(whole));
  writeFileSync(join(folder, 'README.md'), `${name}, for tests.\n`);
  const vsix = `${folder}.vsix`;
  const vsce = join(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', vsix];
  const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, 'package', ...options], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} cannot be packed:\n${stdout}\n${stderr}`);
  return vsix;
}
