import * as vscode from 'vscode';
import { nextSteps, type Problem } from '../../core/account/problem.ts';
import { problemInBrief, problemInFull } from '../../core/wording/problems.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import type { ProblemNode } from './node.ts';

export function problemNode(profile: string): ProblemNode {
  return { kind: 'problem', id: `problem ${profile}`, profile };
}

/** A row that says what went wrong and does the next step when it is clicked. */
export function problemItem(node: ProblemNode, problem: Problem, reading: boolean): vscode.TreeItem {
  const step = stepOf(problem);
  const item = new vscode.TreeItem(step.label);
  const brief = say(problemInBrief(problem));
  item.id = node.id;
  item.description = reading ? vscode.l10n.t('reading…') : brief;
  item.iconPath = new vscode.ThemeIcon(reading ? 'loading~spin' : step.icon);
  item.contextValue = 'problem';
  item.command = { command: step.command, title: step.label, arguments: [node] };
  item.tooltip = problemTooltip(problem);
  item.accessibilityInformation = { label: `${step.label}, ${item.description}` };
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
