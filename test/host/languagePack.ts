import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packExtension } from './packExtension.ts';

/**
 * A language pack without a sentence of VS Code: the window itself stays English, and extensions speak the language. The real
 * ones come from the Marketplace, which tests do not need.
 * @param folder where it is made
 * @returns its `.vsix`
 */
export function makeLanguagePack(language: string, folder: string): string {
  const name = `language-pack-${language}`;
  const source = join(folder, name);
  if (existsSync(`${source}.vsix`)) return `${source}.vsix`;
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'main.i18n.json'), JSON.stringify({ version: '1.0.0', contents: {} }));
  const localization = {
    languageId: language,
    languageName: language,
    localizedLanguageName: language,
    translations: [{ id: 'vscode', path: './main.i18n.json' }],
  };
  return packExtension(source, name, { contributes: { localizations: [localization] } });
}
