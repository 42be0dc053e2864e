import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives a profile a language before the editor starts, as an installed language pack leaves it in `languagepacks.json`. The pack
 * holds no sentence of VS Code: the window itself stays English, and extensions speak the language. A real pack comes from the
 * Marketplace, and the command line of the served VS Code does not register one.
 */
export function addLanguage(language: string, userDataDir: string): void {
  const folder = join(userDataDir, `language-pack-${language}`);
  mkdirSync(folder, { recursive: true });
  const sentences = join(folder, 'main.i18n.json');
  writeFileSync(sentences, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'tests',
    label: language,
    extensions: [{ extensionIdentifier: { id: `tests.language-pack-${language}` }, version: '1.0.0' }],
    translations: { vscode: sentences },
  };
  writeFileSync(join(userDataDir, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}
