import * as vscode from 'vscode';
import type { Problem } from '../../core/account/problem.ts';
import type { ProfileKind } from '../../core/account/profile.ts';
import { type AccountState, readAtOf, trailsOf, unreadRegionsOf } from '../../core/account/state.ts';
import { code, escapeMarkdown } from '../../core/base/markdown.ts';
import { withoutTrails } from '../../core/wording/accounts.ts';
import { trailCount } from '../../core/wording/counts.ts';
import { problemInBrief, problemInFull } from '../../core/wording/problems.ts';
import { profileName } from '../../core/wording/profiles.ts';
import { say } from '../say.ts';
import type { ProfileNode } from './node.ts';
import { countsInRow, iconOfTrails } from './rowCounts.ts';
import type { Digest } from './shownTrails.ts';
import { readAtInWords } from './when.ts';

export function profileNode(profile: string): ProfileNode {
  return { kind: 'profile', id: `profile ${profile}`, profile };
}

/** `digest` is of its trails, `left` how many of them a filter leaves. */
export function profileItem(
  node: ProfileNode,
  state: AccountState,
  digest: Digest,
  left: number,
): vscode.TreeItem {
  const label = profileLabel(node.profile);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const description = descriptionOf(state, digest, left);
  item.id = node.id;
  item.iconPath = problemOf(state) ? new vscode.ThemeIcon('warning') : iconOfTrails('account', digest);
  item.description = description;
  item.contextValue = contextOf(state);
  item.accessibilityInformation = {
    label:
      description === ''
        ? vscode.l10n.t('Profile {0}, not read', label)
        : vscode.l10n.t('Profile {0}, {1}', label, description),
  };
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
  const trails = trailsOf(state);
  if (trails.length > 0) {
    text.appendMarkdown(`${escapeMarkdown(say(trailCount(trails.length)))}\n\n`);
  }
  const readAt = readAtInWords(readAtOf(state));
  if (readAt) {
    text.appendMarkdown(`${escapeMarkdown(readAt)}\n\n`);
  }
  const problem = problemOf(state);
  if (problem) {
    text.appendText(say(problemInFull(problem)));
  }
  return text;
}

/** Why nothing was read: of the profile, or of each of its Regions. */
function problemOf({ problem, phase, regions }: AccountState): Problem | undefined {
  const isRead = phase === 'loading' || regions.some(one => one.phase === 'read' || one.trails.length > 0);
  return problem ?? (isRead ? undefined : unreadRegionsOf({ regions })[0]?.problem);
}

export function profileLabel(name: string): string {
  return say(profileName(name));
}

/**
 * The result first; the account, which distinguishes profiles, where a narrow side bar cuts. Nothing before it is read.
 */
function descriptionOf(state: AccountState, digest: Digest, left: number): string {
  if (state.phase === 'not-loaded') {
    return '';
  }
  const parts = [...resultOf(state, digest, left), state.identity?.account];
  return parts.filter(part => part !== undefined).join(' · ');
}

function resultOf(state: AccountState, digest: Digest, left: number): readonly string[] {
  const { all } = digest.counts;
  if (state.phase === 'loading' && (state.problem || all === 0)) {
    return [vscode.l10n.t('reading…')];
  }
  if (all === 0) {
    return (state.problem ? [problemInBrief(state.problem)] : withoutTrails(state)).map(say);
  }
  return [...(state.problem ? [say(problemInBrief(state.problem))] : []), ...countsInRow(digest, left)];
}

/** For `when` clauses: `profile.read` or `profile.not-loaded`, then what can be done with it. */
function contextOf({ phase, profile }: AccountState): string {
  const signsIn = profile.kind === 'sso' || profile.kind === 'login';
  const read = phase === 'not-loaded' ? phase : 'read';
  return [`profile.${read}`, profile.declaredAt && 'declared', signsIn && 'signIn', profile.added && 'added']
    .filter(Boolean)
    .join('.');
}

function kindInWords(kind: ProfileKind): string {
  switch (kind) {
    case 'static':
      return vscode.l10n.t('access key');
    case 'session':
      return vscode.l10n.t('session token');
    case 'sso':
      return 'SSO';
    case 'login':
      return 'aws login';
    case 'assume-role':
      return vscode.l10n.t('assumed role');
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
