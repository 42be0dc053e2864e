import * as vscode from 'vscode';
import type { FindingCode } from '../../core/iac/findingCode.ts';
import { abortedBy } from '../abortedBy.ts';
import { fixAllKind } from '../contributions.ts';
import { editOfTexts } from './edits.ts';
import type { Fixes } from './fixes.ts';

const kind = vscode.CodeActionKind.Empty.append(fixAllKind);

/** Findings that a key from the settings answers without a question left. */
const answered: readonly FindingCode[] = [
  'no-kms-key',
  'kms-key-conditional',
  'kms-key-not-customer-managed',
];

/**
 * Gives the configured key to every trail of a document that has none. Without a configured key this action is not offered.
 */
export class FixAll implements vscode.CodeActionProvider {
  static readonly kinds = [kind];
  readonly #fixes: Fixes;

  constructor(fixes: Fixes) {
    this.#fixes = fixes;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    if (!only?.contains(kind)) {
      return [];
    }
    const { documents } = await abortedBy(token, signal =>
      this.#fixes.together({
        uris: [document.uri.toString()],
        reported: (_, assessments) =>
          this.#fixes
            .reported({ uri: document.uri, assessments })
            .map(({ finding }) => finding)
            .filter(finding => answered.includes(finding.code) && this.#fixes.defaultKey(finding)),
        choose: (_, fixes) => fixes.find(({ action }) => action.kind === 'use-key-arn'),
        signal,
      }),
    );
    if (documents.length === 0 || !(await this.#fixes.areAsRead(documents))) {
      return [];
    }
    const action = new vscode.CodeAction(
      vscode.l10n.t('Encrypt all trails with the configured KMS key'),
      kind,
    );
    action.edit = editOfTexts(documents);
    return [action];
  }
}
