import type { Finding } from '../../../finding.ts';
import type { DocumentEdits, FixContext, Proposal, TextEdit } from '../../../fix.ts';
import type { DeclaredTrail } from '../read.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { dropCondition, enableRotation, ignoreHere, renameProperty, requireInput, useArn } from './others.ts';
import { addStatements } from './policy.ts';
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

function remediesFor(site: Site): readonly Remedy[] {
  switch (site.finding.code) {
    case 'no-kms-key':
    case 'kms-key-conditional':
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
      return keyRemedies(site);
    case 'kms-key-policy':
      return [...addStatements(site), ...useKeyArn(site), ...ignoreHere(site)];
    case 'kms-key-not-arn': {
      const remedies = useArn(site);
      return remedies.length > 0
        ? [...remedies, ...ignoreHere(site)]
        : [...useKeyArn(site), ...ignoreHere(site)];
    }
    case 'kms-key-rotation-off':
      return [...enableRotation(site), ...ignoreHere(site)];
  }
}

function keyRemedies(site: Site): readonly Remedy[] {
  return [
    ...renameProperty(site),
    ...requireInput(site),
    ...dropCondition(site),
    ...useKeyArn(site),
    ...useDeclaredKeys(site),
    ...addKey(site),
    ...ignoreHere(site),
  ];
}

/** The edits by document, in order, insertions at one place as one; none where two of them overlap. */
function proposalOf({ action, needsThought = false, changes }: Remedy): Proposal[] {
  const byUri = new Map<string, TextEdit[]>();
  for (const { file, edits } of changes) {
    byUri.set(file.uri, [...(byUri.get(file.uri) ?? []), ...edits]);
  }
  const documents: DocumentEdits[] = [];
  for (const [uri, edits] of byUri) {
    const merged: TextEdit[] = [];
    for (const edit of edits.toSorted((left, right) => left.offset - right.offset)) {
      const last = merged.at(-1);
      if (last && edit.offset < last.offset + last.length) {
        return [];
      }
      if (last && last.length === 0 && edit.length === 0 && last.offset === edit.offset) {
        merged[merged.length - 1] = { ...last, content: last.content + edit.content };
      } else {
        merged.push(edit);
      }
    }
    documents.push({ uri, edits: merged });
  }
  return [{ action, needsThought, documents }];
}
