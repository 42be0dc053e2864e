import { withShortKeys } from '../../../base/show.ts';
import type { Declaration } from '../../declaration.ts';
import { attributeOf } from '../../formats/hcl/index.ts';
import { parseJson } from '../../formats/json/index.ts';
import type { Declared, GaveUp } from '../../language.ts';
import type { SourceDocument, Sources } from '../../sources/sources.ts';
import type { Budget } from '../terraform/evaluation/budget.ts';
import { ParsedFiles } from '../terraform/modules/files.ts';
import type { Resource } from '../terraform/modules/module.ts';
import { ModuleTree } from '../terraform/modules/tree.ts';
import { readTrail, type TrailReading, trailTypes } from '../terraform/trail.ts';
import { keyAttribute } from '../terraform/trailInstances.ts';
import { moduleOf } from './module.ts';
import { planIn } from './plan.ts';

/** So many trails of one plan are told. */
const mostTrails = 200;

/** The trails of a plan, and what evaluating them has cost. */
export function readPlan(document: SourceDocument): { readonly declared: Declared; readonly budget: Budget } {
  const tree = new ModuleTree(document, nothing, new ParsedFiles());
  const { budget } = tree;
  const plan = planIn(parseJson(document.text).documents[0]?.root);
  if (!plan) {
    return { declared: { trails: [], gaveUp: [] }, budget };
  }
  const { module, trails } = moduleOf(plan, document, type => trailTypes.includes(type));
  const read = trails.slice(0, mostTrails).flatMap(trail =>
    readTrail(tree, module, { calls: [], trail }).map(reading => ({
      declaration: declarationOf(document, trail, reading),
      gaveUp: reading.gaveUp,
    })),
  );
  const gaveUp = [...read.flatMap(gaveUpOn), ...tooMany(trails)];
  return { declared: { trails: read.map(({ declaration }) => declaration), gaveUp }, budget };
}

/** All that is known of a plan is in it. */
const nothing: Sources = { read: async () => undefined, list: async () => [], folders: async () => [] };

function declarationOf({ uri }: SourceDocument, trail: Resource, reading: TrailReading): Declaration {
  return {
    language: 'terraformPlan',
    uri,
    resource: withShortKeys(trail.address),
    type: trail.type,
    name: reading.name,
    header: trail.block.header,
    whole: trail.block.range,
    keyAttribute: writtenAt(trail),
    facts: reading.facts,
    related: reading.related,
    suppressions: [],
  };
}

/** The member that names the key; none where the plan leaves it to the apply. */
function writtenAt({ block }: Resource): Declaration['keyAttribute'] {
  const attribute = attributeOf(block.body, keyAttribute);
  return attribute && attribute.range.start !== block.header.start ? attribute.range : undefined;
}

function gaveUpOn({
  declaration,
  gaveUp,
}: {
  declaration: Declaration;
  gaveUp?: string | undefined;
}): GaveUp[] {
  return gaveUp === undefined ? [] : [{ resource: declaration.resource, detail: gaveUp }];
}

function tooMany(trails: readonly Resource[]): readonly GaveUp[] {
  const first = trails[mostTrails];
  return first ? [{ resource: first.address, detail: `more than ${mostTrails} trails in one plan` }] : [];
}
