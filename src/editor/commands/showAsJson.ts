import * as vscode from 'vscode';
import { printJson } from '../../core/base/show.ts';
import { commands, documentScheme } from '../contributions.ts';
import { withPlace } from '../documents/index.ts';
import type { Command } from './context.ts';
import { trailFor } from './pickTrails.ts';

/** Shows everything known about a trail as a read-only JSON document. */
export const showAsJson: Command = {
  id: commands.showAsJson,
  async run(context, node) {
    const shown = await trailFor(context, node, vscode.l10n.t('Select a trail to show as JSON'));
    if (shown) {
      const { trailAsJson } = await import('../../core/report/index.ts');
      const { name, homeRegion } = shown.trail;
      const text = printJson(trailAsJson(shown, context.code.pairs.ofLive(shown.trail.arn).map(withPlace)));
      const uri = vscode.Uri.from({
        scheme: documentScheme,
        path: `/${homeRegion}/${name}.json`,
        query: shown.profile.name,
      });
      context.documents.put(uri, text);
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  },
};
