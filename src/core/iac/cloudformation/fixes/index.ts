import type { Declaration } from '../../declaration.ts';
import type { Finding } from '../../finding.ts';
import type { DocumentEdits, FixContext, Proposal, TextEdit } from '../../fix.ts';
import { inOrder } from '../../formats/edit.ts';
import type { SourceDocument, Sources } from '../../sources.ts';
import type { Surroundings } from '../evaluation/scope.ts';
import type { PlacedTrail } from '../placedTrails.ts';
import type { TemplateFile } from '../template.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { dropCondition, requireInput } from './mendInput.ts';
import { ignoreHere, renameProperty } from './others.ts';
import { addStatements, enableRotation } from './policy.ts';
import type { Remedy, Site } from './site.ts';

/** How a language reads a document: what its fixes are made from. */
export interface Reader {
  read(document: SourceDocument, sources: Sources): Promise<readonly PlacedTrail[]>;
  surroundings(trail: PlacedTrail, sources: Sources): Promise<Surroundings>;
}

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export async function fixesFor(
  finding: Finding,
  document: SourceDocument,
  sources: Sources,
  context: FixContext,
  reader: Reader,
): Promise<readonly Proposal[]> {
  const trails = await reader.read(document, sources);
  const trail = trails.find(({ declaration }) => isSame(declaration, finding.declaration));
  if (!trail) {
    return [];
  }
  const { template, reading, stack } = trail;
  const surroundings = await reader.surroundings(trail, sources);
  const site: Site = { finding, trail, template, resource: stack ?? reading.resource, surroundings, context };
  return remediesFor(site).flatMap(remedy => {
    const documents = documentsOf(remedy, trail, document);
    const { action, needsThought = false } = remedy;
    return documents ? [{ action, needsThought, documents }] : [];
  });
}

function remediesFor(site: Site): Remedy[] {
  const { body } = site.trail;
  // What is written as a map of the outer template has its functions resolved there, where its resources are not.
  const declares = !body || body.embedded !== undefined;
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
        ...(declares ? [...useDeclaredKeys(site), ...addKey(site)] : []),
        ...ignoreHere(site),
      ];
    case 'kms-key-policy':
      return [...(declares ? addStatements(site) : []), ...useKeyArn(site), ...ignoreHere(site)];
    // CloudFormation takes ids and aliases, too.
    case 'kms-key-not-arn':
      return [];
    case 'kms-key-rotation-off':
      return [...enableRotation(site), ...ignoreHere(site)];
  }
}

function isSame(left: Declaration, right: Declaration): boolean {
  return left.resource === right.resource && left.header.start === right.header.start;
}

/** The edits by document, in order; those in a template inside a string are carried over to the text around it. */
function documentsOf(
  remedy: Remedy,
  trail: PlacedTrail,
  document: SourceDocument,
): DocumentEdits[] | undefined {
  const byUri = new Map<string, TextEdit[]>();
  for (const { file, edits } of remedy.changes) {
    const placed = outward(file, edits, trail);
    if (!placed) {
      return undefined;
    }
    const uri = file.uri === trail.template.file.uri && trail.body ? document.uri : file.uri;
    byUri.set(uri, [...(byUri.get(uri) ?? []), ...placed]);
  }
  const documents: DocumentEdits[] = [];
  for (const [uri, edits] of byUri) {
    const ordered = inOrder(edits);
    if (!ordered) {
      return undefined;
    }
    documents.push({ uri, edits: ordered });
  }
  return documents;
}

function outward(
  file: TemplateFile,
  edits: readonly TextEdit[],
  { body }: PlacedTrail,
): readonly TextEdit[] | undefined {
  const embedded = body?.embedded;
  if (!embedded || file !== body.template.file) {
    return edits;
  }
  const { encode } = embedded;
  return encode?.bind(embedded) === undefined
    ? undefined
    : edits.map(({ offset, length, content }) => {
        const start = embedded.outer(offset);
        const escaped = body.substituted ? content.replace(/\$\{(?!!)/g, '${!') : content;
        return { offset: start, length: embedded.outer(offset + length) - start, content: encode(escaped) };
      });
}
