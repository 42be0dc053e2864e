import assert from 'node:assert/strict';
import type { BucketFacts } from '../../../../src/core/account/ports.ts';
import type { Repair } from '../../../../src/core/account/repairs.ts';
import type { InventoryTrail, KeyDetails } from '../../../../src/core/account/state.ts';
import type { LiveTrail } from '../../../../src/core/account/trail.ts';
import { trailFactsOf } from '../../../../src/core/account/trailFacts.ts';
import {
  type EncryptionRequest,
  type NewKeyAnswer,
  type Plan,
  planEncryption,
  planRepair,
} from '../../../../src/core/remediation/index.ts';
import { known } from '../../../../src/core/trail/fact.ts';
import { judge } from '../../../../src/core/trail/verdict.ts';
import { caller, keyArn, region, trailArn, type World } from './world.ts';

/** Plans for the trails of a world, as the wizard would ask for them. */
export const newKey: NewKeyAnswer = {
  alias: 'cloudtrail',
  rotation: true,
  multiRegion: false,
};

export function detailsOf(world: World, arn: string): KeyDetails {
  const key = world.keys.get(arn);
  assert.ok(key);
  const aliases = [...world.aliases].filter(([, target]) => target === arn).map(([name]) => name);
  return {
    arn,
    metadata: known(key.metadata),
    aliases: known(aliases),
    rotation: known(key.rotation),
    policy: known(key.policy),
    problems: [],
  };
}

export function requestFor(world: World, change: Partial<EncryptionRequest> = {}): EncryptionRequest {
  return {
    id: 'plan-1',
    profile: 'prod',
    caller,
    trails: [...world.trails.values()].map(trail => ({ trail })),
    bucketRegion: region,
    bucketKey: world.bucketKey,
    key: { kind: 'existing', key: detailsOf(world, keyArn) },
    ...change,
  };
}

export function planFor(world: World, change: Partial<EncryptionRequest> = {}): Plan {
  const result = planEncryption(requestFor(world, change));
  assert.ok(result.kind === 'plan', JSON.stringify(result));
  return JSON.parse(JSON.stringify(result.plan));
}

export function planNewKey(
  world: World,
  {
    id = 'plan-1',
    readers = [],
    ...change
  }: Partial<NewKeyAnswer> & Partial<Pick<EncryptionRequest, 'id' | 'readers'>> = {},
): Plan {
  return planFor(world, { id, readers, key: { kind: 'new', ...newKey, ...change } });
}

/** A trail of a world as the view has read it. */
export function shownIn(world: World, trail: LiveTrail): InventoryTrail {
  const key = trail.kmsKeyId === undefined ? undefined : detailsOf(world, trail.kmsKeyId);
  const bucket: BucketFacts = { region: known(region), bucketKey: known(world.bucketKey) };
  const status = known({ logging: !world.stopped.has(trail.arn) });
  const facts = trailFactsOf(trail, key, bucket, status, 0);
  return {
    profile: { name: 'prod', kind: 'static' },
    identity: caller,
    trail,
    ...(key && { key }),
    bucket,
    status,
    facts,
    verdict: judge(facts, world.time),
    problems: [],
  };
}

/** The plan of a repair for the trails of a world that need it. */
export function planRepairOf(world: World, repair: Repair, id = 'plan-1'): Plan {
  const trails = [...world.trails.values()].map(trail => shownIn(world, trail));
  const plan = planRepair({
    id,
    repair,
    profile: 'prod',
    caller,
    trails,
    trailsUnder: arn => trails.filter(({ key }) => key?.arn === arn).map(({ trail }) => trail.arn),
  });
  assert.ok(plan);
  return JSON.parse(JSON.stringify(plan));
}

export { trailArn };
