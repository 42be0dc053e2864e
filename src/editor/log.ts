import * as vscode from 'vscode';
import { redact } from '../core/base/redact.ts';
import { onOneLine, visibleLines } from '../core/base/show.ts';
import { extensionName } from './contributions.ts';

/** The channel "CloudTrail Encryption" of the output panel. No secret passes it; errors may have the lines of a stack. */
export interface Log extends vscode.Disposable {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
  show(): void;
}

export function openLog(): Log {
  const channel = vscode.window.createOutputChannel(extensionName, { log: true });
  return {
    info: text => channel.info(onOneLine(redact(text))),
    warn: text => channel.warn(onOneLine(redact(text))),
    error: text => channel.error(visibleLines(redact(text))),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}
