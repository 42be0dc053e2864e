import * as vscode from 'vscode';
import { defaultRegionsOf } from '../../core/trail/region.ts';
import { commands, section, settings } from '../contributions.ts';
import { readSettings } from '../settings.ts';
import { pickSeveral } from '../window.ts';
import type { Command } from './context.ts';

/** Chooses which Regions are read. None chosen = every Region that the account may use. */
export const chooseRegions: Command = {
  id: commands.chooseRegions,
  async run({ view, title }) {
    const chosen = new Set(readSettings().regions);
    const states = view.inventory.states();
    const seen = states.flatMap(state => state.regions.map(region => region.name));
    const partitions = new Set(['aws', ...states.flatMap(({ identity }) => identity?.partition ?? [])]);
    const usual = [...partitions].flatMap(defaultRegionsOf);
    const names = [...new Set([...chosen, ...seen, ...usual])].sort();
    const picked = await pickSeveral(
      names.map(name => ({ label: name, picked: chosen.has(name) })),
      {
        title,
        placeHolder: vscode.l10n.t(
          'Select Regions to read; none selected means every Region that the account can use',
        ),
      },
    );
    if (picked) {
      await vscode.workspace.getConfiguration(section).update(
        settings.regions,
        picked.map(item => item.label),
        vscode.ConfigurationTarget.Global,
      );
    }
  },
};
