import * as vscode from 'vscode';
import type { InventoryTrail } from '../../core/account/state.ts';
import { accountOfArn, regionOfArn } from '../../core/trail/arn.ts';
import { trailCount } from '../../core/wording/counts.ts';
import type { Message } from '../../core/wording/message.ts';
import { message } from '../../core/wording/message.ts';
import { type Appearance, appearances, keyName } from '../../core/wording/trails.ts';
import { say } from '../say.ts';
import type { Group, Grouping } from './arrangement.ts';
import type { GroupNode } from './node.ts';
import { countsInRow, iconOfTrails } from './rowCounts.ts';
import type { Digest } from './shownTrails.ts';

export function groupNode(grouping: Grouping, value: string): GroupNode {
  return { kind: 'group', id: `group ${grouping} ${value}`, profile: '', grouping, value };
}

export interface GroupRow {
  readonly digest: Digest;
  /** How many of its trails a filter leaves. */
  readonly left: number;
  /** The name of its account, if an organization knows it. */
  readonly account: string | undefined;
  /** Its trails are shown at once. */
  readonly isOpen: boolean;
}

/** A row for the trails that have something in common, whichever profiles see them. */
export function groupItem(
  node: GroupNode,
  { trails }: Group,
  { digest, left, account, isOpen }: GroupRow,
): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const label = account ?? labelOf(node, trails);
  const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
  item.id = node.id;
  // The name of a state says already what there is to act on.
  const counts = node.grouping === 'state' ? [say(trailCount(trails.length))] : countsInRow(digest, left);
  const identity = account === undefined ? identityOf(node) : [node.value];
  item.description = [...counts, ...identity].join(' · ');
  item.iconPath = iconOfTrails(icons[node.grouping], digest);
  item.contextValue = 'group';
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  return item;
}

function labelOf({ grouping, value }: GroupNode, [first]: readonly InventoryTrail[]): string {
  switch (grouping) {
    case 'state':
      return say(headings[appearances.find(one => one === value) ?? 'unknown']);
    case 'key':
      return first?.key ? keyName(first.key) : say(headings['no-key']);
    default:
      return value;
  }
}

/** Two keys may have one alias, in two places. */
function identityOf({ grouping, value }: GroupNode): readonly string[] {
  const parts = grouping === 'key' ? [regionOfArn(value), accountOfArn(value)] : [];
  return parts.filter(part => part !== undefined);
}

const headings: Readonly<Record<Appearance, Message>> = {
  'no-key': message('No KMS key'),
  attention: message('Needs attention'),
  unknown: message('Encryption unknown'),
  'being-read': message('Key is being read'),
  encrypted: message('Encrypted with SSE-KMS'),
};

const icons: Readonly<Record<Grouping, string>> = {
  profile: 'account',
  region: 'globe',
  state: 'circle-filled',
  account: 'organization',
  key: 'key',
};
