import * as vscode from 'vscode';
import { type ToolName, toolNames } from '../contributions.ts';

/** What a person is asked before a tool runs. */
interface Confirmation {
  readonly title: string;
  readonly message: string;
}

/** In the language of the editor. */
export function confirmations(): Readonly<Record<ToolName, Confirmation>> {
  return {
    [toolNames.findings]: {
      title: vscode.l10n.t('Read the findings of the workspace'),
      message: vscode.l10n.t(
        'The workspace is scanned for CloudTrail trails without SSE-KMS. Findings and proposed fixes, with lines of code, are sent to the language model. Nothing is changed.',
      ),
    },
    [toolNames.liveTrails]: {
      title: vscode.l10n.t('Show the trails that were read from AWS'),
      message: vscode.l10n.t(
        'Names, account IDs and ARNs of the trails that were read in this window, and of their keys and buckets, are sent to the language model. AWS is not called.',
      ),
    },
    [toolNames.explainFinding]: {
      title: vscode.l10n.t('Explain a finding'),
      message: vscode.l10n.t('A page of the documentation of this extension is sent to the language model.'),
    },
    [toolNames.plan]: {
      title: vscode.l10n.t('Plan SSE-KMS for a trail'),
      message: vscode.l10n.t(
        'A plan is made from what was read in this window and sent to the language model. AWS is not called and nothing is changed: only you can run a plan, in the wizard.',
      ),
    },
  };
}
