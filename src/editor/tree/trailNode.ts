import * as vscode from 'vscode';
import type { InventoryTrail } from '../../core/account/state.ts';
import { code, escapeMarkdown } from '../../core/base/markdown.ts';
import { driftBesideLive, driftInFull } from '../../core/wording/drift.ts';
import { problemInBrief } from '../../core/wording/problems.ts';
import { reasonInFull } from '../../core/wording/reasons.ts';
import {
  type Appearance,
  appearanceInWords,
  appearanceOfTrail,
  trailInBrief,
} from '../../core/wording/trails.ts';
import { colors } from '../contributions.ts';
import { placeOf } from '../documents/declaredTrails.ts';
import type { TrailPair } from '../documents/pairs.ts';
import { say } from '../say.ts';
import type { TrailNode } from './node.ts';

export function trailNode(profile: string, { trail }: InventoryTrail): TrailNode {
  const { arn, homeRegion: region } = trail;
  return { kind: 'trail', id: `trail ${profile} ${arn}`, profile, region, arn };
}

export function trailItem(
  node: TrailNode,
  shown: InventoryTrail,
  pairs: readonly TrailPair[],
): vscode.TreeItem {
  const item = new vscode.TreeItem(shown.trail.name, vscode.TreeItemCollapsibleState.Collapsed);
  const appearance = appearanceOfTrail(shown);
  const [first, ...rest] = trailInBrief(shown);
  const drift = pairs.find(({ isDoubtful }) => !isDoubtful)?.drift;
  const brief = [...(first ? [first] : []), ...(drift ? [driftBesideLive(drift)] : []), ...rest].map(say);
  item.id = node.id;
  item.description = brief.join(' · ');
  item.iconPath = iconOf(appearance);
  item.contextValue = `${shown.key ? 'trail.key' : 'trail.noKey'}${pairs.length > 0 ? '.declared' : ''}`;
  // The words for a lock say already what the description begins with.
  const heard = appearance === 'encrypted' || appearance === 'no-key' ? brief.slice(1) : brief;
  const state = [say(appearanceInWords(appearance)), ...heard].join(', ');
  item.accessibilityInformation = { label: vscode.l10n.t('Trail {0}, {1}', shown.trail.name, state) };
  return item;
}

export function iconOf(appearance: Appearance): vscode.ThemeIcon {
  switch (appearance) {
    case 'encrypted':
      return new vscode.ThemeIcon('lock', new vscode.ThemeColor(colors.encrypted));
    case 'no-key':
      return new vscode.ThemeIcon('unlock', new vscode.ThemeColor(colors.noKey));
    case 'attention':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor(colors.attention));
    case 'unknown':
      return new vscode.ThemeIcon('question', new vscode.ThemeColor(colors.unknown));
  }
}

export function trailTooltip(shown: InventoryTrail, pairs: readonly TrailPair[]): vscode.MarkdownString {
  const { trail, verdict, problems } = shown;
  const text = new vscode.MarkdownString(undefined, true);
  const words = say(appearanceInWords(appearanceOfTrail(shown)));
  text.appendMarkdown(
    `**${escapeMarkdown(trail.name)}** — ${escapeMarkdown(words)}\n\n${code(trail.arn)}\n\n`,
  );
  for (const reason of verdict.reasons) {
    const icon = reason.weight === 'info' ? 'info' : reason.weight === 'medium' ? 'circle-small' : 'warning';
    text.appendMarkdown(`$(${icon}) ${escapeMarkdown(say(reasonInFull(reason)))}  \n`);
  }
  for (const pair of pairs) {
    const said = [placeOf(pair.declared), ...driftInFull(pair).map(say)].join(': ');
    text.appendMarkdown(`$(file-code) ${escapeMarkdown(said)}  \n`);
  }
  for (const problem of problems) {
    const unread = vscode.l10n.t('Could not be read: {0}', say(problemInBrief(problem)));
    text.appendMarkdown(`$(question) ${escapeMarkdown(unread)}  \n`);
  }
  return text;
}
