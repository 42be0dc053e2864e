import * as vscode from 'vscode';
import { type Declaration, shownName } from '../../core/iac/declaration.ts';
import { knownValue } from '../../core/trail/fact.ts';
import { editorCommands } from '../contributions.ts';
import { showWarning } from '../window.ts';
import type { Fixes } from './fixes.ts';

/** What the text says of the Region and account of a key for a trail. */
export interface WantedKey {
  /** Region of the log bucket, in which the key has to be. */
  readonly region: string | undefined;
  readonly account: string | undefined;
  /** Name that the trail has or will have in AWS. */
  readonly name: string | undefined;
  /** Whether the bucket has an S3 Bucket Key. */
  readonly bucketKey: boolean | undefined;
  /** What the trail is called, for titles. */
  readonly label: string;
}

/** Lets a person pick a key from AWS; `undefined` when none was picked. */
export type PickKeyArn = (wanted: WantedKey) => Promise<string | undefined>;

/** Writes the ARN of a picked key at the trail that an action was called on, if the finding is still there. */
export async function insertKeyArn(
  fixes: Fixes,
  pickKeyArn: PickKeyArn,
  uri: vscode.Uri,
  resource: string,
  code: string,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const asked = await findingAt(fixes, document, resource, code);
  const arn = asked && (await pickKeyArn(wantedFor(asked.declaration)));
  const finding = arn === undefined ? undefined : await findingAt(fixes, document, resource, code);
  if (arn === undefined || !finding) {
    return;
  }
  const ready = await fixes.forFinding(document, finding, arn);
  const chosen = ready.find(({ fix }) => fix.action.kind === 'use-key-arn');
  if (chosen && (await vscode.workspace.applyEdit(chosen.edit))) {
    void vscode.commands.executeCommand(editorCommands.fixed);
  } else {
    void showWarning(
      vscode.l10n.t('The ARN of the key could not be inserted at {0}. Nothing was changed.', resource),
    );
  }
}

async function findingAt(fixes: Fixes, document: vscode.TextDocument, resource: string, code: string) {
  const reading = await fixes.reading(document);
  return reading?.assessments
    .flatMap(({ findings }) => findings)
    .find(finding => finding.code === code && finding.declaration.resource === resource);
}

function wantedFor(declaration: Declaration): WantedKey {
  const { facts, resource } = declaration;
  return {
    region: knownValue(facts.bucketRegion),
    account: knownValue(facts.account),
    name: knownValue(declaration.name),
    bucketKey: knownValue(facts.bucketKey),
    label: shownName(declaration) ?? resource,
  };
}
