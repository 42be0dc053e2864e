import type { Finding } from '../../../../finding.ts';
import type { FixContext, Proposal } from '../../../../fix.ts';
import type { Ways } from '../../../../fixes/remedies.ts';
import { literalOf } from '../../../programs/evaluation/value.ts';
import { dropCondition, enableRotation, ignoreHere, renameProperty } from '../../../programs/fixes/others.ts';
import { fixesFor as fixesBy } from '../../../programs/fixes/site.ts';
import type { ProgramFile } from '../../../programs/outline/outline.ts';
import { propertiesOf } from '../names.ts';
import type { DeclaredTrail } from '../read.ts';
import { keyName } from '../resources.ts';
import { addKey, useDeclaredKeys, useKeyArn } from './keys.ts';
import { requireInput, useArn } from './others.ts';
import { addStatements } from './policy.ts';
import { inputsAt, type Site } from './site.ts';

const ways: Ways<Site, ProgramFile> = {
  renameProperty: site => renameProperty(site, keyName),
  requireInput,
  dropCondition,
  useKeyArn,
  useDeclaredKeys,
  addKey,
  addStatements,
  enableRotation: site => enableRotation(site, propertiesOf, inputsAt(site.style)),
  ignoreHere,
  useArn,
  nameOf: ({ trail: { reading } }) => {
    const { value, environment } = reading.property ?? {};
    // In Go, a text is one that a function takes.
    const isText = value && ['literal', 'template', 'call'].includes(value.kind);
    return isText ? literalOf(environment?.evaluate(value)) : undefined;
  },
};

/** Ways to answer a finding, the best one first. */
export function fixesFor(
  finding: Finding,
  trails: readonly DeclaredTrail[],
  context: FixContext,
): readonly Proposal[] {
  return fixesBy(finding, trails, context, ways);
}
