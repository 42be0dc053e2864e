import * as vscode from 'vscode';
import { readMfaCode } from '../core/account/mfaCode.ts';
import { askText } from './window.ts';

/** Asks for the code of an MFA device; `undefined` when the person gives none, or when nobody waits for it any more. */
export async function askMfaCode(
  device: { readonly profile: string; readonly serial: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const wrong = vscode.l10n.t('An MFA code has six digits.');
  const typed = await askText({
    title: vscode.l10n.t('MFA code for {0}', device.profile),
    prompt: vscode.l10n.t('Six digits shown by {0}', device.serial),
    // While digits are missing, nothing is wrong yet.
    whileTyping: text => (readMfaCode(text).kind === 'wrong' ? wrong : undefined),
    signal,
    atEnd: text => (readMfaCode(text).kind === 'code' ? undefined : wrong),
  });
  const read = readMfaCode(typed ?? '');
  return read.kind === 'code' ? read.code : undefined;
}
