import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Packs the small extension that colours Terraform in the demonstration and returns the path of its `.vsix`. VS Code has no grammar for
 * it, and the extensions that do are not everybody's to download; ours ships with nothing.
 */
export function packColours(folder: string): string {
  const vsix = join(folder, 'terraform-colours.vsix');
  const vsce = join(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');
  const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--out', vsix], {
    cwd: join(import.meta.dirname, 'terraformColours'),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The colours for Terraform cannot be packed:\n${stdout}\n${stderr}`);
  return vsix;
}
