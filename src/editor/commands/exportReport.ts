import * as vscode from 'vscode';
import type { ReportFormat } from '../../core/report/index.ts';
import { commands } from '../contributions.ts';
import { loaded } from '../loaded.ts';
import { pickOne } from '../window.ts';
import type { Command } from './context.ts';
import { tellNothing } from './pickTrails.ts';

/** Saves what was read of all accounts, and what their code says, as a file, and opens it. */
export const exportReport: Command = {
  id: commands.exportReport,
  async run(context) {
    await context.view.listed();
    const reported = loaded(context);
    if (reported.accounts.length === 0 && reported.organizations.length === 0) {
      void tellNothing(context.view.profileNames.length === 0 ? 'no-profile' : 'nothing-read');
      return;
    }
    const { reportFormats, writeReport } = await import('../../core/report/index.ts');
    const format = await pickFormat(reportFormats, context.title);
    const target = format && (await askWhere(format, context.title));
    if (format && target) {
      // As it is now: the dialogs may have been open for long.
      const text = writeReport(format.id, loaded(context), new Date());
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      await vscode.window.showTextDocument(target);
    }
  },
};

async function pickFormat(
  reportFormats: readonly ReportFormat[],
  title: string,
): Promise<ReportFormat | undefined> {
  const picked = await pickOne(
    reportFormats.map(format => ({ label: format.name, description: `.${format.extension}`, format })),
    { title, placeHolder: vscode.l10n.t('Select a format') },
  );
  return picked?.format;
}

async function askWhere({ name, extension }: ReportFormat, title: string): Promise<vscode.Uri | undefined> {
  const file = `cloudtrail-encryption.${extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title,
    filters: { [name]: [extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, file) }),
  });
}
