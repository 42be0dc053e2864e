import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../host/cleanup.ts';
import { useWorkbench } from '../useWorkbench.ts';

describe('a window with the packaged extension', () => {
  const workbench = useWorkbench(async () => {
    const workspace = join(temporaryFolder('workspace'), 'acme');
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'notes.txt'), 'first line\nsecond line\n');
    return { workspace };
  });

  it('shows the folder', async () => {
    await workbench().openContainer('Explorer');
    await workbench().view('Explorer').row('notes.txt');
  });

  it('lists the extension among the installed ones', async () => {
    await workbench().runCommand('Extensions: Show Installed Extensions');
    await workbench()
      .page.locator('.extension-list-item .name', { hasText: displayName() })
      .first()
      .waitFor();
  });

  it('edits a file, and undoes it', async () => {
    const { editors } = workbench();
    await editors.open('notes.txt');
    await editors.goTo(2, 1);
    await editors.type('the');
    await editors.visibleTextWhere('what was typed', text => text.includes('thesecond line'));
    await editors.undo();
    await editors.visibleTextWhere('the former text', text => text.startsWith('first line\nsecond line'));
  });
});

/** The manifest's own words, through its translations where it refers to them. */
function displayName(): string {
  const root = join(import.meta.dirname, '../../..');
  const manifest: { readonly displayName: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const translations = join(root, 'package.nls.json');
  if (!existsSync(translations)) return manifest.displayName;
  const sentences: Readonly<Record<string, string>> = JSON.parse(readFileSync(translations, 'utf8'));
  return sentences[manifest.displayName.replaceAll('%', '')] ?? manifest.displayName;
}
