import * as vscode from 'vscode';
import { concernsProfile, type Problem } from '../../core/account/problem.ts';
import type { AccountState, RegionState } from '../../core/account/state.ts';
import { unreadRegions } from '../../core/wording/accounts.ts';
import { problemInBrief, problemInFull } from '../../core/wording/problems.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import type { SummaryNode } from './node.ts';

export function summaryNode(profile: string, about: SummaryNode['about']): SummaryNode {
  return { kind: 'summary', id: `${about} ${profile}`, profile, about };
}

export function summaryItem(node: SummaryNode, state: AccountState): vscode.TreeItem {
  const names = regionsOf(node, state);
  const item = new vscode.TreeItem(label(node, names.length, state));
  item.id = node.id;
  item.contextValue = 'summary';
  item.iconPath = new vscode.ThemeIcon(icons[node.about]);
  item.tooltip = names.join(', ');
  if (node.about === 'default-regions-only' && state.regionSource?.kind === 'default') {
    item.description = say(problemInBrief(state.regionSource.problem));
    item.tooltip = vscode.l10n.t(
      'The Regions that this account has enabled could not be read, so only those enabled in every account were checked. Allow account:ListRegions or ec2:DescribeRegions, or list the Regions in the settings.',
    );
  }
  if (node.about === 'denied-regions') {
    const problem = state.regions.find(({ name }) => name === names[0])?.problem;
    item.description = names.join(', ');
    item.tooltip = [problem ? say(problemInFull(problem)) : '', names.join(', ')].join('\n\n');
    item.contextValue = 'summary.retry.denied';
    item.command = {
      command: commands.chooseRegions,
      title: vscode.l10n.t('Choose Regions…'),
    };
  }
  if (node.about === 'unread-regions') {
    const problem = state.regions.find(({ name }) => name === names[0])?.problem;
    item.description = say(problemInBrief(problem ?? { kind: 'cancelled' }));
    item.contextValue = 'summary.retry';
    item.command = {
      command: commands.refresh,
      title: vscode.l10n.t('Retry'),
      arguments: [node],
    };
  }
  item.accessibilityInformation = { label: [item.label, item.description].filter(Boolean).join(', ') };
  return item;
}

/** The Regions of a summary; none = nothing to summarize. */
export function regionsOf({ about }: Pick<SummaryNode, 'about'>, state: AccountState): readonly string[] {
  return state.regions.filter(region => isAbout(about, region)).map(region => region.name);
}

/** Whether a Region has no row of its own, because a summary represents it. */
export function isSummedUp(region: RegionState): boolean {
  const { problem, trails } = region;
  const isShared = !problem || isDenied(problem) || problem.kind === 'cancelled' || concernsProfile(problem);
  return trails.length === 0 && isShared;
}

function isAbout(about: SummaryNode['about'], region: RegionState): boolean {
  if (!isSummedUp(region)) {
    return false;
  }
  switch (about) {
    case 'regions-being-read':
      return region.phase === 'loading';
    case 'denied-regions':
      return region.phase === 'unreadable' && isDenied(region.problem);
    case 'unread-regions':
      return region.phase === 'unreadable' && !isDenied(region.problem);
    case 'empty-regions':
      return region.phase === 'read';
    case 'nothing-needs-attention':
    case 'default-regions-only':
      return false;
  }
}

/** By any kind of policy: the person has no permission there, and a retry would not help. */
function isDenied(problem: Problem | undefined): boolean {
  return problem?.kind === 'access-denied';
}

function label({ about }: SummaryNode, count: number, state: AccountState): string {
  switch (about) {
    case 'regions-being-read':
      return count === 1 ? vscode.l10n.t('Reading 1 Region…') : vscode.l10n.t('Reading {0} Regions…', count);
    case 'denied-regions':
      return count === 1
        ? vscode.l10n.t('Not allowed in 1 Region')
        : vscode.l10n.t('Not allowed in {0} Regions', count);
    case 'unread-regions':
      return say(unreadRegions(count));
    case 'empty-regions':
      return emptyRegions(count, state.regions.length);
    case 'nothing-needs-attention':
      return vscode.l10n.t('No trail needs attention');
    case 'default-regions-only':
      return vscode.l10n.t('Opt-in Regions were not checked');
  }
}

function emptyRegions(count: number, all: number): string {
  if (count === all && count > 1) {
    return vscode.l10n.t('No trails in any of {0} Regions', count);
  }
  return count === 1
    ? vscode.l10n.t('No trails in 1 Region')
    : vscode.l10n.t('No trails in {0} Regions', count);
}

const icons: Readonly<Record<SummaryNode['about'], string>> = {
  'regions-being-read': 'loading~spin',
  'denied-regions': 'shield',
  'unread-regions': 'warning',
  'empty-regions': 'circle-slash',
  'nothing-needs-attention': 'pass',
  'default-regions-only': 'info',
};
