import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { Command } from './context.ts';

/** Opens the shared AWS file at the line that declares the profile. */
export const openConfiguration: Command = {
  id: commands.openConfiguration,
  async run({ view }, node) {
    await view.listed();
    const states = view.inventory.states();
    const state = node
      ? view.inventory.state(node.profile)
      : states.find(({ profile }) => profile.declaredAt);
    const place = state?.profile.declaredAt;
    if (place) {
      const start = new vscode.Position(place.line, 0);
      await vscode.window.showTextDocument(vscode.Uri.file(place.path), {
        selection: new vscode.Range(start, start),
      });
    }
  },
};
