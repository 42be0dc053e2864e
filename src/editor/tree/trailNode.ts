import * as vscode from 'vscode';
import { repairsOf } from '../../core/account/repairs.ts';
import type { InventoryTrail } from '../../core/account/state.ts';
import { code, escapeMarkdown } from '../../core/base/markdown.ts';
import { isPressing } from '../../core/drift/index.ts';
import { driftBesideLive, driftInFull } from '../../core/wording/drift.ts';
import { type Message, message } from '../../core/wording/message.ts';
import { problemInBrief } from '../../core/wording/problems.ts';
import { alsoThrough, profileName } from '../../core/wording/profiles.ts';
import { reasonInFull } from '../../core/wording/reasons.ts';
import {
  type Appearance,
  appearanceInWords,
  appearanceOfTrail,
  iconOfAppearance,
  identityOfTrail,
  resultOfTrail,
} from '../../core/wording/trails.ts';
import { colors } from '../contributions.ts';
import { placeOf } from '../documents/declaredTrails.ts';
import type { TrailPair } from '../documents/pairs.ts';
import { say } from '../say.ts';
import type { TrailNode } from './node.ts';
import { contextOfRepair } from './repairContext.ts';
import { readAtInWords } from './when.ts';

export function trailNode(profile: string, { trail }: InventoryTrail): TrailNode {
  const { arn, homeRegion: region } = trail;
  return { kind: 'trail', id: `trail ${profile} ${arn}`, profile, region, arn };
}

/** What a row of a trail depends on, apart from the trail. */
export interface TrailRow {
  /** Its declarations in the code of the workspace. */
  readonly pairs: readonly TrailPair[];
  /** The profile whose row represents the trail, if this row's does not. */
  readonly standsUnder: string | undefined;
  /** A change of the trail is recorded. */
  readonly isChanged: boolean;
}

export function trailItem(
  node: TrailNode,
  shown: InventoryTrail,
  { pairs, standsUnder, isChanged }: TrailRow,
): vscode.TreeItem {
  const item = new vscode.TreeItem(shown.trail.name, vscode.TreeItemCollapsibleState.Collapsed);
  const appearance = appearanceBeside(shown, pairs);
  const drift = pairs.find(({ isDoubtful }) => !isDoubtful)?.drift;
  const result = [...resultOfTrail(shown), ...(drift ? [driftBesideLive(drift)] : [])];
  const brief =
    standsUnder === undefined ? [...result, ...identityOfTrail(shown)] : [...result, under(standsUnder)];
  item.id = node.id;
  item.description = brief.map(say).join(' · ');
  item.iconPath = iconOf(appearance);
  item.contextValue = [
    shown.key ? 'trail.key' : 'trail.noKey',
    ...(pairs.length > 0 ? ['declared'] : []),
    ...(isChanged ? ['changed'] : []),
    ...repairsOf(shown).map(contextOfRepair),
  ].join('.');
  // The words for these icons say already what the description starts with.
  const heard = appearance === 'no-key' || appearance === 'being-read' ? brief.slice(1) : brief;
  const state = [appearanceInWords(appearance), ...heard].map(say).join(', ');
  item.accessibilityInformation = { label: vscode.l10n.t('Trail {0}, {1}', shown.trail.name, state) };
  return item;
}

function under(profile: string): Message {
  return message('see profile {0}', profileName(profile));
}

export function iconOf(appearance: Appearance): vscode.ThemeIcon {
  return new vscode.ThemeIcon(iconOfAppearance[appearance], colorOf(appearance));
}

export function colorOf(appearance: Appearance): vscode.ThemeColor {
  return new vscode.ThemeColor(colorIds[appearance]);
}

const colorIds: Readonly<Record<Appearance, string>> = {
  encrypted: colors.encrypted,
  'no-key': colors.noKey,
  attention: colors.attention,
  unknown: colors.unknown,
  'being-read': colors.unknown,
};

/** A trail whose code differs needs attention, though nothing is wrong with it in AWS. */
export function appearanceBeside(shown: InventoryTrail, pairs: readonly TrailPair[]): Appearance {
  const appearance = appearanceOfTrail(shown);
  return appearance !== 'no-key' && pairs.some(isPressing) ? 'attention' : appearance;
}

/** `others` are the other profiles that see it, `readAt` when its Region answered. */
export function trailTooltip(
  shown: InventoryTrail,
  pairs: readonly TrailPair[],
  others: readonly string[],
  readAt: number | undefined,
): vscode.MarkdownString {
  const { trail, verdict, problems } = shown;
  const text = new vscode.MarkdownString(undefined, true);
  const words = say(appearanceInWords(appearanceBeside(shown, pairs)));
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
  const origin = [
    vscode.l10n.t('Profile {0}', say(profileName(shown.profile.name))),
    shown.identity.account,
    ...alsoThrough(others).map(say),
    readAtInWords(readAt),
  ].filter(part => part !== undefined);
  text.appendMarkdown(`\n\n${escapeMarkdown(origin.join(' · '))}`);
  return text;
}
