import * as vscode from 'vscode';
import type { RecordedTrail } from '../../../core/account/organization/state.ts';
import type { InventoryTrail } from '../../../core/account/state.ts';
import { ownerOf } from '../../../core/account/trail.ts';
import { message } from '../../../core/wording/message.ts';
import { profileName } from '../../../core/wording/profiles.ts';
import {
  type Appearance,
  appearanceInWords,
  identityOfTrail,
  resultOfTrail,
} from '../../../core/wording/trails.ts';
import { commands } from '../../contributions.ts';
import { say } from '../../say.ts';
import type { AccountNode, RecordedNode } from '../node.ts';
import { countsInRow, iconOfTrails } from '../rowCounts.ts';
import type { Digest } from '../shownTrails.ts';
import { iconOf, trailTooltip } from '../trailNode.ts';
import { when } from '../when.ts';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function accountNode(aggregator: string, account: string): AccountNode {
  return { kind: 'account', id: `account ${aggregator} ${account}`, profile: '', aggregator, account };
}

export interface AccountRow {
  /** Its name, if known. */
  readonly name: string | undefined;
  /** The profiles that lead there, the best first. */
  readonly profiles: readonly string[];
  readonly digest: Digest;
  readonly left: number;
  /** Its trails are shown at once. */
  readonly isOpen: boolean;
}

export function accountItem(
  node: AccountNode,
  { name, profiles, digest, left, isOpen }: AccountRow,
): vscode.TreeItem {
  const label = name ?? node.account;
  const [first] = profiles;
  const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  item.id = node.id;
  item.description = [
    ...countsInRow(digest, left),
    ...(name === undefined ? [] : [node.account]),
    ...(first === undefined ? [] : [vscode.l10n.t('profile {0}', say(profileName(first)))]),
  ].join(' · ');
  item.iconPath = iconOfTrails('account', digest);
  item.contextValue = 'account';
  item.tooltip =
    first === undefined
      ? vscode.l10n.t('Account {0}. No profile is known for it.', node.account)
      : vscode.l10n.t('Account {0}, through {1}', node.account, profiles.join(', '));
  item.accessibilityInformation = { label: vscode.l10n.t('Account {0}, {1}', label, item.description) };
  return item;
}

export function recordedNode(aggregator: string, { trail }: Pick<InventoryTrail, 'trail'>): RecordedNode {
  return {
    kind: 'recorded',
    id: `recorded ${aggregator} ${trail.arn}`,
    profile: '',
    region: trail.homeRegion,
    aggregator,
    account: ownerOf(trail.arn),
    arn: trail.arn,
  };
}

export interface RecordedRow {
  /** The trail as its account was read, which counts more than what was recorded. A click leads there. */
  readonly live: InventoryTrail | undefined;
  readonly appearance: Appearance;
  /** The name of its account, if the row is not below it. */
  readonly account?: string;
}

export function recordedItem(
  node: RecordedNode,
  recorded: RecordedTrail,
  { live, appearance, account }: RecordedRow,
): vscode.TreeItem {
  const shown = live ?? recorded;
  const item = new vscode.TreeItem(recorded.trail.name, None);
  item.id = node.id;
  // That it is recorded has to be visible in a narrow side bar, too: what identifies it comes after.
  item.description = [
    ...resultOfTrail(shown).map(say),
    ...(account === undefined ? [] : [account]),
    ...(live
      ? [say(message('see profile {0}', profileName(live.profile.name)))]
      : [...recordedAtInBrief(recorded), ...identityOfTrail(shown).map(say)]),
  ].join(' · ');
  item.iconPath = iconOf(appearance);
  item.contextValue = shown.key ? 'recorded.key' : 'recorded.noKey';
  item.command = {
    command: commands.openRecordedTrail,
    title: vscode.l10n.t('Open in Its Account'),
    arguments: [node],
  };
  const heard =
    appearance === 'no-key'
      ? item.description
      : [say(appearanceInWords(appearance)), item.description].join(', ');
  item.accessibilityInformation = {
    label: live
      ? vscode.l10n.t('Trail {0}, {1}', recorded.trail.name, heard)
      : vscode.l10n.t('Trail {0} as AWS Config recorded it, {1}', recorded.trail.name, heard),
  };
  return item;
}

export function recordedTooltip(
  recorded: RecordedTrail,
  live: InventoryTrail | undefined,
): vscode.MarkdownString {
  const text = trailTooltip(live ?? recorded, [], [], undefined);
  if (!live) {
    const { at, account, region } = recorded.recorded;
    text.appendMarkdown('\n\n');
    text.appendText(
      at === undefined
        ? vscode.l10n.t('Recorded by AWS Config in {0}, account {1}', region, account)
        : vscode.l10n.t(
            'Recorded by AWS Config in {0}, account {1}: {2}',
            region,
            account,
            when(new Date(at), new Date()),
          ),
    );
  }
  return text;
}

function recordedAtInBrief({ recorded }: RecordedTrail): readonly string[] {
  return recorded.at === undefined
    ? []
    : [vscode.l10n.t('recorded {0}', when(new Date(recorded.at), new Date()))];
}
