import * as vscode from 'vscode';
import type { Message } from '../../core/wording/message.ts';
import { extensionName } from '../contributions.ts';
import { say } from '../say.ts';

/** What is wrong at a place of a text, for the problems of VS Code. */
export function warningAt(range: vscode.Range, what: Message): vscode.Diagnostic {
  const warning = new vscode.Diagnostic(range, say(what), vscode.DiagnosticSeverity.Warning);
  warning.source = extensionName;
  return warning;
}
