import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/*
 * What the suites about documents share: files in the workspace, the findings that VS Code shows for them, and waiting
 * for what comes after a while. Only what any extension can see is looked at.
 */

export const source = 'CloudTrail Encryption';

export function folder(index = 0): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.[index]?.uri;
  assert.ok(found, `the workspace has a folder ${index}`);
  return found;
}

export async function write(uri: vscode.Uri, text: string | Uint8Array): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(uri, typeof text === 'string' ? new TextEncoder().encode(text) : text);
  return uri;
}

/** A folder of its own for each suite, gone after it. */
export function useFolder(name: string, index = 0): (path: string) => vscode.Uri {
  const root = () => vscode.Uri.joinPath(folder(index), name);
  before(() => vscode.workspace.fs.createDirectory(root()));
  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(root(), { recursive: true });
  });
  return path => vscode.Uri.joinPath(root(), path);
}

/** As a person does it: a document that an extension asks for stays open for minutes after its editor is closed. */
export async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  const document = vscode.workspace.textDocuments.find(one => one.uri.toString() === uri.toString());
  assert.ok(document, `${uri} is open`);
  return document;
}

/** Closes every editor, dropping what was not saved, and waits until their documents are gone. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(one => one.isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Our diagnostics as one line each: `warning no-kms-key 3:1-3:34`, as the status bar counts. */
export function shown(uri: vscode.Uri): string[] {
  return ours(uri).map(({ code, severity, range: { start, end } }) => {
    const value = typeof code === 'object' ? code.value : code;
    const level = vscode.DiagnosticSeverity[severity].toLowerCase();
    return `${level} ${value} ${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
  });
}

export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(diagnostic => diagnostic.source === source);
}

export async function shownIs(uri: vscode.Uri, expected: readonly string[]): Promise<void> {
  await eventually(() => assert.deepEqual(shown(uri), expected));
}

/** Tries until it holds; fails as it failed last. */
export async function eventually(check: () => void | Promise<void>, within = 45_000): Promise<void> {
  const end = Date.now() + within;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await pause(25);
    }
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** What has to wait for something. */
export function gate() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open: () => open(), passed };
}

export type Gate = ReturnType<typeof gate>;

export async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('cloudtrailEncryption')
    .update(name, value, vscode.ConfigurationTarget.Workspace);
}

export async function insert(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(line, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** A trail without a key. */
export const trail = `resource "aws_cloudtrail" "main" {
  name           = "audit"
  s3_bucket_name = "logs"
}
`;

/** Where its finding stands, when it begins at this line. */
export function headerAt(line: number): string {
  return `warning no-kms-key ${line}:1-${line}:33`;
}
