import * as vscode from 'vscode';
import type { FindingCode } from '../../core/iac/findingCode.ts';
import { fixAllKind } from '../contributions.ts';
import type { Fixes } from './fixes.ts';

const kind = vscode.CodeActionKind.Empty.append(fixAllKind);

/** Findings that a key from the settings answers without a question left. */
const answered: readonly FindingCode[] = [
  'no-kms-key',
  'kms-key-conditional',
  'kms-key-not-customer-managed',
];

/** Gives the configured key to every trail of a document that has none. Without a configured key there is no such action. */
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
    const edit = await this.#edit(document, token);
    if (edit.size === 0 || token.isCancellationRequested) {
      return [];
    }
    const action = new vscode.CodeAction(
      vscode.l10n.t('Encrypt all trails with the configured KMS key'),
      kind,
    );
    action.edit = edit;
    return [action];
  }

  async #edit(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.WorkspaceEdit> {
    const reading = await this.#fixes.reading(document, token);
    const edits = new Map<string, vscode.TextEdit[]>();
    for (const { finding } of reading ? this.#fixes.reported(reading) : []) {
      const configured = answered.includes(finding.code) && this.#fixes.defaultKey(document, finding);
      const ready = configured ? await this.#fixes.forFinding(document, finding, configured) : [];
      const fix = ready.find(one => one.fix.action.kind === 'use-key-arn');
      const entries = fix?.edit.entries() ?? [];
      if (entries.every(([uri, added]) => !overlaps(edits.get(uri.toString()) ?? [], added))) {
        for (const [uri, added] of entries) {
          edits.set(uri.toString(), [...(edits.get(uri.toString()) ?? []), ...added]);
        }
      }
    }
    const result = new vscode.WorkspaceEdit();
    for (const [uri, all] of edits) {
      result.set(vscode.Uri.parse(uri), all);
    }
    return result;
  }
}

/** Two findings of one trail, or two trails of one module call, ask for the same edit: the first one does it. */
function overlaps(present: readonly vscode.TextEdit[], added: readonly vscode.TextEdit[]): boolean {
  return added.some(one => present.some(other => other.range.intersection(one.range) !== undefined));
}
