import { Clock } from './clock.ts';
import type {
  Account,
  Aggregator,
  Alias,
  Bucket,
  Credential,
  Key,
  Organization,
  RecordedItem,
  Recorder,
  SourceFailure,
  Trail,
} from './model.ts';
import type { Partition } from './regions.ts';
import { defaultSettings, type Settings } from './settings.ts';

/**
 * Everything the emulated AWS holds. The look-ups answer `undefined` for what is not there; `theTrail`, `theKey` and
 * `theBucket` are for tests, which know that it is, and throw otherwise.
 */
export class World {
  readonly clock = new Clock();
  readonly settings: Settings = { ...defaultSettings };
  readonly accounts = new Map<string, Account>();
  readonly organizations: Organization[] = [];
  readonly buckets: Bucket[] = [];
  readonly credentials = new Map<string, Credential>();
  readonly aggregators: Aggregator[] = [];
  /** By account id. */
  readonly recorders = new Map<string, Recorder>();
  /** What the recorders took down, by account id. */
  readonly recorded = new Map<string, readonly RecordedItem[]>();
  /** How often something was taken down. */
  recordings = 0;
  readonly sourceFailures: SourceFailure[] = [];
  /** Times of the latest calls, by account and service. */
  readonly recentCalls = new Map<string, readonly number[]>();
  /** Times of the latest UpdateTrail calls, by account and Region. */
  readonly trailUpdates = new Map<string, readonly number[]>();

  account(id: string): Account {
    return this.accounts.get(id) ?? missing(`account ${id}`);
  }

  organizationOf(accountId: string): Organization | undefined {
    return this.organizations.find(
      each => each.managementAccountId === accountId || each.memberIds.includes(accountId),
    );
  }

  bucket(name: string, partition: Partition): Bucket | undefined {
    return this.buckets.find(bucket => bucket.name === name && bucket.partition === partition);
  }

  /** A key by its ARN. A key whose scheduled deletion has come is gone. */
  key(arn: string): Key | undefined {
    return this.#ownerOf(arn)?.keys.find(key => key.arn === arn && !this.isGone(key));
  }

  isGone(key: Key): boolean {
    return key.deletionDate !== undefined && key.deletionDate <= this.clock.now();
  }

  aliasesOf(key: Key): readonly Alias[] {
    return this.account(key.accountId).aliases.filter(
      alias => alias.region === key.region && alias.keyId === key.keyId,
    );
  }

  /** A trail by ARN, or by name where only one trail of the world has that name. */
  theTrail(reference: string): Trail {
    return only(
      this.#all(account => account.trails).filter(each => each.arn === reference || each.name === reference),
      `trail ${reference}`,
    );
  }

  /** A key by ARN, id, or alias name, where only one key of the world answers to it. */
  theKey(reference: string): Key {
    return only(
      this.#all(account => account.keys).filter(
        key =>
          key.arn === reference ||
          key.keyId === reference ||
          this.aliasesOf(key).some(alias => alias.name === reference || alias.arn === reference),
      ),
      `key ${reference}`,
    );
  }

  theBucket(name: string): Bucket {
    return only(
      this.buckets.filter(bucket => bucket.name === name),
      `bucket ${name}`,
    );
  }

  #ownerOf(arn: string): Account | undefined {
    return this.accounts.get(arn.split(':')[4] ?? '');
  }

  #all<T>(of: (account: Account) => readonly T[]): readonly T[] {
    return [...this.accounts.values()].flatMap(of);
  }
}

function only<T>(found: readonly T[], what: string): T {
  const [first, ...others] = found;
  if (first === undefined) missing(what);
  if (others.length > 0) throw new Error(`More than one ${what} in the emulated world`);
  return first;
}

function missing(what: string): never {
  throw new Error(`No ${what} in the emulated world`);
}
