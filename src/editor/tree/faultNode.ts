import * as vscode from 'vscode';
import type { ConfigFault } from '../../core/account/profile.ts';
import { faultInWords } from '../../core/wording/profiles.ts';
import { commands } from '../contributions.ts';
import { say } from '../say.ts';
import type { FaultNode } from './node.ts';

export function faultNode(fault: ConfigFault): FaultNode {
  return {
    kind: 'fault',
    id: `fault ${fault.path} ${fault.line ?? ''} ${fault.kind} ${fault.subject ?? ''}`,
    profile: '',
    fault,
  };
}

/** A line of a shared AWS file that could not be understood; a click goes there. */
export function faultItem(node: FaultNode): vscode.TreeItem {
  const { path, line } = node.fault;
  const detail = say(faultInWords(node.fault));
  const name = path.replace(/^.*[/\\]/, '');
  const item = new vscode.TreeItem(
    line === undefined ? name : vscode.l10n.t('{0}, line {1}', name, line + 1),
  );
  item.id = node.id;
  item.description = detail;
  item.tooltip = `${line === undefined ? path : `${path}:${line + 1}`}\n${detail}`;
  item.iconPath = new vscode.ThemeIcon('warning');
  item.contextValue = 'fault';
  item.command = {
    command: commands.openConfiguration,
    title: vscode.l10n.t('Open configuration file'),
    arguments: [node],
  };
  item.accessibilityInformation = { label: `${item.label}, ${detail}` };
  return item;
}
