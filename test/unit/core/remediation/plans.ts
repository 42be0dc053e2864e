import assert from 'node:assert/strict';
import type { KeyDetails } from '../../../../src/core/account/state.ts';
import {
  type EncryptionRequest,
  type NewKeyAnswer,
  type Plan,
  planEncryption,
} from '../../../../src/core/remediation/index.ts';
import { known } from '../../../../src/core/trail/fact.ts';
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

export { trailArn };
