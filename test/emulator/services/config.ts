import { columnName, parseQuery, type Query } from '../configQuery/parse.ts';
import { hasOnePage, type Row, runQuery } from '../configQuery/run.ts';
import { aggregatorIsThere, aggregatorsOf, itemsOf, rowsOfPage, sourcesOf } from '../rules/aggregator.ts';
import { callerMay } from '../rules/authorization.ts';
import { pageOf } from '../rules/paging.ts';
import { jsonProtocol } from '../wire/json.ts';
import { integer, list, optional, required, string } from '../wire/members.ts';
import { stableUuid } from '../world/ids.ts';
import type { Aggregator, RecordedItem } from '../world/model.ts';
import { isOn } from '../world/regions.ts';
import { type Call, operation, type Service, seconds } from './service.ts';

const invalidToken = ['InvalidNextTokenException', 'The specified next token is not valid.'] as const;
const name = string({ min: 1, max: 256, pattern: /^[\w-]+$/ });
const statuses = ['FAILED', 'SUCCEEDED', 'OUTDATED'] as const;

/** AWS Config, as far as aggregators are asked. */
export const config: Service = {
  name: 'config',
  protocol: jsonProtocol('StarlingDoveService'),
  operations: {
    DescribeConfigurationAggregators: operation(
      {
        ConfigurationAggregatorNames: optional(list(name, { max: 10 })),
        Limit: optional(integer({ min: 0, max: 100 })),
        NextToken: optional(string()),
      },
      (call, { ConfigurationAggregatorNames: names = [], Limit, NextToken }) => {
        callerMay(call, 'config:DescribeConfigurationAggregators');
        const found =
          names.length === 0 ? aggregatorsOf(call) : names.map(one => aggregatorIsThere(call, one));
        const page = pageOf(call, found, { token: NextToken, size: Limit || 100, invalid: invalidToken });
        return {
          ConfigurationAggregators: page.items.map(one => writeAggregator(call, one)),
          NextToken: page.next,
        };
      },
    ),

    DescribeConfigurationAggregatorSourcesStatus: operation(
      {
        ConfigurationAggregatorName: required(name),
        UpdateStatus: optional(list(string({ oneOf: statuses }))),
        Limit: optional(integer({ min: 0, max: 100 })),
        NextToken: optional(string()),
      },
      (call, { ConfigurationAggregatorName, UpdateStatus = statuses, Limit, NextToken }) => {
        callerMay(call, 'config:DescribeConfigurationAggregatorSourcesStatus');
        const aggregator = aggregatorIsThere(call, ConfigurationAggregatorName);
        const wanted = sourceStatuses(call, aggregator).filter(({ LastUpdateStatus }) =>
          UpdateStatus.some(one => one === LastUpdateStatus),
        );
        const page = pageOf(call, wanted, { token: NextToken, size: Limit || 100, invalid: invalidToken });
        return { AggregatedSourceStatusList: page.items, NextToken: page.next };
      },
    ),

    SelectAggregateResourceConfig: operation(
      {
        ConfigurationAggregatorName: required(name),
        Expression: required(string({ min: 1, max: 4096 })),
        Limit: optional(integer()),
        MaxResults: optional(integer()),
        NextToken: optional(string()),
      },
      (call, { ConfigurationAggregatorName, Expression, Limit, MaxResults, NextToken }) => {
        callerMay(call, 'config:SelectAggregateResourceConfig');
        const aggregator = aggregatorIsThere(call, ConfigurationAggregatorName);
        const query = parseQuery(Expression);
        const isAggregated = query.columns.some(({ kind }) => kind === 'aggregate');
        const size = rowsOfPage(MaxResults ?? Limit, isAggregated);
        const rows = resultOf(call, Expression, query, itemsOf(call.world, aggregator));
        const page = pageOf({ ...call, operation: stableUuid(Expression) }, rows, {
          token: NextToken,
          size,
          invalid: invalidToken,
        });
        return {
          QueryInfo: { SelectFields: query.columns.map(column => ({ Name: columnName(column) })) },
          Results: page.items.map(row => JSON.stringify(row)),
          NextToken: hasOnePage(query) ? undefined : page.next,
        };
      },
    ),
  },
};

/** Kept for the pages to come, as long as nothing else was taken down. */
function resultOf(
  { world }: Call,
  text: string,
  query: Query,
  items: readonly RecordedItem[],
): readonly Row[] {
  const name = `${world.settings.groupsDropMissing} ${text}`;
  const results = keptResults.get(items) ?? new Map<string, readonly Row[]>();
  keptResults.set(items, results);
  const rows = results.get(name) ?? runQuery(query, items, world.settings.groupsDropMissing);
  results.set(name, rows);
  return rows;
}

const keptResults = new WeakMap<readonly RecordedItem[], Map<string, readonly Row[]>>();

function writeAggregator(call: Call, { name: called, arn, sources, from }: Aggregator) {
  const regions = from === 'all' ? {} : { AwsRegions: from };
  const all = from === 'all';
  return {
    ConfigurationAggregatorName: called,
    ConfigurationAggregatorArn: arn,
    CreationTime: seconds(call.world.clock.now() - 90 * 24 * 3600_000),
    LastUpdatedTime: seconds(call.world.clock.now() - 3600_000),
    ...(sources === 'organization'
      ? {
          OrganizationAggregationSource: {
            RoleArn: `arn:${call.account.partition}:iam::${call.account.id}:role/ConfigAggregator`,
            AllAwsRegions: all,
            ...regions,
          },
        }
      : { AccountAggregationSources: [{ AccountIds: sources, AllAwsRegions: all, ...regions }] }),
  };
}

function sourceStatuses({ world }: Call, aggregator: Aggregator) {
  return sourcesOf(world, aggregator).flatMap(id =>
    [...world.account(id).regions]
      .filter(
        ([region, status]) => isOn(status) && (aggregator.from === 'all' || aggregator.from.includes(region)),
      )
      .map(([region]) => {
        const failure = world.sourceFailures.find(each => each.accountId === id && each.region === region);
        return {
          SourceId: id,
          SourceType: 'ACCOUNT',
          AwsRegion: region,
          LastUpdateStatus: failure?.status ?? 'SUCCEEDED',
          LastUpdateTime: seconds(world.clock.now() - 300_000),
          ...(failure && { LastErrorCode: failure.code, LastErrorMessage: failure.message }),
        };
      }),
  );
}
