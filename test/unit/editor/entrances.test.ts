import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** By which others could reach the extension, or what it shows could reach it back. */
const others =
  /register(?:UriHandler|AuthenticationProvider|CustomEditorProvider|WebviewViewProvider|WebviewPanelSerializer|TerminalLinkProvider|NotebookSerializer|TaskProvider)|createWebviewPanel/;

describe('the ways into the extension', () => {
  it('are its commands, views and settings: no link, no page, no interface for others', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.ts'),
    );
    assert.ok(files.length > 100);
    for (const name of files) {
      assert.doesNotMatch(readFileSync(join(root, 'src', name), 'utf8'), others, name);
    }
    // What it returned would be handed to every extension that asks.
    assert.match(
      readFileSync(join(root, 'src/extension.ts'), 'utf8'),
      /^export function activate\(context: vscode\.ExtensionContext\): void \{$/m,
    );
  });

  it('are in the manifest, which begins nothing by an event of others', () => {
    const { activationEvents, contributes, extensionDependencies, enabledApiProposals } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    assert.deepEqual(activationEvents, ['onStartupFinished']);
    assert.deepEqual([extensionDependencies, enabledApiProposals], [undefined, undefined]);
    assert.deepEqual(Object.keys(contributes).sort(), [
      'colors',
      'commands',
      'configuration',
      'configurationDefaults',
      'jsonValidation',
      'languageModelTools',
      'languages',
      'menus',
      'submenus',
      'views',
      'viewsContainers',
      'viewsWelcome',
      'walkthroughs',
    ]);
  });
});
