import * as vscode from 'vscode';
import { TextLines } from '../../core/base/text.ts';
import type { TextEdit } from '../../core/iac/fix.ts';
import type { SourceDocument } from '../../core/iac/sources/sources.ts';
import { rangeOf } from './range.ts';

/** Edits of a text as it was read. */
export interface EditedText<E extends TextEdit> {
  readonly before: SourceDocument;
  readonly edits: readonly E[];
}

/**
 * Edits of the core as an edit of VS Code, which adapts line endings to each document. `described`: what the refactor preview
 * says of an edit.
 */
export function editOfTexts<E extends TextEdit>(
  texts: readonly EditedText<E>[],
  described?: (edit: E) => vscode.WorkspaceEditEntryMetadata,
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { before, edits } of texts) {
    const lines = new TextLines(before.text);
    result.set(
      vscode.Uri.parse(before.uri),
      edits.map((edit): [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata | undefined] => {
        const range = rangeOf(lines, { start: edit.offset, end: edit.offset + edit.length });
        return [vscode.TextEdit.replace(range, edit.content), described?.(edit)];
      }),
    );
  }
  return result;
}
