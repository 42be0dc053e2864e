import type { AccountState, InventoryTrail, RegionState } from '../../core/account/state.ts';
import { inOrder, worstFirst } from './arrangement.ts';
import { groupNode } from './groupNode.ts';
import type { Node, ProfileNode, RecordedNode, TrailNode } from './node.ts';
import { recordedNode } from './organization/recordedNode.ts';
import { problemNode } from './problemNode.ts';
import { profileNode } from './profileNode.ts';
import { regionNode } from './regionNode.ts';
import type { ShownTrails } from './shownTrails.ts';
import { isSummedUp, regionsOf, summaryNode } from './summaryNode.ts';
import { trailNode } from './trailNode.ts';

/** Which rows are under which, by what is known and by how the person wants it. */

/** The rows at the top. Where trails are in groups, profiles follow of which something was not read, or not yet. */
export function topRows(shown: ShownTrails): readonly Node[] {
  const { grouping } = shown.arrangement;
  if (grouping === 'profile') {
    return shown.profiles.map(profileNode);
  }
  const unread = shown.states.filter(state => !isReadWhole(state));
  return [
    ...[...shown.groups.keys()].map(value => groupNode(grouping, value)),
    ...unread.map(({ profile }) => profileNode(profile.name)),
  ];
}

/** The rows inside a profile that was read, or is being read. */
export function rowsOfProfile(
  { profile }: ProfileNode,
  account: AccountState,
  shown: ShownTrails,
): readonly Node[] {
  return [...(account.problem ? [problemNode(profile)] : []), ...regionRows(account, shown)];
}

/** The trails that have a row inside a Region: none where they are in groups. */
export function trailsInRegion({ trails }: RegionState, shown: ShownTrails): readonly InventoryTrail[] {
  const { grouping, order } = shown.arrangement;
  if (grouping !== 'profile') {
    return [];
  }
  const left = shown.filtered(trails);
  // A Region has its trails by name.
  return order === 'name' ? left : inOrder(left, order, one => shown.appearanceOf(one));
}

export function trailRows(trails: readonly InventoryTrail[]): readonly (TrailNode | RecordedNode)[] {
  return trails.map(one =>
    one.recorded ? recordedNode(one.recorded.aggregator, one) : trailNode(one.profile.name, one),
  );
}

function regionRows(account: AccountState, shown: ShownTrails): readonly Node[] {
  const profile = account.profile.name;
  const { onlyNeedingAttention, arrangement } = shown;
  const worthARow = account.regions.filter(
    region => !isSummedUp(region) && (region.problem || trailsInRegion(region, shown).length > 0),
  );
  const ordered =
    arrangement.order === 'weight'
      ? worstFirst(
          worthARow,
          ({ trails }) => trails,
          one => shown.appearanceOf(one),
        )
      : worthARow;
  const summaries = [
    summaryNode(profile, 'regions-being-read'),
    summaryNode(profile, 'denied-regions'),
    summaryNode(profile, 'unread-regions'),
    ...(onlyNeedingAttention ? [] : [summaryNode(profile, 'empty-regions')]),
  ].filter(summary => regionsOf(summary, account).length > 0);
  const isCalm =
    onlyNeedingAttention &&
    arrangement.grouping === 'profile' &&
    account.phase === 'loaded' &&
    account.regions.some(({ phase }) => phase === 'read') &&
    worthARow.length === 0;
  return [
    ...ordered.map(region => regionNode(profile, region.name)),
    ...summaries,
    ...(isCalm ? [summaryNode(profile, 'nothing-needs-attention')] : []),
    ...(account.regionSource?.kind === 'default' ? [summaryNode(profile, 'default-regions-only')] : []),
  ];
}

function isReadWhole({ phase, problem, regions, regionSource }: AccountState): boolean {
  return (
    phase === 'loaded' &&
    !problem &&
    regionSource?.kind !== 'default' &&
    regions.every(region => region.phase === 'read')
  );
}
