import * as vscode from 'vscode';
import type { Difference, Notice, ProgressReport, Show, Text } from '../../core/wizard/ask.ts';
import { documentScheme } from '../contributions.ts';
import { tellFailures } from '../failures.ts';
import type { Log } from '../log.ts';
import type { ReadOnlyDocuments } from '../readOnlyDocuments.ts';
import { say } from '../say.ts';
import { copy } from '../window.ts';
import { noticeText, progressText, titleText } from './shownTexts.ts';

/** Shows with VS Code's notifications, editors and diff editor. Documents leave the keyboard to the question above them. */
export function vscodeShow(documents: ReadOnlyDocuments, log: Log): Show {
  const put = (name: string, text: string) => {
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${name}` });
    documents.put(uri, text);
    return uri;
  };
  return {
    reading,
    progress,
    notice: notice => tell(notice, log),
    async difference({ title, name, before, after }: Difference) {
      const uri = put(`after/${name}`, after);
      await vscode.commands.executeCommand(
        'vscode.diff',
        put(`now/${name}`, before),
        uri,
        titleText(title, say),
        { preview: true, preserveFocus: true, viewColumn: vscode.ViewColumn.Beside },
      );
      return () => closePreview(uri);
    },
    async document(name, text) {
      if (name.endsWith('.md')) {
        await documents.render(name, text, true);
        // Something to read, which may be needed afterwards.
        return async () => {};
      }
      const uri = put(name, text);
      await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
      return () => closePreview(uri);
    },
    say,
    copy: text => copy(text, vscode.l10n.t('Copied')),
    async openAddress(address) {
      await vscode.env.openExternal(vscode.Uri.parse(address, true));
    },
  };
}

/** Closes the editors of a text, but for those that the person has kept open. */
async function closePreview(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ isPreview, input }) => isPreview && uriOf(input)?.toString() === uri.toString());
  await vscode.window.tabGroups.close(tabs, true);
}

/** The text that a tab shows; of two side by side the right one. */
function uriOf(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputTextDiff) {
    return input.modified;
  }
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

/** In milliseconds. Faster work shows no notification: one that flashes up cannot be read. */
const patience = 1000;

async function reading<T>(title: Text, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const cancelling = new AbortController();
  const result = read(cancelling.signal);
  const timer = setTimeout(() => {
    const toldWhileReading = progress(title, ({ signal }) => {
      signal.addEventListener('abort', () => cancelling.abort(), { once: true });
      return result;
    });
    // The caller reports how it ended.
    toldWhileReading.catch(() => {});
  }, patience);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
  }
}

async function progress<T>(title: Text, work: (progress: ProgressReport) => Promise<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: progressText(title, say), cancellable: true },
    (shown, token) => {
      const cancelling = new AbortController();
      token.onCancellationRequested(() => cancelling.abort());
      return work({
        signal: cancelling.signal,
        report: (text, increment) =>
          shown.report({ message: progressText(text, say), ...(increment !== undefined && { increment }) }),
      });
    },
  );
}

async function tell({ severity, text, actions = [] }: Notice, log: Log): Promise<void> {
  const sentence = noticeText(text, say);
  const labels = actions.map(({ label }) => titleText(label, say));
  const chosen = await shownAs(severity)(sentence, ...labels);
  const action = chosen === undefined ? undefined : actions[labels.indexOf(chosen)];
  if (action) {
    await tellFailures(log, action.run);
  }
}

function shownAs(
  severity: Notice['severity'],
): (text: string, ...labels: string[]) => Thenable<string | undefined> {
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage;
    case 'warning':
      return vscode.window.showWarningMessage;
    case 'error':
      return vscode.window.showErrorMessage;
  }
}
