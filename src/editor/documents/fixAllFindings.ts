import * as vscode from 'vscode';
import { onOneLine } from '../../core/base/show.ts';
import type { ComposedEdit } from '../../core/iac/analysis/composedText.ts';
import type { FixedFinding, FixedTogether } from '../../core/iac/analysis/fixAll.ts';
import { textAfter } from '../../core/iac/fix.ts';
import { fixTitle } from '../../core/wording/fixes.ts';
import { editorCommands } from '../contributions.ts';
import { say } from '../say.ts';
import { editOfTexts } from './edits.ts';
import type { Fixes } from './fixes.ts';
import type { Reading } from './reading.ts';

export interface FixAllOptions {
  readonly fixes: Fixes;
  /** Those whose findings are to be answered. */
  readonly readings: readonly Reading[];
  readonly onFile: (uri: vscode.Uri) => void;
  readonly signal: AbortSignal;
}

/** How often fixes are computed again because a text changed meanwhile. */
const attempts = 3;

/**
 * The preferred fixes of all reported findings together, for the current texts: what a scan has read of a file may be out
 * of date. Undefined if the texts change faster than fixes are computed.
 */
export async function fixesOfAll(options: FixAllOptions): Promise<FixedTogether | undefined> {
  const { fixes, readings, onFile, signal } = options;
  const uris = readings.map(({ uri }) => uri.toString());
  await openAll(uris);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const together = await fixes.together({
      uris,
      onDocument: uri => onFile(vscode.Uri.parse(uri)),
      signal,
    });
    const documents = await openAll(together.documents.map(({ before }) => before.uri));
    const isUpToDate = together.documents.every(
      ({ before }, index) => documents[index]?.getText() === before.text,
    );
    if (isUpToDate) {
      return together;
    }
  }
  return undefined;
}

/** Shows the edits in VS Code's refactor preview, and applies those that the person keeps: `all` of them, some, or none. */
export async function applyInPreview({ documents }: FixedTogether): Promise<'all' | 'some' | 'none'> {
  // VS Code shows the preview where something needs to be confirmed, and leaves that unticked. A file that is there already
  // is not created, and has no row: it brings up the preview with every fix ticked.
  const file = documents
    .map(({ before }) => vscode.Uri.parse(before.uri))
    .find(uri => uri.scheme !== 'untitled');
  const edit = editOfTexts(documents, one => ({ ...described(one), needsConfirmation: file === undefined }));
  if (file) {
    edit.createFile(
      file,
      { ignoreIfExists: true },
      { needsConfirmation: true, label: vscode.l10n.t('Preview') },
    );
  }
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) {
    return 'none';
  }
  const after = await openAll(documents.map(({ before }) => before.uri));
  const hasChanged = documents.map(({ before }, index) => after[index]?.getText() !== before.text);
  if (!hasChanged.includes(true)) {
    return 'none';
  }
  void vscode.commands.executeCommand(editorCommands.fixed);
  const isWhole = documents.every(
    ({ before, edits }, index) =>
      inOneLineEnding(after[index]?.getText()) === inOneLineEnding(textAfter(before.text, edits)),
  );
  return isWhole ? 'all' : 'some';
}

/** What was done to the text, and for which trails. */
function described({ purposes }: ComposedEdit<FixedFinding>) {
  const titles = new Set(purposes.map(({ fix }) => say(fixTitle(fix.action))));
  const trails = new Set(purposes.map(({ finding }) => finding.declaration.resource));
  return { label: onOneLine([...titles].join(' · ')), description: onOneLine([...trails].join(', ')) };
}

/** In their order; undefined for what cannot be opened. */
function openAll(uris: readonly string[]): Promise<readonly (vscode.TextDocument | undefined)[]> {
  return Promise.all(
    uris.map(async uri => {
      try {
        return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      } catch {
        return undefined;
      }
    }),
  );
}

/** VS Code writes the line endings of the document. */
function inOneLineEnding(text: string | undefined): string | undefined {
  return text?.replaceAll('\r\n', '\n');
}
