import { refuse } from '../errors.ts';
import type { Account, Trail } from '../world/model.ts';
import { isOn } from '../world/regions.ts';
import type { World } from '../world/world.ts';
import type { TrailReference } from './trailName.ts';

/** A trail as one account sees it from one Region. */
export interface TrailView {
  readonly trail: Trail;
  /** Seen from another Region, or from another account of the organization: read-only. */
  readonly shadow: boolean;
}

/**
 * All trails seen from a Region: an account's own at home, multi-Region ones from every enabled Region, and organization
 * trails from every account of the organization. A single-Region trail is seen at home alone. CloudTrail User Guide, "Understanding
 * multi-Region trails and opt-in Regions" and "Creating a trail for an organization".
 */
export function trailsSeenFrom(world: World, account: Account, region: string): readonly TrailView[] {
  return trailsOfAccount(world, account)
    .filter(trail => trail.homeRegion === region || (trail.multiRegion && isOn(account.regions.get(region))))
    .map(trail => ({ trail, shadow: trail.homeRegion !== region || trail.accountId !== account.id }));
}

/** The account's own trails, and those of its organization. */
export function trailsOfAccount(world: World, account: Account): readonly Trail[] {
  const managementId = world.organizationOf(account.id)?.managementAccountId;
  const shared =
    managementId === undefined || managementId === account.id
      ? []
      : (world.accounts.get(managementId)?.trails ?? []).filter(trail => trail.organization);
  return [...account.trails, ...shared];
}

/**
 * The trail that a request names, as seen from its Region. A bare name finds only the account's own trails that live in the
 * Region; a shadow trail, and an organization trail from another account, need the ARN. CloudTrail API Reference, GetTrailStatus `Name`;
 * CloudTrail User Guide, "Organization delegated administrator". TrailNotFoundException.
 */
export function trailIsSeen(
  world: World,
  account: Account,
  region: string,
  reference: TrailReference,
): TrailView {
  const seen = trailsSeenFrom(world, account, region);
  const view =
    reference.kind === 'arn'
      ? seen.find(({ trail }) => trail.arn === reference.arn)
      : seen.find(({ trail, shadow }) => trail.name === reference.name && !shadow);
  return view ?? unknownTrail(account, region, reference);
}

export function unknownTrail(account: Account, region: string, reference: TrailReference): never {
  const arn =
    reference.kind === 'arn'
      ? reference.arn
      : `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${reference.name}`;
  refuse('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${account.id}`);
}
