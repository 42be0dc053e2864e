import * as vscode from 'vscode';
import type { AggregatorSearch, OrganizationState } from '../../../core/account/organization/state.ts';
import { escapeMarkdown } from '../../../core/base/markdown.ts';
import {
  accountCount,
  gapsIn,
  limitsOfRecords,
  organizationName,
} from '../../../core/wording/organization.ts';
import { problemInBrief, problemInFull } from '../../../core/wording/problems.ts';
import { profileName } from '../../../core/wording/profiles.ts';
import { commands } from '../../contributions.ts';
import { say } from '../../say.ts';
import type {
  CalmAccountsNode,
  OrganizationNode,
  OrganizationNoteNode,
  SearchNode,
  SearchResultNode,
} from '../node.ts';
import { problemTooltip } from '../problemNode.ts';
import { countsInRow, iconOfTrails } from '../rowCounts.ts';
import type { Digest } from '../shownTrails.ts';
import { when } from '../when.ts';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;

export function searchNode(profile: string): SearchNode {
  return { kind: 'search', id: `search ${profile}`, profile };
}

/** A click on the arrow calls AWS; before that, nothing is known or shown. */
export function searchItem(node: SearchNode, search: AggregatorSearch | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Organization'), Collapsed);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('organization');
  item.description = search ? searchInBrief(search) : '';
  item.contextValue = search ? 'search.done' : 'search';
  item.tooltip = vscode.l10n.t(
    'Looks in every Region for an AWS Config aggregator of this account, which collects the trails of many accounts.',
  );
  item.accessibilityInformation = {
    label: [item.label, item.description || vscode.l10n.t('not read')].join(', '),
  };
  return item;
}

function searchInBrief({ phase, problem, found }: AggregatorSearch): string {
  if (phase === 'searching') {
    return vscode.l10n.t('reading…');
  }
  if (problem) {
    return say(problemInBrief(problem));
  }
  return found.length === 0
    ? vscode.l10n.t('no aggregator')
    : found.map(({ id, aggregator }) => id ?? aggregator.name).join(', ');
}

export function searchResultNodes(search: AggregatorSearch): readonly SearchResultNode[] {
  const { profile, phase, found, unread } = search;
  const node = (
    about: SearchResultNode['about'],
    more: { readonly aggregator?: string } = {},
  ): SearchResultNode => ({
    kind: 'searchResult',
    id: `searchResult ${profile} ${about} ${more.aggregator ?? ''}`,
    profile,
    about,
    ...more,
  });
  if (phase === 'searching') {
    return [];
  }
  return [
    ...(phase === 'failed' ? [node('failed')] : []),
    ...found.map(({ aggregator }) => node('found', { aggregator: aggregator.arn })),
    ...(phase === 'done' && found.length === 0 && unread.length === 0 ? [node('nothing')] : []),
    ...(unread.length > 0 ? [node('unread')] : []),
  ];
}

export function searchResultItem(
  node: SearchResultNode,
  search: AggregatorSearch,
): vscode.TreeItem | undefined {
  const item = new vscode.TreeItem('', None);
  item.id = node.id;
  item.contextValue = 'searchResult';
  const retry = { command: commands.refresh, title: vscode.l10n.t('Retry'), arguments: [node] };
  switch (node.about) {
    case 'failed':
      item.label = vscode.l10n.t('Retry');
      item.description = say(problemInBrief(search.problem ?? { kind: 'cancelled' }));
      item.tooltip = search.problem && problemTooltip(search.problem);
      item.iconPath = new vscode.ThemeIcon('refresh');
      item.contextValue = 'searchResult.retry';
      item.command = retry;
      break;
    case 'nothing':
      item.label = vscode.l10n.t('No aggregator in {0} Regions', search.regions);
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      item.tooltip = vscode.l10n.t(
        'AWS Config collects the trails of many accounts in an aggregator, usually in the management account, an audit account or a delegated administrator. Expand the profile of that account instead.',
      );
      break;
    case 'unread': {
      const [first] = search.unread;
      const isDenied = search.unread.every(({ problem }) => problem.kind === 'access-denied');
      const count = search.unread.length;
      item.label = isDenied
        ? vscode.l10n.t('Not allowed to read aggregators in {0} Regions', count)
        : vscode.l10n.t('Aggregators could not be read in {0} Regions', count);
      item.description = say(problemInBrief(first?.problem ?? { kind: 'cancelled' }));
      item.tooltip = [
        first ? say(problemInFull(first.problem)) : '',
        search.unread.map(({ region }) => region).join(', '),
      ].join('\n\n');
      item.iconPath = new vscode.ThemeIcon(isDenied ? 'shield' : 'warning');
      item.contextValue = 'searchResult.retry';
      break;
    }
    case 'found': {
      const found = search.found.find(({ aggregator }) => aggregator.arn === node.aggregator);
      if (!found) {
        return undefined;
      }
      item.label = say(organizationName(found));
      item.description = vscode.l10n.t('see below · AWS Config, {0}', found.aggregator.region);
      item.iconPath = new vscode.ThemeIcon('arrow-down');
      item.command = {
        command: commands.showOrganization,
        title: vscode.l10n.t('Show Organization'),
        arguments: [node],
      };
      break;
    }
  }
  item.accessibilityInformation = { label: [item.label, item.description].filter(Boolean).join(', ') };
  return item;
}

export function organizationNode(aggregator: string): OrganizationNode {
  return { kind: 'organization', id: `organization ${aggregator}`, profile: '', aggregator };
}

