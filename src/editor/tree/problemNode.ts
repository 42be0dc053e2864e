import * as vscode from 'vscode';
import { nextSteps, type Problem } from '../../core/account/problem.ts';
import { problemInFull } from '../../core/wording/problems.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import type { ProblemNode } from './node.ts';

export function problemNode(profile: string): ProblemNode {
  return { kind: 'problem', id: `problem ${profile}`, profile };
}

/** A row that does the next step when it is clicked. What went wrong is said by the row of the profile that it is in. */
export function problemItem(node: ProblemNode, problem: Problem, reading: boolean): vscode.TreeItem {
  const step = stepOf(problem);
  const item = new vscode.TreeItem(step.label);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(reading ? 'loading~spin' : step.icon);
  item.contextValue = 'problem';
  item.command = { command: step.command, title: step.label, arguments: [node] };
  item.tooltip = problemTooltip(problem);
  return item;
}

/** In full sentences. They may quote what others have written: nothing in them is Markdown. */
export function problemTooltip(problem: Problem): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(say(problemInFull(problem)));
  if (problem.requestId) {
    text.appendMarkdown('\n\n');
    text.appendText(vscode.l10n.t('Request ID {0}', problem.requestId));
  }
  return text;
}

function stepOf(problem: Problem): {
  readonly label: string;
  readonly icon: string;
  readonly command: string;
} {
  switch (nextSteps(problem)[0]) {
    case 'sign-in':
      return { label: vscode.l10n.t('Sign in'), icon: 'sign-in', command: commands.signIn };
    case 'give-mfa-code':
      return { label: vscode.l10n.t('Enter MFA code'), icon: 'key', command: commands.refresh };
    case 'open-config':
      return {
        label: vscode.l10n.t('Open configuration file'),
        icon: 'go-to-file',
        command: commands.openConfiguration,
      };
    default:
      return { label: vscode.l10n.t('Retry'), icon: 'refresh', command: commands.refresh };
  }
}
