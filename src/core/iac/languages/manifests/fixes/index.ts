import type { Finding } from '../../../finding.ts';
import type { FixContext, Proposal } from '../../../fix.ts';
import { proposalsOf, remediesFor, type Ways } from '../../../fixes/remedies.ts';
import { trailNow } from '../../../fixes/trailNow.ts';
import { textOf } from '../../../formats/tree.ts';
import type { ManifestFile } from '../manifest.ts';
import { readTrails } from '../read.ts';
import type { Surroundings } from '../surroundings.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { ignoreHere, renameProperty, requireInput, useArn } from './others.ts';
import { addStatements, enableRotation } from './policy.ts';
import type { Site } from './site.ts';

/** Ways to answer a finding, the best one first; none where the text is no longer the one it was found in. */
export async function fixesFor(
  finding: Finding,
  around: Surroundings,
  context: FixContext,
): Promise<readonly Proposal[]> {
  const { trails } = await readTrails(around);
  const trail = trailNow(finding, trails);
  if (!trail) {
    return [];
  }
  return proposalsOf(remediesFor({ finding, trail, around, context }, ways));
}

const ways: Ways<Site, ManifestFile> = {
  renameProperty,
  requireInput,
  useKeyArn,
  useDeclaredKeys,
  addKey,
  addStatements,
  enableRotation,
  ignoreHere,
  useArn: site => useArn(site, written(site)),
  nameOf: ({ trail }) => {
    const value = trail.reading.entry?.value;
    const text = textOf(value);
    return text?.includes('${') ? undefined : text;
  },
};

function written({ trail }: Site): string {
  return textOf(trail.reading.entry?.value) ?? '';
}
