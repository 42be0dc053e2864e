import type { Finding } from '../../../finding.ts';
import type { FixContext, Proposal } from '../../../fix.ts';
import { proposalsOf, remediesFor, type Ways } from '../../../fixes/remedies.ts';
import { trailNow } from '../../../fixes/trailNow.ts';
import type { SourceDocument, Sources } from '../../../sources/sources.ts';
import type { PlayFiles } from '../files.ts';
import { readPlays } from '../read.ts';
import type { PlayFile } from '../step.ts';
import { dropCondition, requireInput } from './input.ts';
import { useDeclaredKeys, useKeyArn } from './keys.ts';
import { addKey } from './newKey.ts';
import { ignoreHere, renameArgument } from './others.ts';
import { addStatements, enableRotation } from './policy.ts';
import type { Site } from './site.ts';

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export async function fixesFor(
  finding: Finding,
  document: SourceDocument,
  files: PlayFiles,
  sources: Sources,
  context: FixContext,
): Promise<readonly Proposal[]> {
  const { trails } = await readPlays(document, files, sources);
  const trail = trailNow(finding, trails);
  if (!trail) {
    return [];
  }
  const { step } = trail.instance;
  const [call] = trail.isCall ? step.calls : [];
  const { file, node } = call ?? step;
  const site: Site = { finding, trail, step, node, file, context };
  return proposalsOf(remediesFor(site, ways));
}

/** Ansible takes ids and aliases, too. */
const ways: Ways<Site, PlayFile> = {
  renameProperty: renameArgument,
  requireInput,
  dropCondition,
  useKeyArn,
  useDeclaredKeys,
  addKey,
  addStatements,
  enableRotation,
  ignoreHere,
};
