import type { Finding } from '../../finding.ts';
import type { DocumentEdits, FixContext, Proposal, TextEdit } from '../../fix.ts';
import { textOf } from '../../formats/tree.ts';
import { readTrails } from '../read.ts';
import type { Surroundings } from '../surroundings.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { ignoreHere, renameProperty, requireInput, useArn } from './others.ts';
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
      return keyRemedies(site);
    case 'kms-key-policy':
      return [...addStatements(site), ...useKeyArn(site), ...ignoreHere(site)];
    case 'kms-key-not-arn':
      return arnRemedies(site);
    case 'kms-key-rotation-off':
      return [...enableRotation(site), ...ignoreHere(site)];
  }
}

function keyRemedies(site: Site): readonly Remedy[] {
  return [
    ...renameProperty(site),
    ...requireInput(site),
    ...useKeyArn(site),
    ...useDeclaredKeys(site),
    ...addKey(site),
    ...ignoreHere(site),
  ];
}

/** Of a key that is named by a text, only the ARN that somebody picked can take the place. */
function arnRemedies(site: Site): readonly Remedy[] {
  const written = textOf(site.trail.reading.entry?.value) ?? '';
  const remedies = useArn(site, written);
  return remedies.length > 0
    ? [...remedies, ...ignoreHere(site)]
    : namesKey.test(written)
      ? [...useKeyArn(site), ...ignoreHere(site)]
      : keyRemedies(site);
}

/** The id of a key, or an alias. */
const namesKey = /^(?:alias\/|mrk-|arn:|[0-9a-f]{8}-[0-9a-f]{4}-)/;

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
