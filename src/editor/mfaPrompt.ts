import * as vscode from 'vscode';
import { readMfaCode } from '../core/account/mfaCode.ts';

/** Asks for the code of an MFA device; `undefined` when the person gives none. */
export async function askMfaCode(device: {
  readonly profile: string;
  readonly serial: string;
}): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('MFA code for {0}', device.profile);
  box.prompt = vscode.l10n.t('Six digits shown by {0}', device.serial);
  box.ignoreFocusOut = true;
  const wrong = vscode.l10n.t('An MFA code has six digits.');
  try {
    return await new Promise<string | undefined>(resolve => {
      // While digits are missing, nothing is wrong yet.
      box.onDidChangeValue(typed => {
        box.validationMessage = readMfaCode(typed).kind === 'wrong' ? wrong : undefined;
      });
      box.onDidAccept(() => {
        const typed = readMfaCode(box.value);
        if (typed.kind === 'code') {
          resolve(typed.code);
        } else {
          box.validationMessage = wrong;
        }
      });
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}
