import * as vscode from 'vscode';
import type { Assessment } from '../../core/iac/finding.ts';
import type { DeclaredPlace } from '../../core/report/index.ts';
import { shownPath } from '../shownPath.ts';
import { type Reading, rangeIn } from './reading.ts';
import type { Readings } from './readings.ts';

/** A trail in the code of this workspace. */
export interface DeclaredTrail {
  readonly uri: vscode.Uri;
  /** Its header: where to go. */
  readonly range: vscode.Range;
  readonly assessment: Assessment;
}

/** The trails that a document declares, in the order of its text. */
export function declaredIn(reading: Reading): readonly DeclaredTrail[] {
  return reading.assessments.map(assessment => ({
    uri: reading.uri,
    range: rangeIn(reading, assessment.declaration.uri, assessment.declaration.header),
    assessment,
  }));
}

/** Where the first finding of a declaration starts; undefined if it has none. */
export function rangeOfFirstFinding(readings: Readings, { uri, assessment }: DeclaredTrail) {
  const reading = readings.get(uri);
  const [finding] = assessment.findings;
  return reading && finding && rangeIn(reading, assessment.declaration.uri, finding.range);
}

/** `infra/audit.tf:12`. */
export function placeOf(declared: DeclaredTrail): string {
  const { path, line } = lineOf(declared);
  return `${path}:${line}`;
}

export function lineOf({ uri, range }: DeclaredTrail): DeclaredPlace {
  return { path: shownPath(uri), line: range.start.line + 1 };
}

/** What a click on a row does that stands for a declaration. */
export function openingOf({ uri, range: { start } }: Pick<DeclaredTrail, 'uri' | 'range'>): vscode.Command {
  return {
    command: 'vscode.open',
    title: vscode.l10n.t('Go to Declaration'),
    arguments: [uri, { selection: new vscode.Range(start, start), preview: true }],
  };
}

export async function goTo({ uri, range }: DeclaredTrail): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
}
