import * as vscode from 'vscode';
import { code, escapeMarkdown } from '../../core/base/markdown.ts';
import { shownName } from '../../core/iac/declaration.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import { declaredStateLabel } from '../../core/wording/declarations.ts';
import { findingMessage } from '../../core/wording/findings.ts';
import { reasonInBrief } from '../../core/wording/reasons.ts';
import { appearanceInWords, appearanceOf } from '../../core/wording/trails.ts';
import { rangeIn } from '../documents/reading.ts';
import { say } from '../say.ts';
import { countOfTrails } from '../tree/profileNode.ts';
import { iconOf } from '../tree/trailNode.ts';
import type { LiveTrails } from './liveTrails.ts';
import type { DeclaredTrailNode, FileNode } from './node.ts';

export function fileItem({ id, reading }: FileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(reading.uri, vscode.TreeItemCollapsibleState.Expanded);
  const without = reading.assessments.filter(({ verdict }) => verdict.state === 'not-encrypted').length;
  const folder = folderOf(reading.uri);
  const summary = countOfTrails(reading.assessments.length, without);
  item.id = id;
  item.iconPath = vscode.ThemeIcon.File;
  item.description = folder === '' ? summary : `${folder} · ${summary}`;
  item.contextValue = 'file';
  item.accessibilityInformation = {
    label: vscode.l10n.t('File {0}, {1}', vscode.workspace.asRelativePath(reading.uri), summary),
  };
  return item;
}

export function declaredTrailItem(
  { id, file, index }: DeclaredTrailNode,
  live: LiveTrails,
): vscode.TreeItem | undefined {
  const assessment = file.reading.assessments[index];
  if (!assessment) {
    return undefined;
  }
  const { declaration, verdict } = assessment;
  const item = new vscode.TreeItem(declaration.resource);
  const appearance = appearanceOf(verdict);
  const description = descriptionOf(assessment, live);
  const start = rangeIn(file.reading, declaration.uri, declaration.header).start;
  item.id = id;
  item.description = description;
  item.iconPath = iconOf(appearance);
  item.contextValue = 'declaredTrail';
  item.command = {
    command: 'vscode.open',
    title: vscode.l10n.t('Go to Declaration'),
    arguments: [file.reading.uri, { selection: new vscode.Range(start, start), preview: true }],
  };
  item.accessibilityInformation = {
    label: vscode.l10n.t(
      'Trail {0}, {1}, {2}',
      declaration.resource,
      say(appearanceInWords(appearance)),
      description,
    ),
  };
  return item;
}

/** Made when the pointer rests on the row. */
export function declaredTrailTooltip(
  { file, index }: DeclaredTrailNode,
  live: LiveTrails,
): vscode.MarkdownString | undefined {
  const assessment = file.reading.assessments[index];
  if (!assessment) {
    return undefined;
  }
  const { declaration, findings } = assessment;
  const name = shownName(declaration);
  const lives = live.of(assessment).map(({ profile, account, arn }) => {
    const place = vscode.l10n.t('In AWS: profile {0}, account {1}', profile, account);
    return `${escapeMarkdown(place)}\n\n${code(arn)}`;
  });
  const paragraphs = [
    `**${escapeMarkdown(declaration.resource)}** — ${escapeMarkdown(say(declaredStateLabel(assessment)))}`,
    ...(name === undefined ? [] : [escapeMarkdown(name)]),
    ...findings.map(finding => escapeMarkdown(say(findingMessage(finding)))),
    ...lives,
  ];
  return new vscode.MarkdownString(paragraphs.join('\n\n'));
}

/** The state, what else is wrong, and where the trail lives. */
function descriptionOf(assessment: Assessment, live: LiveTrails): string {
  const told = assessment.verdict.reasons
    .filter(({ code }) => code !== 'no-kms-key' && code !== 'kms-key-conditional')
    .filter(({ code }) => assessment.findings.some(({ reason }) => reason === code))
    .map(reasonInBrief);
  const profiles = [...new Set(live.of(assessment).map(({ profile, account }) => `${profile} (${account})`))];
  return [
    ...[declaredStateLabel(assessment), ...told].map(say),
    ...(profiles.length > 0 ? [vscode.l10n.t('in AWS: {0}', profiles.join(', '))] : []),
  ].join(' · ');
}

function folderOf(uri: vscode.Uri): string {
  const path = vscode.workspace.asRelativePath(uri);
  return uri.scheme === 'untitled' ? '' : path.split('/').slice(0, -1).join('/');
}
