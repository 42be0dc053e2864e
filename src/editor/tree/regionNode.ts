import * as vscode from 'vscode';
import type { RegionState } from '../../core/account/state.ts';
import { escapeMarkdown } from '../../core/base/markdown.ts';
import { trailCount } from '../../core/wording/counts.ts';
import { problemInBrief } from '../../core/wording/problems.ts';
import { say } from '../say.ts';
import type { RegionNode } from './node.ts';
import { problemTooltip } from './problemNode.ts';
import { countsInRow, iconOfTrails } from './rowCounts.ts';
import type { Digest } from './shownTrails.ts';
import { readAtInWords } from './when.ts';

export function regionNode(profile: string, region: string): RegionNode {
  return { kind: 'region', id: `region ${profile} ${region}`, profile, region };
}

/** `digest` is of its trails, `left` how many of them have rows inside. */
export function regionItem(
  node: RegionNode,
  state: RegionState,
  digest: Digest,
  left: number,
): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(node.region, left > 0 ? Expanded : None);
  item.id = node.id;
  item.description = descriptionOf(state, digest, left);
  item.iconPath = iconOf(state, digest);
  item.contextValue = state.problem ? 'region.unreadable' : 'region';
  item.accessibilityInformation = { label: vscode.l10n.t('Region {0}, {1}', node.region, item.description) };
  return item;
}

export function regionTooltip({ problem, trails, readAt }: RegionState): vscode.MarkdownString | undefined {
  const text = problem ? problemTooltip(problem) : new vscode.MarkdownString();
  const lines = [
    ...(trails.length > 0 ? [say(trailCount(trails.length))] : []),
    readAtInWords(readAt),
  ].filter(line => line !== undefined);
  for (const line of lines) {
    text.appendMarkdown(`\n\n${escapeMarkdown(line)}`);
  }
  return text;
}

function iconOf({ problem, phase }: RegionState, digest: Digest): vscode.ThemeIcon {
  return problem
    ? new vscode.ThemeIcon(phase === 'loading' ? 'loading~spin' : 'warning')
    : iconOfTrails('globe', digest);
}

function descriptionOf({ trails, problem, phase }: RegionState, digest: Digest, left: number): string {
  const unread = problem && (phase === 'loading' ? vscode.l10n.t('reading…') : say(problemInBrief(problem)));
  return [...(trails.length > 0 ? countsInRow(digest, left) : []), unread]
    .filter(part => part !== undefined)
    .join(' · ');
}
