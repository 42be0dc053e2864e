import type {
  Aggregator,
  OrganizationSource,
  UncollectedSource,
} from '../../core/account/organization/ports.ts';
import { isAccountId } from '../../core/trail/arn.ts';
import { homeRegionOf } from '../../core/trail/region.ts';
import { type Connection, memberOf } from '../connection.ts';
import { callJson, type JsonObject, listIn, objectIn, textIn } from '../jsonCall.ts';
import { pagesOf } from '../pages.ts';

/**
 * AWS Config's aggregators and the names of AWS Organizations. Calls are signed here instead of made by clients of the SDK:
 * that of AWS Config would add 135 kB to the bundle, this adds 4.
 */
export function organizationThrough(connection: Connection, partition: string): OrganizationSource {
  const config = (operation: string, region: string, input: object, signal: AbortSignal) =>
    callJson(
      connection,
      {
        call: { service: 'config', operation, region },
        serviceId: 'Config Service',
        target: 'StarlingDoveService',
        input,
      },
      signal,
    );
  const organizations = (operation: string, input: object, signal: AbortSignal) =>
    callJson(
      connection,
      {
        call: { service: 'organizations', operation, region: homeRegionOf(partition) },
        serviceId: 'Organizations',
        target: 'AWSOrganizationsV20161128',
        input,
      },
      signal,
    );
  return {
    async aggregators(region, signal) {
      const operation = 'DescribeConfigurationAggregators';
      const found = await allPages(
        NextToken => config(operation, region, NextToken ? { NextToken } : {}, signal),
        'ConfigurationAggregators',
        { service: 'config', operation, region },
      );
      return found.flatMap(one => aggregatorIn(one, region) ?? []);
    },
    async select({ aggregator, expression, rows, token }, signal) {
      const operation = 'SelectAggregateResourceConfig';
      const { region, name } = aggregator;
      const answer = await config(
        operation,
        region,
        {
          ConfigurationAggregatorName: name,
          Expression: expression,
          ...(rows !== undefined && { MaxResults: rows }),
          ...(token !== undefined && { NextToken: token }),
        },
        signal,
      );
      const results = listIn(answer, 'Results');
      const call = { service: 'config', operation, region };
      const texts = memberOf(results, 'Results', call).map(row =>
        memberOf(typeof row === 'string' ? row : undefined, 'Results', call),
      );
      const next = textIn(answer, 'NextToken');
      return { rows: texts, ...(next !== undefined && { next }) };
    },
    async uncollected({ name, region }, signal) {
      const operation = 'DescribeConfigurationAggregatorSourcesStatus';
      const found = await allPages(
        NextToken =>
          config(
            operation,
            region,
            {
              ConfigurationAggregatorName: name,
              UpdateStatus: ['FAILED', 'OUTDATED'],
              ...(NextToken && { NextToken }),
            },
            signal,
          ),
        'AggregatedSourceStatusList',
        { service: 'config', operation, region },
      );
      return found.flatMap(one => uncollectedIn(one) ?? []);
    },
    async organizationId(signal) {
      const operation = 'DescribeOrganization';
      const { Organization } = await organizations(operation, {}, signal);
      return memberOf(textIn(Organization, 'Id'), 'Id', { service: 'organizations', operation });
    },
    async accountName(AccountId, signal) {
      const operation = 'DescribeAccount';
      const { Account } = await organizations(operation, { AccountId }, signal);
      return memberOf(textIn(Account, 'Name'), 'Name', { service: 'organizations', operation });
    },
  };
}

async function allPages(
  ask: (token: string | undefined) => Promise<JsonObject>,
  member: string,
  call: Parameters<typeof memberOf>[2],
): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const answer of pagesOf(call, ask, page => textIn(page, 'NextToken'))) {
    all.push(...memberOf(listIn(answer, member), member, call));
  }
  return all;
}

function aggregatorIn(value: unknown, region: string): Aggregator | undefined {
  const name = textIn(value, 'ConfigurationAggregatorName');
  const arn = textIn(value, 'ConfigurationAggregatorArn');
  if (name === undefined || arn === undefined) {
    return undefined;
  }
  const organization = objectIn(value)?.['OrganizationAggregationSource'];
  const sources = organization ? [organization] : (listIn(value, 'AccountAggregationSources') ?? []);
  const isAll = sources.some(source => objectIn(source)?.['AllAwsRegions'] === true);
  const regions = sources.flatMap(source => listIn(source, 'AwsRegions') ?? []).map(String);
  return {
    name,
    arn,
    region,
    ofOrganization: organization !== undefined && organization !== null,
    regions: isAll ? 'all' : [...new Set(regions)].sort(),
  };
}

/** The status of a whole organization names no account, and is of no use here. */
function uncollectedIn(value: unknown): UncollectedSource | undefined {
  const account = textIn(value, 'SourceId');
  const region = textIn(value, 'AwsRegion');
  const status = textIn(value, 'LastUpdateStatus');
  const code = textIn(value, 'LastErrorCode');
  if (!account || !isAccountId(account) || !region || (status !== 'FAILED' && status !== 'OUTDATED')) {
    return undefined;
  }
  return { account, region, status, ...(code !== undefined && { code }) };
}
