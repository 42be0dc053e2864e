import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../host/cleanup.ts';
import { useWorkbench } from '../useWorkbench.ts';

describe('a window with the packaged extension, whose language is German', () => {
  const workbench = useWorkbench(async () => {
    const workspace = join(temporaryFolder('workspace'), 'acme');
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'notes.txt'), 'first line\nsecond line\n');
    writeFileSync(join(workspace, 'audit.tf'), trail);
    return { workspace, language: 'de' };
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

  it('says in German what is wrong in code, and what fixes it', async () => {
    const { editors, problems } = workbench();
    await editors.open('audit.tf');
    await problems.open();
    const [found] = await problems.listWhere('the finding', all =>
      all.some(({ message }) => message.includes('aws_cloudtrail.audit')),
    );
    assert.equal(
      found?.message,
      'Trail aws_cloudtrail.audit hat nur dann einen KMS-Schlüssel, wenn var.encrypted den Wert true hat: Standardmäßig sind seine Protokolldateien nur mit SSE-S3 verschlüsselt. Verlangen Sie einen kundenverwalteten Schlüssel, oder machen Sie einen zum Standard.',
    );
    await editors.goTo(8, 4);
    const titles = await editors.quickFixes();
    assert.ok(titles.includes('kms-key-conditional hier ignorieren'), titles.join('\n'));
  });

  it('shows views, welcome texts and reports in German', async () => {
    await workbench().openContainer('CloudTrail Encryption');
    await workbench()
      .view('Trails im Code')
      .rowsWhere('the trail', rows =>
        rows.some(
          ({ label, description }) => label === 'audit' && description.startsWith('kein KMS-Schlüssel'),
        ),
      );
    await workbench().screenshot('german');
  });
});

/** Its finding comes from the engine's thread, with a sentence within the sentence. */
const trail = `variable "encrypted" {
  default = false
}

resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "logs"
  kms_key_id     = var.encrypted ? "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" : null
}
`;

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
