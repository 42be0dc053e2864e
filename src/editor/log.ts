import * as vscode from 'vscode';
import { redact } from '../core/base/redact.ts';
import { visibleLines } from '../core/base/show.ts';
import { extensionName } from './contributions.ts';

/** The channel "CloudTrail Encryption" of the output panel. No secret passes it. */
export interface Log extends vscode.Disposable {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  show(): void;
}

function shown(text: string): string {
  return visibleLines(redact(text));
}

export function openLog(): Log {
  const channel = vscode.window.createOutputChannel(extensionName, { log: true });
  return {
    info: text => channel.info(shown(text)),
    warn: text => channel.warn(shown(text)),
    error: text => channel.error(shown(text)),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
