import * as vscode from 'vscode';
import type { LeftFinding } from '../../core/iac/analysis/fixAll.ts';
import { fileCount, findingCount } from '../../core/wording/counts.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { leftInFull } from '../../core/wording/fixes.ts';
import { message } from '../../core/wording/message.ts';
import { abortedBy } from '../abortedBy.ts';
import { commands } from '../contributions.ts';
import { applyInPreview } from '../documents/index.ts';
import { say } from '../say.ts';
import { shownPath } from '../shownPath.ts';
import { showInfo, showWarning } from '../window.ts';
import type { Command, CommandContext } from './context.ts';
import { offerScan } from './offerScan.ts';

/** Answers every finding that has a fix without a question left, in one edit that is looked over first. */
export const fixAllFindings: Command = {
  id: commands.fixAll,
  async run(context) {
    const { code } = context;
    const files = code.withFindings().length;
    if (files === 0) {
      void (code.scan.end
        ? showInfo(vscode.l10n.t('There is nothing to fix in this workspace.'))
        : offerScan(
            vscode.l10n.t(
              'There is nothing to fix in the files that were read. Scan the workspace to read all files.',
            ),
          ));
      return;
    }
    const together = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Preparing fixes'),
        cancellable: true,
      },
      (progress, token) =>
        abortedBy(token, signal => {
          const begun = new Set<string>();
          return code.fixAll(uri => {
            begun.add(uri.toString());
            progress.report({ message: vscode.l10n.t('{0} of {1} files', begun.size, files) });
          }, signal);
        }),
    );
    if (!together) {
      void showWarning(
        vscode.l10n.t(
          'Nothing was fixed because the files keep changing. Try again when they no longer change.',
        ),
      );
      return;
    }
    const { documents, answered, left } = together;
    if (documents.length === 0) {
      await tellLeft(context, left, vscode.l10n.t('No finding can be fixed without a decision.'));
      return;
    }
    switch (await applyInPreview(together)) {
      case 'all':
        return tellLeft(
          context,
          left,
          say(
            message(
              'Fixed {0} in {1}. Undo reverts all of it.',
              findingCount(answered),
              fileCount(documents.length),
            ),
          ),
        );
      case 'some':
        return tellLeft(context, left, vscode.l10n.t('The selected fixes were applied.'));
      case 'none':
        return tellLeft(context, left, vscode.l10n.t('Nothing was changed.'));
    }
  },
};

async function tellLeft(context: CommandContext, left: readonly LeftFinding[], done: string): Promise<void> {
  const show = vscode.l10n.t('Show Remaining Findings');
  const chosen =
    left.length === 0
      ? await showInfo(done)
      : await showInfo(`${done} ${say(message('Not fixed: {0}.', findingCount(left.length)))}`, show);
  if (chosen === show) {
    const rows = left.map(({ uri, finding, reason }) => ({
      path: shownPath(vscode.Uri.parse(uri)),
      why: leftInFull(reason),
      ...(finding && { finding: { resource: finding.declaration.resource, text: findingMessage(finding) } }),
    }));
    const { leftAsMarkdown } = await import('../../core/report/index.ts');
    await context.documents.render('left-findings.md', leftAsMarkdown(rows, say));
  }
}
