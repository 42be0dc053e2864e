import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

describe('the extension', () => {
  const root = join(import.meta.dirname, '../../..');
  const manifest: { readonly publisher: string; readonly name: string; readonly main: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const id = `${manifest.publisher}.${manifest.name}`;

  it('is present under the id of its manifest, and runs from the bundle that ships', () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not among the installed extensions`);
    assert.equal(extension.packageJSON.main, './dist/extension.cjs');
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  it('activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
