import * as vscode from 'vscode';
import { askText } from './window.ts';

/** Asks for the code of an MFA device; `undefined` when the person gives none. */
export async function askMfaCode(device: {
  readonly profile: string;
  readonly serial: string;
}): Promise<string | undefined> {
  return askText({
    title: vscode.l10n.t('MFA code for {0}', device.profile),
    prompt: vscode.l10n.t('Six digits shown by {0}', device.serial),
    ignoreFocusOut: true,
    validateInput: code => (/^\d{6}$/.test(code) ? undefined : vscode.l10n.t('An MFA code has six digits.')),
  });
}
