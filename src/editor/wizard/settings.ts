import * as vscode from 'vscode';
import { isAccountId } from '../../core/trail/arn.ts';
import type { WizardSettings } from '../../core/wizard/context.ts';
import { section, settings } from '../contributions.ts';
import { readSettings } from '../settings.ts';

/** `profiles` are those that are shown. */
export function readWizardSettings(profiles: readonly string[]): WizardSettings {
  const configuration = vscode.workspace.getConfiguration(section);
  const keys: unknown = configuration.get(settings.defaultKey);
  const { regions } = readSettings();
  return {
    profiles,
    regions,
    defaultKeys: Object.fromEntries(
      Object.entries(typeof keys === 'object' && keys !== null ? keys : {}).filter(
        ([account, key]) => isAccountId(account) && typeof key === 'string',
      ),
    ),
    newKeyReaders: configuration.get(settings.newKeyReaders) === 'account' ? 'account' : 'iam',
  };
}
