import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { pickOne, pickSeveral } from '../window.ts';
import type { Command } from './context.ts';
import { tellNothing } from './pickTrails.ts';

/** Chooses which profiles the view shows, here or everywhere. All of them is the same as no choice, so that new profiles appear. */
export const chooseProfiles: Command = {
  id: commands.chooseProfiles,
  async run({ view, title }) {
    // A profile that was just declared is looked for here before a watcher reports the file.
    await view.listAgain();
    if (view.profileNames.length === 0) {
      void tellNothing('no-profile');
      return;
    }
    const chosen = new Set(view.chosen.names);
    const items = view.profileNames.map(name => ({
      label: profileLabel(name),
      name,
      picked: chosen.size === 0 || chosen.has(name),
    }));
    const picked = await pickSeveral(items, {
      title,
      placeHolder: vscode.l10n.t(
        'Select profiles to show in the view "Trails"; none selected means all profiles',
      ),
    });
    const names = picked && (picked.length === items.length ? [] : picked.map(item => item.name));
    const where = names && (await askWhere(names.length === 0, title));
    if (where === 'workspace') {
      await view.chosen.chooseForWorkspace(names ?? []);
    } else if (where === 'everywhere') {
      await view.chosen.chooseEverywhere(names ?? []);
    }
  },
};

async function askWhere(all: boolean, title: string): Promise<'workspace' | 'everywhere' | undefined> {
  if (!vscode.workspace.name) {
    return 'everywhere';
  }
  const picked = await pickOne(
    [
      {
        label: vscode.l10n.t('In This Workspace'),
        detail: all
          ? vscode.l10n.t(
              'Overrides the settings. Stored on this computer, not in the files of the workspace.',
            )
          : vscode.l10n.t(
              'Read again each time the view is opened here. Stored on this computer, not in the files of the workspace.',
            ),
        where: 'workspace' as const,
      },
      {
        label: vscode.l10n.t('In Every Workspace'),
        detail: vscode.l10n.t('In the user settings'),
        where: 'everywhere' as const,
      },
    ],
    {
      title,
      placeHolder: vscode.l10n.t('Select where to show these profiles'),
    },
  );
  return picked?.where;
}
