import { groupedBy } from '../../base/groupedBy.ts';
import { accountOfArn, isAccountId, keyIdIn, readKmsArn, regionOfArn } from '../../trail/arn.ts';
import { type Fact, known, unknown } from '../../trail/fact.ts';
import { ProblemError, problemOf } from '../problem.ts';
import type { KeyDetails } from '../state.ts';
import {
  bucketsNamed,
  countAccounts,
  countTrails,
  everyTrail,
  inParts,
  isBucketName,
  isKeyId,
  isTrailArn,
  keysNamed,
  trailsAtHome,
  trailsNamed,
  trailsOfOwner,
} from './expressions.ts';
import type { AggregatorName, OrganizationSource, UncollectedSource } from './ports.ts';
import { takeRecord } from './recordedTrails.ts';
import { readBucketRegion, readCount, readKeyRecord, readTrailRecord, type TrailRecord } from './records.ts';

export interface OrganizationReadingOptions {
  readonly source: OrganizationSource;
  readonly aggregator: AggregatorName;
  /** Runs calls with a bound on how many are under way. */
  readonly limit: <T>(call: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
  /** Something more is known. */
  readonly onChange: () => void;
}

/** What was read of an organization so far. */
export interface OrganizationRecords {
  readonly trails: Map<string, TrailRecord>;
  readonly keys: Map<string, KeyDetails>;
  /** By name: the Region of a log bucket. */
  readonly buckets: Map<string, Fact<string>>;
  readonly accounts: Set<string>;
  /** Trails that are recorded somewhere, by ARN. */
  readonly expected: Set<string>;
  uncollected: readonly UncollectedSource[] | undefined;
}

/** Of these rows a page AWS Config gives at most. */
const rowsOfPage = 100;

/** A trail that is recorded more often than an account has Regions is an organization's: each member recorded it. */
const mostOfOneAccount = 40;

/** A reading that would need more pages is given up; what was read so far stays. */
const mostCalls = 1000;

/**
 * Reads every trail that an aggregator has recorded, and their keys and the Regions of their buckets, in few calls. First it counts in groups, 500 a page, which
 * trails there are; then it asks each home Region for its own trails, 100 a page, without the copies that other Regions and
 * members recorded; then by name for those whose home Region recorded none, and for the buckets of those with a key. Throws `ProblemError` where nothing could be
 * read; what was read before that stays in `records`.
 */
export class OrganizationReading {
  readonly records: OrganizationRecords = {
    trails: new Map(),
    keys: new Map(),
    buckets: new Map(),
    accounts: new Set(),
    expected: new Set(),
    uncollected: undefined,
  };
  readonly #options: OrganizationReadingOptions;
  #calls = 0;

  constructor(options: OrganizationReadingOptions) {
    this.#options = options;
  }

  async read(): Promise<void> {
    const results = await Promise.allSettled([
      this.#readTrails(),
      this.#readAccounts(),
      this.#readUncollected(),
    ]);
    const failed = results.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') {
      throw failed.reason;
    }
  }

