import * as vscode from 'vscode';
import { section, settings } from '../contributions.ts';
import type { WizardSettings } from './context.ts';

export function readWizardSettings(): WizardSettings {
  const configuration = vscode.workspace.getConfiguration(section);
  const keys: unknown = configuration.get(settings.defaultKey);
  return {
    defaultKeys: Object.fromEntries(
      Object.entries(typeof keys === 'object' && keys !== null ? keys : {}).filter(
        ([account, key]) => /^\d{12}$/.test(account) && typeof key === 'string',
      ),
    ),
    newKeyReaders: configuration.get(settings.newKeyReaders) === 'account' ? 'account' : 'iam',
  };
}
