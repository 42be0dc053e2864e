import type { Finding } from '../../../finding.ts';
import type { FixContext, Proposal } from '../../../fix.ts';
import type { Ways } from '../../../fixes/remedies.ts';
import type { DeclaredTrail } from '../../programs/declare.ts';
import { dropCondition, ignoreHere } from '../../programs/fixes/others.ts';
import { fixesFor as fixesBy, type Site } from '../../programs/fixes/site.ts';
import type { ProgramFile } from '../../programs/outline/outline.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { addStatements, enableRotation, renameProperty, requireInput } from './others.ts';

/** CloudTrail takes ids and aliases from CloudFormation, too. */
const ways: Ways<Site, ProgramFile> = {
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

/** Ways to answer a finding, the best one first. */
export function fixesFor(
  finding: Finding,
  trails: readonly DeclaredTrail[],
  context: FixContext,
): readonly Proposal[] {
  return fixesBy(finding, trails, context, ways);
}
