import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';
import type { Aggregator, RecordedItem } from '../world/model.ts';
import type { World } from '../world/world.ts';

/** The aggregators of the caller's account in the Region asked: each lives in one. AWS Config API Reference, DescribeConfigurationAggregators. */
export function aggregatorsOf({ world, account, region }: Call): readonly Aggregator[] {
  return world.aggregators.filter(each => each.accountId === account.id && each.region === region);
}

/** The aggregator that a request names. AWS Config API Reference, SelectAggregateResourceConfig: NoSuchConfigurationAggregatorException. */
export function aggregatorIsThere(call: Call, name: string): Aggregator {
  return (
    aggregatorsOf(call).find(each => each.name === name) ??
    refuse(
      'NoSuchConfigurationAggregatorException',
      `The configuration aggregator ${name} does not exist. Check the configuration aggregator name and try again.`,
    )
  );
}

/** The accounts it collects from. AWS Config Developer Guide, "Multi-Account Multi-Region Data Aggregation". */
export function sourcesOf(world: World, { sources, accountId }: Aggregator): readonly string[] {
  if (sources !== 'organization') return sources;
  const organization = world.organizationOf(accountId);
  return organization ? [organization.managementAccountId, ...organization.memberIds] : [];
}

/** What it holds: the items of its sources, where it could collect them. AWS Config Developer Guide, same page. */
export function itemsOf(world: World, aggregator: Aggregator): readonly RecordedItem[] {
  const known = JSON.stringify([world.recordings, world.sourceFailures]);
  const kept = keptItems.get(aggregator);
  if (kept?.known === known) return kept.items;
  const items = collected(world, aggregator);
  keptItems.set(aggregator, { known, items });
  return items;
}

/** Every query of a large organization would collect them anew. */
const keptItems = new WeakMap<
  Aggregator,
  { readonly known: string; readonly items: readonly RecordedItem[] }
>();

function collected(world: World, aggregator: Aggregator): readonly RecordedItem[] {
  const failed = new Set(
    world.sourceFailures
      .filter(({ status }) => status === 'FAILED')
      .map(({ accountId, region }) => `${accountId} ${region}`),
  );
  const collects = ({ accountId, awsRegion }: RecordedItem) =>
    (aggregator.from === 'all' || aggregator.from.includes(awsRegion)) &&
    !failed.has(`${accountId} ${awsRegion}`);
  return sourcesOf(world, aggregator).flatMap(id => (world.recorded.get(id) ?? []).filter(collects));
}

/** Rows a page: 25 unless asked, 100 at most. AWS Config API Reference, SelectAggregateResourceConfig `Limit`, `MaxResults`: InvalidLimitException. */
export function rowsOfPage(limit: number | undefined, isAggregated: boolean): number {
  if (limit !== undefined && (limit < 0 || limit > 100)) {
    refuse('InvalidLimitException', 'The specified limit is outside the allowable range.');
  }
  return limit === undefined || limit === 0 ? (isAggregated ? 500 : 25) : limit;
}
