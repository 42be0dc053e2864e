import * as vscode from 'vscode';
import { TextLines } from '../../core/base/text.ts';
import type { DocumentEdits } from '../../core/iac/fix.ts';
import type { Sources } from '../../core/iac/sources.ts';

/**
 * Edits of the core as an edit of VS Code. `undefined` where a document is gone. Line endings are those of each document:
 * VS Code sees to that.
 */
export async function workspaceEdit(
  documents: readonly DocumentEdits[],
  sources: Sources,
): Promise<vscode.WorkspaceEdit | undefined> {
  const result = new vscode.WorkspaceEdit();
  for (const { uri, edits } of documents) {
    const source = await sources.read(uri);
    if (!source) {
      return undefined;
    }
    const lines = new TextLines(source.text);
    const position = (offset: number) => {
      const { line, column } = lines.positionAt(offset);
      return new vscode.Position(line, column);
    };
    const replacements = edits.map(({ offset, length, content }) =>
      vscode.TextEdit.replace(new vscode.Range(position(offset), position(offset + length)), content),
    );
    result.set(vscode.Uri.parse(uri), replacements);
  }
  return result;
}
