import type { Finding } from '../../finding.ts';
import type { DocumentEdits, FixContext, Proposal, TextEdit } from '../../fix.ts';
import { readTrails } from '../read.ts';
import type { Surroundings } from '../surroundings.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { ignoreHere, renameProperty, requireInput } from './others.ts';
import { addStatements, enableRotation } from './policy.ts';
import type { Remedy, Site } from './site.ts';

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export async function fixesFor(
  finding: Finding,
  around: Surroundings,
  context: FixContext,
): Promise<readonly Proposal[]> {
  const { trails } = await readTrails(around);
  const trail = trails.find(
    ({ declaration: { resource, header } }) =>
      resource === finding.declaration.resource && header.start === finding.declaration.header.start,
  );
  if (!trail) {
    return [];
  }
  return remediesFor({ finding, trail, around, context }).flatMap(({ action, needsThought, changes }) => {
    const documents = documentsOf(changes);
    return documents ? [{ action, ...(needsThought && { needsThought }), documents }] : [];
  });
}

function remediesFor(site: Site): readonly Remedy[] {
  switch (site.finding.code) {
    case 'no-kms-key':
    case 'kms-key-conditional':
    case 'kms-key-not-customer-managed':
    case 'kms-key-unusable':
      return [
        ...renameProperty(site),
        ...requireInput(site),
        ...useKeyArn(site),
        ...useDeclaredKeys(site),
        ...addKey(site),
        ...ignoreHere(site),
      ];
    case 'kms-key-policy':
      return [...addStatements(site), ...useKeyArn(site), ...ignoreHere(site)];
    // The controllers take ids and aliases, too.
    case 'kms-key-not-arn':
      return [];
    case 'kms-key-rotation-off':
      return [...enableRotation(site), ...ignoreHere(site)];
  }
}

/** The edits by document, in order, insertions at one place as one; undefined where two overlap. */
function documentsOf(changes: Remedy['changes']): readonly DocumentEdits[] | undefined {
  const byUri = new Map<string, TextEdit[]>();
  for (const { file, edits } of changes) {
    byUri.set(file.uri, [...(byUri.get(file.uri) ?? []), ...edits]);
  }
  const documents: DocumentEdits[] = [];
  for (const [uri, edits] of byUri) {
    const merged: TextEdit[] = [];
    for (const edit of edits.toSorted((left, right) => left.offset - right.offset)) {
      const last = merged.at(-1);
      if (last && last.offset + last.length > edit.offset) {
        return undefined;
      }
      if (last && last.length === 0 && edit.length === 0 && last.offset === edit.offset) {
        merged[merged.length - 1] = { ...last, content: last.content + edit.content };
      } else {
        merged.push(edit);
      }
    }
    documents.push({ uri, edits: merged });
  }
  return documents;
}
