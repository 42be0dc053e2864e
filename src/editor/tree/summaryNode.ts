import * as vscode from 'vscode';
import type { AccountState } from '../../core/account/state.ts';
import type { SummaryNode } from './node.ts';

export function summaryNode(profile: string, about: SummaryNode['about']): SummaryNode {
  return { kind: 'summary', id: `${about} ${profile}`, profile, about };
}

export function summaryItem(node: SummaryNode, state: AccountState): vscode.TreeItem {
  const names = regionsOf(node, state);
  const item = new vscode.TreeItem(label(node, names.length));
  item.id = node.id;
  item.contextValue = 'summary';
  item.iconPath = new vscode.ThemeIcon(iconOf(node));
  item.accessibilityInformation = { label: String(item.label) };
  if (node.about === 'default-regions-only') {
    item.description = vscode.l10n.t('account:ListRegions not allowed');
    item.tooltip = vscode.l10n.t(
      'Which Regions this account has enabled may not be read, so only those enabled in every account were looked at. Allow account:ListRegions or ec2:DescribeRegions, or name the Regions in the settings.',
    );
  } else {
    item.tooltip = names.join(', ');
  }
  return item;
}

/** The Regions that a summary stands for. */
export function regionsOf({ about }: SummaryNode, state: AccountState): readonly string[] {
  const phase = about === 'regions-being-read' ? 'loading' : 'read';
  return state.regions
    .filter(region => region.phase === phase && region.trails.length === 0)
    .map(region => region.name);
}

function label({ about }: SummaryNode, count: number): string {
  switch (about) {
    case 'regions-being-read':
      return count === 1 ? vscode.l10n.t('Reading 1 Region…') : vscode.l10n.t('Reading {0} Regions…', count);
    case 'empty-regions':
      return count === 1
        ? vscode.l10n.t('No trails in 1 Region')
        : vscode.l10n.t('No trails in {0} Regions', count);
    case 'default-regions-only':
      return vscode.l10n.t('Opt-in Regions were not looked at');
  }
}

function iconOf({ about }: SummaryNode): string {
  switch (about) {
    case 'regions-being-read':
      return 'loading~spin';
    case 'empty-regions':
      return 'circle-slash';
    case 'default-regions-only':
      return 'info';
  }
}
