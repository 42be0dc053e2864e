import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A language pack without a sentence of VS Code: the window itself stays English, and extensions speak the language. The real
 * ones come from the Marketplace, which tests do not need.
 * @param folder where it is made
 * @returns its `.vsix`
 */
export function makeLanguagePack(language: string, folder: string): string {
  const vsix = join(folder, `language-pack-${language}.vsix`);
  if (existsSync(vsix)) return vsix;
  const source = join(folder, `language-pack-${language}`);
  mkdirSync(source, { recursive: true });
  const localization = {
    languageId: language,
    languageName: language,
    localizedLanguageName: language,
    translations: [{ id: 'vscode', path: './main.i18n.json' }],
  };
  const manifest = {
    name: `language-pack-${language}`,
    publisher: 'tests',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    contributes: { localizations: [localization] },
  };
  writeFileSync(join(source, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(source, 'main.i18n.json'), JSON.stringify({ version: '1.0.0', contents: {} }));
  writeFileSync(join(source, 'README.md'), `The window in the language ${language}, for tests.\n`);
  const vsce = join(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');
  const args = [
    'package',
    '--no-dependencies',
    '--skip-license',
    '--allow-missing-repository',
    '--out',
    vsix,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [vsce, ...args], {
    cwd: source,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The language pack cannot be made:\n${stdout}\n${stderr}`);
  return vsix;
}
