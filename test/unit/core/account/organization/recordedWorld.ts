import type {
  AggregateQuery,
  Aggregator,
  OrganizationSource,
} from '../../../../../src/core/account/organization/ports.ts';
import { parseQuery } from '../../../../emulator/configQuery/parse.ts';
import { runQuery } from '../../../../emulator/configQuery/run.ts';
import { itemsOf } from '../../../../emulator/rules/aggregator.ts';
import { type Seed, worldOf } from '../../../../emulator/world/seed.ts';

/** The first aggregator of an emulated world, asked without a network. `asked` has every query. */
export class RecordedWorld implements OrganizationSource {
  readonly asked: AggregateQuery[] = [];
  readonly aggregator: Aggregator;
  readonly #rows: (expression: string) => readonly string[];

  constructor(seed: Seed) {
    const world = worldOf(seed);
    const [first] = world.aggregators;
    if (!first) throw new Error('The world has no aggregator');
    const { name, arn, region } = first;
    this.aggregator = { name, arn, region, ofOrganization: true, regions: 'all' };
    const items = itemsOf(world, first);
    this.#rows = expression => runQuery(parseQuery(expression), items, true).map(row => JSON.stringify(row));
  }

  async aggregators(region: string): Promise<readonly Aggregator[]> {
    return region === this.aggregator.region ? [this.aggregator] : [];
  }

  async select(query: AggregateQuery) {
    this.asked.push(query);
    const size = query.rows ?? 500;
    const from = Number(query.token ?? 0);
    const all = this.#rows(query.expression);
    // As over a network: each answer comes by itself.
    await new Promise(resolve => setImmediate(resolve));
    const next = from + size < all.length ? String(from + size) : undefined;
    return { rows: all.slice(from, from + size), ...(next !== undefined && { next }) };
  }

  async uncollected() {
    return [];
  }

  async organizationId(): Promise<string> {
    return 'o-a1b2c3d4e5';
  }

  async accountName(account: string): Promise<string> {
    return account === '100000000042' ? 'payments' : `team-${account.slice(-3)}`;
  }
}
