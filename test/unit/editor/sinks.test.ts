import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const editor = join(import.meta.dirname, '../../../src/editor');

/**
 * What VS Code obeys in a text (links and commands in notifications and input boxes, icons in rows and lenses, Markdown in
 * hovers) is called from these files alone: they escape it, so nobody else can forget to.
 */
const homes: Readonly<Record<string, readonly string[]>> = {
  'window.show(Information|Warning|Error)Message': [
    'window.ts',
    'wizard/vscodeAsk.ts',
    'wizard/vscodeShow.ts',
  ],
  'window.(showQuickPick|createQuickPick)': ['window.ts', 'wizard/vscodeAsk.ts'],
  'window.(showInputBox|createInputBox)': ['window.ts', 'wizard/vscodeAsk.ts'],
  // In titles but those of window.ts there are numbers alone.
  'window.withProgress': [
    'commands/fixAllFindings.ts',
    'commands/scanWorkspace.ts',
    'trailsView.ts',
    'window.ts',
    'wizard/vscodeShow.ts',
  ],
  'new vscode.CodeLens': ['documents/codeLens.ts'],
  'window.createOutputChannel': ['log.ts'],
  registerTextDocumentContentProvider: ['readOnlyDocuments.ts'],
  setStatusBarMessage: ['window.ts'],
  '(createStatusBarItem|createWebviewPanel|registerCompletionItemProvider|createTextEditorDecorationType)':
    [],
  'new vscode.MarkdownString': [
    'codeTree/items.ts',
    'documents/hover.ts',
    'tree/organization/organizationNode.ts',
    'tree/problemNode.ts',
    'tree/profileNode.ts',
    'tree/regionNode.ts',
    'tree/trailNode.ts',
  ],
  // Commands in Markdown, and tags, would be ours to answer for.
  '(isTrusted|supportHtml) =(?!=)': [],
};

describe('places where VS Code obeys a text', () => {
  const files = readdirSync(editor, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(editor, name), 'utf8') }));

  for (const [call, expected] of Object.entries(homes)) {
    it(`are reached from their homes alone: ${call}`, () => {
      const pattern = new RegExp(call.replace(/\./g, '\\.'));
      assert.deepEqual(
        files
          .filter(({ text }) => pattern.test(text))
          .map(({ name }) => name)
          .sort(),
        [...expected].sort(),
      );
    });
  }

  it('get Markdown in which every name is escaped', () => {
    for (const name of homes['new vscode.MarkdownString'] ?? []) {
      const text = files.find(file => file.name === name)?.text ?? '';
      // A code span that is written by hand lets a backtick out.
      assert.doesNotMatch(text, /\\`\$\{/, name);
      for (const [, inserted = ''] of text.matchAll(/append(?:Markdown)\(`[^`]*?\$\{([^}]*)/g)) {
        assert.match(inserted, /^(?:escapeMarkdown|code|icon)\b/, `${name}: ${inserted}`);
      }
    }
  });

  it('are the two views: every row passes the escape', () => {
    const textOf = (name: string) => files.find(file => file.name === name)?.text ?? '';
    assert.match(
      textOf('codeTree/codeView.ts'),
      /getTreeItem\([^)]*\): vscode\.TreeItem \{\s*return plainRow\(/,
    );
    const trails = textOf('tree/trailTree.ts');
    assert.match(
      trails,
      /getTreeItem\([^)]*\)[^{]*\{\s*return this\.#pace\.run\(\(\) => this\.itemOf\(node\)\);/,
    );
    assert.match(trails, /itemOf\([^)]*\): vscode\.TreeItem \{[^}]*\}\s*return plainRow\(/);
  });
});
