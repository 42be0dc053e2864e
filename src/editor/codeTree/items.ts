import * as vscode from 'vscode';
import { ownerOf } from '../../core/account/trail.ts';
import { escapeMarkdown } from '../../core/base/markdown.ts';
import { isPressing } from '../../core/drift/index.ts';
import { shownName } from '../../core/iac/declaration.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import { countsInBrief } from '../../core/wording/counts.ts';
import { countDeclared, declaredStateLabel } from '../../core/wording/declarations.ts';
import { driftBesideCode } from '../../core/wording/drift.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { message } from '../../core/wording/message.ts';
import { reasonInBrief } from '../../core/wording/reasons.ts';
import { appearanceInWords, appearanceOf } from '../../core/wording/trails.ts';
import { unreadDocument } from '../../core/wording/unread.ts';
import { openingOf } from '../documents/declaredTrails.ts';
import type { Pairs, TrailPair } from '../documents/index.ts';
import { liveInMarkdown } from '../documents/liveState.ts';
import { type Reading, rangeIn } from '../documents/reading.ts';
import { say } from '../say.ts';
import { shownPath } from '../shownPath.ts';
import { profileLabel } from '../tree/profileNode.ts';
import { iconOf } from '../tree/trailNode.ts';
import type { FileSubject, TrailSubject } from './codeRows.ts';

export function fileItem(
  { node, file: reading }: FileSubject<Reading>,
  pairs: Pick<Pairs, 'ofDeclared'>,
): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const all = reading.assessments.length;
  const item = new vscode.TreeItem(reading.uri, all > 0 ? Expanded : None);
  const folder = folderOf(reading.uri);
  const { unread } = reading;
  const summary = [
    ...(unread === undefined ? [] : [message('could not be read')]),
    ...(all > 0 ? [countsInBrief(countDeclared(reading.assessments, one => isPressed(one, pairs)))] : []),
  ]
    .map(say)
    .join(' · ');
  item.id = node.id;
  item.iconPath = vscode.ThemeIcon.File;
  if (unread !== undefined) {
    // Where the side bar is narrow, the words are cut off.
    item.iconPath = iconOf('attention');
    item.tooltip = say(unreadDocument(unread));
    item.command = { title: '', command: 'vscode.open', arguments: [reading.uri] };
  }
  item.description = folder === '' ? summary : `${summary} · ${folder}`;
  item.contextValue = 'file';
  item.accessibilityInformation = {
    label: vscode.l10n.t('File {0}, {1}', shownPath(reading.uri), summary),
  };
  return item;
}

export function declaredTrailItem(
  { node, file, assessment }: TrailSubject<Reading>,
  pairs: Pairs,
): vscode.TreeItem {
  const { declaration, verdict, findings } = assessment;
  const beside = pairs.ofDeclared(assessment);
  const label = shownName(declaration) ?? declaration.resource;
  const item = new vscode.TreeItem(label);
  const appearance = isPressed(assessment, pairs) ? 'attention' : appearanceOf(verdict);
  const description = descriptionOf(assessment, beside, label);
  const range = rangeIn(file, declaration.uri, declaration.header);
  item.id = node.id;
  item.description = description;
  item.iconPath = iconOf(appearance);
  item.contextValue = contextOf(findings.length > 0, beside);
  item.command = openingOf({ uri: file.uri, range });
  // Except for a warning, the description says what the icon shows.
  const heard =
    appearance === 'attention' ? [say(appearanceInWords(appearance)), description] : [description];
  item.accessibilityInformation = { label: vscode.l10n.t('Trail {0}, {1}', label, heard.join(', ')) };
  return item;
}

/** Whether it needs attention for what is known of it in AWS. */
function isPressed(assessment: Assessment, pairs: Pick<Pairs, 'ofDeclared'>): boolean {
  return pairs.ofDeclared(assessment).some(isPressing);
}

/** Everything that a row says or does, as one text. */
export function outlineOf({ label, description, iconPath, contextValue, command }: vscode.TreeItem): string {
  const icon = iconPath instanceof vscode.ThemeIcon ? [iconPath.id, iconPath.color?.id] : [];
  return JSON.stringify([label, description, icon, contextValue, command?.arguments]);
}

/** For `when` clauses: `declaredTrail`, then what can be done with it. */
function contextOf(hasFindings: boolean, beside: readonly TrailPair[]): string {
  const isLive = beside.length > 0;
  const lacksKey = beside.some(({ live }) => !live.key);
  return ['declaredTrail', hasFindings && 'finding', isLive && 'live', lacksKey && 'liveNoKey']
    .filter(Boolean)
    .join('.');
}

/** Created when the pointer rests on the row. */
export function declaredTrailTooltip(
  { assessment }: TrailSubject<Reading>,
  pairs: Pairs,
): vscode.MarkdownString {
  const { declaration, findings } = assessment;
  const name = shownName(declaration);
  const paragraphs = [
    `**${escapeMarkdown(declaration.resource)}** — ${escapeMarkdown(say(declaredStateLabel(assessment)))}`,
    ...(name === undefined || name === declaration.resource ? [] : [escapeMarkdown(name)]),
    ...findings.map(finding => escapeMarkdown(say(findingMessage(finding)))),
    ...pairs.ofDeclared(assessment).map(pair => liveInMarkdown(pair)),
  ];
  return new vscode.MarkdownString(paragraphs.join('\n\n'), true);
}

/** The state, what differs in AWS, what else is wrong, where the trail lives, and what the code calls it. */
function descriptionOf(assessment: Assessment, beside: readonly TrailPair[], label: string): string {
  const told = assessment.verdict.reasons
    .filter(({ code }) => code !== 'no-kms-key' && code !== 'kms-key-conditional')
    .filter(({ code }) => assessment.findings.some(({ reason }) => reason === code))
    .map(reasonInBrief);
  const differing = beside.flatMap(({ drift, isDoubtful, live }) =>
    drift && !isDoubtful ? [driftBesideCode(drift, live)] : [],
  );
  const agreeing = beside.filter(({ drift, isDoubtful }) => !drift || isDoubtful);
  const profiles = new Set(
    agreeing.map(({ live }) => `${profileLabel(live.profile.name)} (${ownerOf(live.trail.arn)})`),
  );
  const { resource } = assessment.declaration;
  return [
    ...new Set([declaredStateLabel(assessment), ...differing, ...told].map(say)),
    ...(profiles.size > 0 ? [vscode.l10n.t('in AWS: {0}', [...profiles].join(', '))] : []),
    ...(resource === label ? [] : [resource]),
  ].join(' · ');
}

function folderOf(uri: vscode.Uri): string {
  const path = shownPath(uri);
  return uri.scheme === 'untitled' ? '' : path.split('/').slice(0, -1).join('/');
}
