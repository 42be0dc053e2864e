import * as vscode from 'vscode';
import type { RegionState } from '../../core/account/state.ts';
import { problemInBrief } from '../../core/wording/problems.ts';
import { say } from '../say.ts';
import type { RegionNode } from './node.ts';
import { problemTooltip } from './problemNode.ts';
import { countOfTrails } from './profileNode.ts';

export function regionNode(profile: string, region: string): RegionNode {
  return { kind: 'region', id: `region ${profile} ${region}`, profile, region };
}

export function regionItem(node: RegionNode, state: RegionState): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(node.region, state.trails.length > 0 ? Expanded : None);
  item.id = node.id;
  item.description = description(state);
  item.iconPath = new vscode.ThemeIcon(iconOf(state));
  item.contextValue = state.problem ? 'region.unreadable' : 'region';
  item.accessibilityInformation = { label: vscode.l10n.t('Region {0}, {1}', node.region, item.description) };
  return item;
}

export function regionTooltip(state: RegionState): vscode.MarkdownString | undefined {
  return state.problem && problemTooltip(state.problem);
}

function iconOf({ problem, phase }: RegionState): string {
  return problem ? (phase === 'loading' ? 'loading~spin' : 'warning') : 'globe';
}

function description(state: RegionState): string {
  const count = state.trails.length > 0 ? countOfTrails(state.trails.length) : undefined;
  const unread = state.problem && vscode.l10n.t('could not be read: {0}', say(problemInBrief(state.problem)));
  const problem = state.phase === 'loading' && unread ? vscode.l10n.t('reading…') : unread;
  return [count, problem].filter(part => part !== undefined).join(' · ');
}