  async #readTrails(): Promise<void> {
    try {
      const crowded = await this.#countTrails();
      await this.#readAtHome(crowded);
      await this.#readLeftOver();
    } catch (error) {
      if (!isRefusedExpression(error)) {
        throw error;
      }
      await this.#takeTrails(everyTrail);
    }
    await Promise.all([this.#readKeys(), this.#readBuckets()]);
  }

  /** The ARNs of the trails that many accounts have recorded. */
  async #countTrails(): Promise<ReadonlySet<string>> {
    const crowded = new Set<string>();
    await this.#pages(countTrails, undefined, text => {
      const counted = readCount(text, 'arn');
      if (counted && isTrailArn(counted.name)) {
        this.records.expected.add(counted.name);
        if (counted.count > mostOfOneAccount) {
          crowded.add(counted.name);
        }
      }
    });
    return crowded;
  }

  async #readAtHome(crowded: ReadonlySet<string>): Promise<void> {
    const homes = groupedBy(this.records.expected, arn => regionOfArn(arn) ?? '');
    await Promise.all(
      [...homes].flatMap(([region, arns]) => {
        const shared = arns.filter(arn => crowded.has(arn));
        const [except = [], ...tooMany] = inParts(shared, part => trailsAtHome(region, part));
        const isAlone = arns.length === shared.length && tooMany.length === 0;
        return [
          ...(isAlone ? [] : [this.#takeTrails(trailsAtHome(region, except))]),
          ...[...groupedBy(shared, arn => accountOfArn(arn) ?? '')].flatMap(([owner, own]) =>
            inParts(own, part => trailsOfOwner(part, owner, region)).map(part =>
              this.#takeTrails(trailsOfOwner(part, owner, region)),
            ),
          ),
        ];
      }),
    );
  }

  /** Those whose home Region or owner recorded nothing: any other item tells something about them. */
  async #readLeftOver(): Promise<void> {
    const left = [...this.records.expected].filter(arn => !this.records.trails.has(arn));
    await Promise.all(
      inParts(left, trailsNamed).map(part =>
        this.#takeTrails(trailsNamed(part), () => part.every(arn => this.records.trails.has(arn))),
      ),
    );
  }

  async #takeTrails(expression: string, isEnough: () => boolean = () => false): Promise<void> {
    await this.#pages(
      expression,
      rowsOfPage,
      text => {
        const record = readTrailRecord(text);
        if (record) {
          takeRecord(this.records.trails, record);
          this.records.accounts.add(accountOfArn(record.trail.arn) ?? record.account);
        }
      },
      isEnough,
    );
  }

  async #readKeys(): Promise<void> {
    const named = [...this.records.trails.values()].flatMap(({ trail }) => trail.kmsKeyId ?? []);
    const ids = new Set(
      named
        .filter(arn => readKmsArn(arn)?.names === 'key')
        .map(keyIdIn)
        .filter(isKeyId),
    );
    await Promise.all(
      inParts([...ids], keysNamed).map(part =>
        this.#pages(keysNamed(part), rowsOfPage, text => {
          const key = readKeyRecord(text);
          if (key) {
            this.records.keys.set(key.arn, key);
          }
        }),
      ),
    );
  }

  /** A key has to be in the Region of its trail's bucket: buckets of trails without a key make no difference. */
  async #readBuckets(): Promise<void> {
    const { trails, buckets } = this.records;
    const named = [...trails.values()].flatMap(({ trail }) => (trail.kmsKeyId ? trail.bucket : []));
    const names = [...new Set(named)].filter(isBucketName);
    try {
      await Promise.all(
        inParts(names, bucketsNamed).map(part =>
          this.#pages(bucketsNamed(part), undefined, text => {
            const { name, region } = readBucketRegion(text) ?? {};
            if (name !== undefined && region !== undefined) {
              // Where it was before it was made again elsewhere may be recorded, too.
              buckets.set(name, buckets.has(name) ? unknown('not-recorded') : known(region));
            }
          }),
        ),
      );
    } catch (error) {
      if (!isRefusedExpression(error)) {
        throw error;
      }
    }
  }

  async #readAccounts(): Promise<void> {
    await this.#pages(countAccounts, undefined, text => {
      const counted = readCount(text, 'accountId');
      if (counted && isAccountId(counted.name)) {
        this.records.accounts.add(counted.name);
      }
    });
  }

  /** Who may ask for trails may not ask for this, too: then it is not known. */
  async #readUncollected(): Promise<void> {
    const { source, aggregator, signal, limit } = this.#options;
    try {
      this.records.uncollected = await limit(() => source.uncollected(aggregator, signal));
      this.#changed();
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
    }
  }

  async #pages(
    expression: string,
    rows: number | undefined,
    take: (row: string) => void,
    isEnough: () => boolean = () => false,
  ): Promise<void> {
    const { source, aggregator, signal, limit } = this.#options;
    let token: string | undefined;
    do {
      if (++this.#calls > mostCalls) {
        throw new ProblemError({
          kind: 'local-error',
          detail: `AWS Config has more pages of trails than the ${mostCalls} that are read.`,
        });
      }
      const page = await limit(() =>
        source.select(
          {
            aggregator,
            expression,
            ...(rows !== undefined && { rows }),
            ...(token !== undefined && { token }),
          },
          signal,
        ),
      );
      signal.throwIfAborted();
      if (page.next !== undefined && page.next === token) {
        throw new ProblemError({
          kind: 'not-aws',
          service: 'config',
          operation: 'SelectAggregateResourceConfig',
          detail: 'The answer repeats the page before.',
        });
      }
      for (const row of page.rows) {
        take(row);
      }
      this.#changed();
      token = page.next;
    } while (token !== undefined && !isEnough());
  }

  #changed(): void {
    if (!this.#options.signal.aborted) {
      this.#options.onChange();
    }
  }
}

/** AWS Config documents its SQL only in part: what it does not accept is requested in another way. */
function isRefusedExpression(error: unknown): boolean {
  const problem = problemOf(error);
  return problem.kind === 'aws-error' && problem.name === 'InvalidExpressionException';
}
