import type { Finding } from '../../../finding.ts';
import type { FixContext, Proposal, TextEdit } from '../../../fix.ts';
import { type FileChange, proposalsOf, remediesFor, type Ways } from '../../../fixes/remedies.ts';
import { trailNow } from '../../../fixes/trailNow.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import type { Surroundings } from '../evaluation/scope.ts';
import type { PlacedTrail } from '../placedTrails.ts';
import { stackSetType } from '../stackSet.ts';
import type { TemplateFile } from '../template.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { dropCondition, requireInput } from './mendInput.ts';
import { ignoreHere, renameProperty } from './others.ts';
import { addStatements, enableRotation } from './policy.ts';
import type { Remedy, Site } from './site.ts';

/** How a language reads a document: the basis of its fixes. */
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
  const trail = trailNow(finding, trails);
  if (!trail) {
    return [];
  }
  const { template, reading, stack } = trail;
  const surroundings = await reader.surroundings(trail, sources);
  const site: Site = { finding, trail, template, resource: stack ?? reading.resource, surroundings, context };
  return proposalsOf(
    remediesFor(site, waysOf(trail)).flatMap(remedy => {
      const changes = outwards(remedy, trail, document);
      return changes ? [{ ...remedy, changes }] : [];
    }),
  );
}

/** CloudFormation takes ids and aliases, too. */
const ways: Ways<Site, TemplateFile> = {
  renameProperty,
  requireInput,
  dropCondition,
  useKeyArn,
  useDeclaredKeys,
  addKey,
  addStatements,
  enableRotation,
  ignoreHere,
};

const none = () => [];

/**
 * What is written as a map of the outer template has its functions resolved there, where its resources are not. A stack set
 * creates its trails in other accounts and Regions: a key beside it is not theirs.
 */
function waysOf({ body, stack }: PlacedTrail): Ways<Site, TemplateFile> {
  const isElsewhere = stack?.type === stackSetType || (body && body.embedded === undefined);
  return !isElsewhere ? ways : { ...ways, useDeclaredKeys: none, addKey: none, addStatements: none };
}

/** The changes of a remedy, those in a template inside a string carried over to the text around it. */
function outwards(
  { changes }: Remedy,
  trail: PlacedTrail,
  { uri }: SourceDocument,
): readonly FileChange<{ readonly uri: string }>[] | undefined {
  const placed = changes.map(({ file, edits }) => {
    const isInside = file.uri === trail.template.file.uri && trail.body !== undefined;
    return { file: isInside ? { uri } : file, edits: outward(file, edits, trail) };
  });
  return placed.every(isPlaced) ? placed : undefined;
}

function isPlaced(change: {
  readonly file: { readonly uri: string };
  readonly edits: readonly TextEdit[] | undefined;
}): change is FileChange<{ readonly uri: string }> {
  return change.edits !== undefined;
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
