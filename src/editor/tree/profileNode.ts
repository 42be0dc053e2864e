import * as vscode from 'vscode';
import type { ProfileKind } from '../../core/account/profile.ts';
import { type AccountState, trailsOf } from '../../core/account/state.ts';
import { code, escapeMarkdown } from '../../core/base/markdown.ts';
import { problemInBrief, problemInFull } from '../../core/wording/problems.ts';
import { profileName } from '../../core/wording/profiles.ts';
import { say } from '../say.ts';
import type { ProfileNode } from './node.ts';

export function profileNode(profile: string): ProfileNode {
  return { kind: 'profile', id: `profile ${profile}`, profile };
}

export function profileItem(node: ProfileNode, state: AccountState): vscode.TreeItem {
  const label = profileLabel(node.profile);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(state.problem ? 'warning' : 'account');
  item.description = description(state);
  item.contextValue = contextOf(state);
  item.accessibilityInformation = { label: vscode.l10n.t('Profile {0}, {1}', label, item.description) };
  return item;
}

export function profileTooltip(state: AccountState): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(
    `**${escapeMarkdown(profileLabel(state.profile.name))}** · ${escapeMarkdown(kindInWords(state.profile.kind))}\n\n`,
  );
  if (state.identity) {
    text.appendMarkdown(vscode.l10n.t('Account {0}', code(state.identity.account)));
    text.appendMarkdown(`\n\n${code(state.identity.arn)}\n\n`);
  }
  if (state.profile.declaredAt) {
    text.appendMarkdown(
      `${code(`${state.profile.declaredAt.path}:${state.profile.declaredAt.line + 1}`)}\n\n`,
    );
  }
  if (state.problem) {
    text.appendText(say(problemInFull(state.problem)));
  }
  return text;
}

export function profileLabel(name: string): string {
  return say(profileName(name));
}

function description(state: AccountState): string {
  if (state.phase === 'not-loaded') {
    return vscode.l10n.t('(not loaded)');
  }
  const parts = [state.identity?.account, kindInWords(state.profile.kind), progressOf(state)];
  return parts.filter(part => part !== undefined).join(' · ');
}

/** For `when` clauses: `profile.read` or `profile.not-loaded`, then what can be done with it. */
function contextOf({ phase, profile }: AccountState): string {
  const signsIn = profile.kind === 'sso' || profile.kind === 'login';
  const read = phase === 'not-loaded' ? phase : 'read';
  return [`profile.${read}`, profile.declaredAt && 'declared', signsIn && 'signIn'].filter(Boolean).join('.');
}

function progressOf(state: AccountState): string {
  const trails = trailsOf(state);
  if (state.phase === 'loading' && (state.problem || trails.length === 0)) {
    return vscode.l10n.t('reading…');
  }
  if (state.problem) {
    return vscode.l10n.t('could not be read: {0}', say(problemInBrief(state.problem)));
  }
  const without = trails.filter(trail => trail.verdict.state === 'not-encrypted').length;
  return countOfTrails(trails.length, without);
}

/** How many trails there are, and how many of them lack SSE-KMS, where any does. */
export function countOfTrails(count: number, without = 0): string {
  const all = count === 1 ? vscode.l10n.t('1 trail') : vscode.l10n.t('{0} trails', count);
  return without > 0 ? vscode.l10n.t('{0}, {1} without SSE-KMS', all, without) : all;
}

function kindInWords(kind: ProfileKind): string {
  switch (kind) {
    case 'static':
      return vscode.l10n.t('access key');
    case 'session':
      return vscode.l10n.t('session token');
    case 'sso':
      return 'sso';
    case 'login':
      return 'aws login';
    case 'assume-role':
      return vscode.l10n.t('role');
    case 'credential-process':
      return 'credential_process';
    case 'web-identity':
      return vscode.l10n.t('web identity');
    case 'environment':
      return vscode.l10n.t('environment variables');
    case 'incomplete':
      return vscode.l10n.t('incomplete');
  }
}
