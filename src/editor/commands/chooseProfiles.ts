import * as vscode from 'vscode';
import { commands, section, settings } from '../contributions.ts';
import { readSettings } from '../settings.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { pickSeveral } from '../window.ts';
import type { Command } from './context.ts';

/** Chooses which profiles the view shows. All of them is the same as no choice, so that new profiles appear. */
export const chooseProfiles: Command = {
  id: commands.chooseProfiles,
  async run({ view }) {
    await view.listed();
    const chosen = new Set(readSettings().profiles);
    const items = view.profileNames.map(name => ({
      label: profileLabel(name),
      name,
      picked: chosen.size === 0 || chosen.has(name),
    }));
    const picked = await pickSeveral(items, {
      title: vscode.l10n.t('Choose Profiles'),
      placeHolder: vscode.l10n.t('Profiles to show in the view "Trails"'),
    });
    if (picked) {
      const names = picked.length === items.length ? [] : picked.map(item => item.name);
      await vscode.workspace
        .getConfiguration(section)
        .update(settings.profiles, names, vscode.ConfigurationTarget.Global);
    }
  },
};