export interface OrganizationRowParts {
  readonly digest: Digest;
  readonly left: number;
  /** Whether it has rows inside, or may have. */
  readonly opens: boolean;
}

/** The result first, then how far it reaches, then as of when. */
export function organizationItem(
  node: OrganizationNode,
  state: OrganizationState,
  { digest, left, opens }: OrganizationRowParts,
): vscode.TreeItem {
  const label = say(organizationName(state));
  const item = new vscode.TreeItem(label, opens ? Collapsed : None);
  item.id = node.id;
  item.description = descriptionOf(state, digest, left);
  item.iconPath =
    state.problem && state.trails.length === 0
      ? new vscode.ThemeIcon('warning')
      : iconOfTrails('organization', digest);
  item.contextValue = state.phase === 'not-loaded' ? 'organization.not-loaded' : 'organization.read';
  const heard = item.description === '' ? vscode.l10n.t('not read') : item.description;
  item.accessibilityInformation = { label: `${label}, ${heard}` };
  return item;
}

function descriptionOf(state: OrganizationState, digest: Digest, left: number): string {
  const { phase, problem, trails, accounts, readAt } = state;
  if (phase === 'not-loaded') {
    return '';
  }
  const counts = trails.length > 0 ? countsInRow(digest, left) : [];
  const known =
    phase === 'loading' && readAt === undefined
      ? [...counts, vscode.l10n.t('reading…')]
      : [...counts, ...(accounts.length > 0 ? [say(accountCount(accounts.length))] : [])];
  return [
    ...(problem ? [say(problemInBrief(problem))] : []),
    ...known,
    ...(readAt === undefined ? [] : [vscode.l10n.t('AWS Config, {0}', when(new Date(readAt), new Date()))]),
  ].join(' · ');
}

export function organizationTooltip(state: OrganizationState): vscode.MarkdownString {
  const { aggregator, profile, problem } = state;
  const text = new vscode.MarkdownString();
  const lines = [
    say(organizationName(state)),
    ...limitsOfRecords.map(say),
    ...gapsIn(state).map(say),
    vscode.l10n.t(
      'Aggregator {0} in {1}, through profile {2}',
      aggregator.name,
      aggregator.region,
      say(profileName(profile.name)),
    ),
    ...(problem ? [say(problemInFull(problem))] : []),
  ];
  for (const [index, line] of lines.entries()) {
    text.appendMarkdown(index === 0 ? `**${escapeMarkdown(line)}**\n\n` : `${escapeMarkdown(line)}\n\n`);
  }
  return text;
}

export function calmAccountsNode(aggregator: string): CalmAccountsNode {
  return { kind: 'calmAccounts', id: `calmAccounts ${aggregator}`, profile: '', aggregator };
}

/** Accounts that own trails of which none needs attention. */
export function calmAccountsItem(node: CalmAccountsNode, count: number): vscode.TreeItem {
  const label =
    count === 1
      ? vscode.l10n.t('1 account needs no attention')
      : vscode.l10n.t('{0} accounts need no attention', count);
  const item = new vscode.TreeItem(label, Collapsed);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('pass');
  item.contextValue = 'calmAccounts';
  return item;
}

export function noteNode(aggregator: string, about: OrganizationNoteNode['about']): OrganizationNoteNode {
  return { kind: 'organizationNote', id: `${about} ${aggregator}`, profile: '', aggregator, about };
}

/** `count`: the accounts without a trail of their own. */
export function noteItem(
  node: OrganizationNoteNode,
  state: OrganizationState,
  count: number,
): vscode.TreeItem {
  const item = new vscode.TreeItem('', None);
  item.id = node.id;
  item.contextValue = 'organizationNote';
  switch (node.about) {
    case 'problem': {
      item.label = vscode.l10n.t('Retry');
      item.tooltip = problemTooltip(state.problem ?? { kind: 'cancelled' });
      item.iconPath = new vscode.ThemeIcon('refresh');
      item.command = { command: commands.refresh, title: vscode.l10n.t('Retry'), arguments: [node] };
      break;
    }
    case 'gaps':
      item.label = gapsIn(state).map(say).join(' · ');
      item.tooltip = gapsInFull(state);
      item.iconPath = new vscode.ThemeIcon('warning');
      break;
    case 'no-own-trail':
      item.label =
        count === 1
          ? vscode.l10n.t('No trail of its own is recorded in 1 account')
          : vscode.l10n.t('No trail of their own is recorded in {0} accounts', count);
      item.tooltip = limitsOfRecords.slice(1, 2).map(say).join(' ');
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      break;
    case 'nothing-needs-attention':
      item.label = vscode.l10n.t('No trail needs attention');
      item.iconPath = new vscode.ThemeIcon('pass');
      break;
    case 'nothing-recorded':
      item.label = vscode.l10n.t('AWS Config has recorded no trail');
      item.tooltip = limitsOfRecords.slice(1, 2).map(say).join(' ');
      item.iconPath = new vscode.ThemeIcon('circle-slash');
      break;
  }
  item.accessibilityInformation = { label: [item.label, item.description].filter(Boolean).join(', ') };
  return item;
}

function gapsInFull({ uncollected = [], unread }: OrganizationState): string {
  const sources = uncollected.map(({ account, region, code }) =>
    [account, region, code].filter(Boolean).join(' '),
  );
  return [...sources, ...unread].join('\n');
}
