import * as vscode from 'vscode';
import type { Message } from '../core/wording/message.ts';

/** A sentence of the core in the language of the editor. */
export function say({ text, args }: Message): string {
  return vscode.l10n.t(
    text,
    ...args.map(argument => (typeof argument === 'object' ? say(argument) : argument)),
  );
}
