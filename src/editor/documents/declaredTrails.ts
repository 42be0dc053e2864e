import * as vscode from 'vscode';
import type { Assessment } from '../../core/iac/finding.ts';
import { readArn } from '../../core/trail/arn.ts';
import { knownValue } from '../../core/trail/fact.ts';
import { type Reading, rangeIn } from './reading.ts';
import type { Readings } from './readings.ts';

/** A trail in the code of this workspace. */
export interface DeclaredTrail {
  readonly uri: vscode.Uri;
  /** Its header: where to go. */
  readonly range: vscode.Range;
  readonly assessment: Assessment;
}

/** Finds the declarations of trails that live in AWS, among open documents and what the last scan found. */
export interface DeclaredTrails {
  /** By name; where the code tells the account, that of the ARN has to be the same. */
  find(trail: { readonly name: string; readonly arn: string }): readonly DeclaredTrail[];
  all(): readonly DeclaredTrail[];
  /** A name or a place changed; while one types elsewhere in a declaration, nothing is told. */
  readonly onDidChange: vscode.Event<void>;
}

export function declaredTrails(readings: Readings): DeclaredTrails {
  const changes = new vscode.EventEmitter<void>();
  const told = new Map<string, string>();
  readings.onDidChange(uris => {
    const changed = uris.filter(uri => {
      const reading = readings.get(uri);
      const now = reading ? declaredIn(reading).map(summary).join('\n') : '';
      const before = told.get(uri.toString()) ?? '';
      told.set(uri.toString(), now);
      return now !== before;
    });
    if (changed.length > 0) {
      changes.fire();
    }
  });
  return {
    all: () => readings.withTrails().flatMap(reading => declaredIn(reading)),
    find: ({ name, arn }) =>
      readings
        .withTrails()
        .flatMap(reading =>
          declaredIn(
            reading,
            assessment => knownValue(assessment.declaration.name) === name && mayBelongTo(assessment, arn),
          ),
        ),
    onDidChange: changes.event,
  };
}

/** `infra/audit.tf:12`. */
export function placeOf({ uri, range }: DeclaredTrail): string {
  return `${vscode.workspace.asRelativePath(uri)}:${range.start.line + 1}`;
}

export async function goTo({ uri, range }: DeclaredTrail): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
}

function declaredIn(
  reading: Reading,
  isWanted: (assessment: Assessment) => boolean = () => true,
): DeclaredTrail[] {
  return reading.assessments.filter(isWanted).map(assessment => ({
    uri: reading.uri,
    range: rangeIn(reading, assessment.declaration.uri, assessment.declaration.header),
    assessment,
  }));
}

function summary(trail: DeclaredTrail): string {
  return `${knownValue(trail.assessment.declaration.name) ?? ''} ${placeOf(trail)}`;
}

function mayBelongTo({ declaration }: Assessment, arn: string): boolean {
  const account = knownValue(declaration.facts.account);
  return account === undefined || account === readArn(arn)?.account;
}
