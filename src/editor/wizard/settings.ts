import * as vscode from 'vscode';
import type { WizardSettings } from '../../core/wizard/context.ts';
import { section, settings } from '../contributions.ts';
import { readSettings } from '../settings.ts';

export function readWizardSettings(): WizardSettings {
  const configuration = vscode.workspace.getConfiguration(section);
  const keys: unknown = configuration.get(settings.defaultKey);
  const { profiles, regions } = readSettings();
  return {
    profiles,
    regions,
    defaultKeys: Object.fromEntries(
      Object.entries(typeof keys === 'object' && keys !== null ? keys : {}).filter(
        ([account, key]) => /^\d{12}$/.test(account) && typeof key === 'string',
      ),
    ),
    newKeyReaders: configuration.get(settings.newKeyReaders) === 'account' ? 'account' : 'iam',
  };
}
