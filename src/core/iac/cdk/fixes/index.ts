import type { Finding } from '../../finding.ts';
import type { DocumentEdits, FixContext, Proposal, TextEdit } from '../../fix.ts';
import { inOrder } from '../../formats/edit.ts';
import type { DeclaredTrail } from '../read.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import {
  addStatements,
  dropCondition,
  enableRotation,
  ignoreHere,
  renameProperty,
  requireInput,
} from './others.ts';
import { type Remedy, type Site, siteOf } from './site.ts';

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export function fixesFor(
  finding: Finding,
  trails: readonly DeclaredTrail[],
  context: FixContext,
): readonly Proposal[] {
  const { resource, header } = finding.declaration;
  const trail = trails.find(
    ({ declaration }) => declaration.resource === resource && declaration.header.start === header.start,
  );
  return trail ? remediesFor(siteOf(finding, trail, context)).flatMap(proposalOf) : [];
}

function remediesFor(site: Site): Remedy[] {
  switch (site.finding.code) {
    case 'no-kms-key':
    case 'kms-key-conditional':
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
      return [
        ...renameProperty(site),
        ...requireInput(site),
        ...dropCondition(site),
        ...useKeyArn(site),
        ...useDeclaredKeys(site),
        ...addKey(site),
        ...ignoreHere(site),
      ];
    case 'kms-key-policy':
      return [...addStatements(site), ...useKeyArn(site), ...ignoreHere(site)];
    // CloudTrail takes ids and aliases from CloudFormation, too.
    case 'kms-key-not-arn':
      return [];
    case 'kms-key-rotation-off':
      return [...enableRotation(site), ...ignoreHere(site)];
  }
}

/** The edits by document, in order; none where two of them overlap. */
function proposalOf({ action, needsThought = false, changes }: Remedy): Proposal[] {
  const byUri = new Map<string, TextEdit[]>();
  for (const { file, edits } of changes) {
    byUri.set(file.uri, [...(byUri.get(file.uri) ?? []), ...edits]);
  }
  const documents: DocumentEdits[] = [];
  for (const [uri, edits] of byUri) {
    const ordered = inOrder(edits);
    if (!ordered) {
      return [];
    }
    documents.push({ uri, edits: ordered });
  }
  return [{ action, needsThought, documents }];
}
