import * as vscode from 'vscode';
import type { FixAction } from '../../core/iac/fix.ts';
import { editorCommands } from '../contributions.ts';
import { showInfo } from '../window.ts';
import { type DeclaredTrail, goTo } from './declaredTrails.ts';
import type { Fixes } from './fixes.ts';
import type { Pairs, TrailPair } from './pairs.ts';

/**
 * How to give the declaration of a trail the key that the trail has in AWS; undefined where the code does not differ, or
 * where it is not certain which declaration is the trail's.
 */
export function fixOfDeclaration(
  pairs: Pairs,
  fixes: Fixes,
  trailArn: string,
): (() => Promise<void>) | undefined {
  const pair = pairs
    .ofLive(trailArn)
    .find(
      ({ drift, isDoubtful }) =>
        !isDoubtful && (drift?.kind === 'code-takes-key-away' || drift?.kind === 'code-changes-key'),
    );
  const key = pair?.live.key?.arn;
  return pair && key !== undefined ? () => writeKey(fixes, pair, key) : undefined;
}

/** Accepts the findings of a declaration, with a comment or its language's metadata; false where none of them can be. */
export async function ignoreFinding(fixes: Fixes, declared: DeclaredTrail): Promise<boolean> {
  return apply(fixes, declared, 'ignore');
}

/** Opens the declaration, and writes the key where a fix of its finding does. */
async function writeKey(fixes: Fixes, { declared }: TrailPair, keyArn: string): Promise<void> {
  const isDone = await apply(fixes, declared, 'use-key-arn', keyArn);
  await goTo(declared);
  if (!isDone) {
    const { resource } = declared.assessment.declaration;
    void showInfo(
      vscode.l10n.t(
        'No safe edit was found that gives {0} the key {1}. Edit the code yourself.',
        resource,
        keyArn,
      ),
    );
  }
}

/** Applies the first edit of a kind that fixes a finding of the declaration, to the current text. */
async function apply(
  fixes: Fixes,
  declared: DeclaredTrail,
  kind: FixAction['kind'],
  keyArn?: string,
): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(declared.uri);
  const { resource } = declared.assessment.declaration;
  const reading = await fixes.reading(document);
  const findings = reading?.assessments
    .filter(({ declaration }) => declaration.resource === resource)
    .flatMap(one => one.findings);
  for (const finding of findings ?? []) {
    const ready = await fixes.forFinding(document, finding, keyArn);
    const chosen = ready.find(({ fix }) => fix.action.kind === kind);
    if (chosen && (await vscode.workspace.applyEdit(chosen.edit))) {
      void vscode.commands.executeCommand(editorCommands.fixed);
      return true;
    }
  }
  return false;
}
