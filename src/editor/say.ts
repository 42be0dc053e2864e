import * as vscode from 'vscode';
import { type Message, spoken } from '../core/wording/message.ts';

/** A sentence of the core in the language of the editor. */
export function say(message: Message): string {
  return spoken(message, vscode.l10n.t);
}
