import * as vscode from 'vscode';
import type { TextLines, TextRange } from '../../core/base/text.ts';

/** A range of a text as VS Code counts it. */
export function rangeOf(lines: TextLines, { start, end }: TextRange): vscode.Range {
  const [from, to] = [lines.positionAt(start), lines.positionAt(end)];
  return new vscode.Range(from.line, from.column, to.line, to.column);
}
