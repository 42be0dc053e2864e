import * as vscode from 'vscode';
import type { ConfigLine } from '../../core/account/profile.ts';
import { commands } from '../contributions.ts';
import { showInfo } from '../window.ts';
import type { Command, CommandContext, Row } from './context.ts';

/** Opens a shared AWS file at the line that declares the profile, or the one that is wrong. */
export const openConfiguration: Command = {
  id: commands.openConfiguration,
  async run(context, node) {
    await context.view.listed();
    const place = placeOf(context, node) ?? (await firstFile(context));
    if (!place) {
      const files = context.view.configurationFiles.join(', ');
      void showInfo(vscode.l10n.t('There is no AWS configuration file yet. It would be here: {0}', files));
      return;
    }
    const start = new vscode.Position(place.line ?? 0, 0);
    await vscode.window.showTextDocument(vscode.Uri.file(place.path), {
      selection: new vscode.Range(start, start),
    });
  },
};

/** A line of a file; without a line, its start. */
type PlaceOrFile = Pick<ConfigLine, 'path'> & Partial<ConfigLine>;

function placeOf({ view }: CommandContext, node: Row | undefined): PlaceOrFile | undefined {
  if (node?.kind === 'fault') {
    return node.fault;
  }
  if (!node || !('profile' in node)) {
    return undefined;
  }
  const profile = view.inventory.state(node.profile)?.profile;
  return profile?.faultAt ?? profile?.declaredAt;
}

async function firstFile({ view }: CommandContext): Promise<PlaceOrFile | undefined> {
  for (const path of view.configurationFiles) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.file(path));
      return { path };
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}
