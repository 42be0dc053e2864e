/** AWS Config's view of many accounts, and the names that AWS Organizations has for them. Calls throw `ProblemError` and nothing else. */
export interface OrganizationSource {
  /** DescribeConfigurationAggregators in a Region: an aggregator lives in one Region and collects from others. */
  aggregators(region: string, signal: AbortSignal): Promise<readonly Aggregator[]>;
  /** SelectAggregateResourceConfig, one page. */
  select(query: AggregateQuery, signal: AbortSignal): Promise<RowPage>;
  /** DescribeConfigurationAggregatorSourcesStatus: what it could not collect, or not lately. */
  uncollected(aggregator: AggregatorName, signal: AbortSignal): Promise<readonly UncollectedSource[]>;
  /** DescribeOrganization: the id of the caller's organization, `o-…`. */
  organizationId(signal: AbortSignal): Promise<string>;
  /** DescribeAccount: what an account is called. */
  accountName(account: string, signal: AbortSignal): Promise<string>;
}

export interface AggregatorName {
  readonly name: string;
  readonly region: string;
}

export interface Aggregator extends AggregatorName {
  readonly arn: string;
  /** It collects from all accounts of the organization; else from accounts that were named. */
  readonly ofOrganization: boolean;
  /** The Regions that it collects from. */
  readonly regions: 'all' | readonly string[];
}

export interface AggregateQuery {
  readonly aggregator: AggregatorName;
  /** AWS Config's subset of SQL, at most `longestExpression` characters. */
  readonly expression: string;
  /** Rows a page, at most 100; AWS Config's own number where it is left out: 500 of a query with GROUP BY. */
  readonly rows?: number;
  readonly token?: string;
}

export interface RowPage {
  /** Each is JSON, as AWS Config answers it. */
  readonly rows: readonly string[];
  readonly next?: string;
}

/** A Region of an account that the aggregator could not collect from. */
export interface UncollectedSource {
  readonly account: string;
  readonly region: string;
  /** `OUTDATED`: it could before, and what it collected then is still there. */
  readonly status: 'FAILED' | 'OUTDATED';
  /** AWS's code of the error. */
  readonly code?: string;
}

/** Characters of an expression (AWS Config API Reference, SelectAggregateResourceConfig `Expression`). */
export const longestExpression = 4096;
