import { knownValue } from '../../../../trail/fact.ts';
import { accessOfTrail, newKeyPolicy, type TrailAccess } from '../../../../trail/keyPolicy/index.ts';
import { BlockText, type Written } from '../../../formats/print.ts';
import type { Around, Home } from '../provider.ts';
import type { Resource } from '../resource.ts';
import { trailInManifest, usualScope } from '../trail.ts';
import { literalOf } from '../value.ts';
import { homeOf } from './home.ts';
import type { Site } from './site.ts';

export interface Access extends TrailAccess, Home {}

/** For which trails a key is opened; undefined where the account is not known, which every statement has to name. */
export function accessOf(site: Site): Access | undefined {
  const { trail, around } = site;
  const { resource } = trail;
  const { writes } = around.provider;
  const { name, region: known, bucketKey } = trailInManifest(resource, usualScope(around), around);
  const literal = literalOf(name);
  const asksForRegion = literal !== undefined && known === undefined;
  const isOrganization = knownValue(trail.declaration.facts.organization) === true;
  const home = writes.home
    ? writes.home(resource, { region: asksForRegion, organization: isOrganization })
    : homeOf(site, known);
  if (!home) {
    return undefined;
  }
  const { account, owner = account, partition, region } = home;
  return {
    ...home,
    ...accessOfTrail({ partition, region: known ?? region, account: owner, name: literal, bucketKey }),
  };
}

/** The policy of a new key, in the form in which the provider takes it. */
export function newPolicy(access: Access, near: Resource, { provider: { writes } }: Around): Written {
  const { account, owner: _owner, partition, needs: _needs, ...trails } = access;
  const policy = newKeyPolicy({ ...trails, partition, keyAccount: account });
  return writes.policy
    ? writes.policy(policy as unknown as Written, near)
    : new BlockText(JSON.stringify(policy, undefined, 2));
}
