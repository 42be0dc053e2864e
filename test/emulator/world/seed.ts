import { AccountSeed } from './accountSeed.ts';
import { stableUuid } from './ids.ts';
import type { Aggregator, Organization, Recorder, Refusal, SourceFailure } from './model.ts';
import { recordConfiguration } from './recorder.ts';
import { type Partition, type RegionStatus, regionsOfNewAccount } from './regions.ts';
import type { Settings } from './settings.ts';
import { World } from './world.ts';

/** Fills a world. What it writes is taken as it is: a seed may hold trails that AWS would never have let be made. */
export type Seed = (world: WorldSeed) => void;

/** A world filled by a seed. */
export function worldOf(seed: Seed): World {
  const world = new World();
  seed(new WorldSeed(world));
  return world;
}

export interface AccountOptions {
  readonly name?: string;
  readonly partition?: Partition;
  /** Access keys of a user `admin` who may do everything. */
  readonly accessKeys?: readonly string[];
  /** States that differ from a new account's: opt-in Regions that are on, say. */
  readonly regions?: Readonly<Record<string, RegionStatus>>;
}

export interface OrganizationOptions {
  readonly id?: string;
  readonly management: AccountSeed;
  readonly members: readonly AccountSeed[];
  /** Delegated administrators of CloudTrail. */
  readonly delegated?: readonly AccountSeed[];
  readonly allFeatures?: boolean;
  readonly trustedAccess?: boolean;
}

export class WorldSeed {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  account(id: string, options: AccountOptions = {}): AccountSeed {
    if (!/^\d{12}$/.test(id)) throw new Error(`An account id has twelve digits: ${id}`);
    const partition = options.partition ?? 'aws';
    const regions = regionsOfNewAccount(partition);
    for (const [region, status] of Object.entries(options.regions ?? {})) {
      if (!regions.has(region)) throw new Error(`${partition} has no Region ${region}`);
      regions.set(region, status);
    }
    const account = {
      id,
      name: options.name ?? id,
      partition,
      regions,
      principals: [],
      keys: [],
      aliases: [],
      trails: [],
    };
    this.#world.accounts.set(id, account);
    const seed = new AccountSeed(this.#world, account);
    if (options.accessKeys) seed.user('admin', { accessKeys: options.accessKeys });
    return seed;
  }

  /** An account that was made already, to put more into it. */
  theAccount(id: string): AccountSeed {
    return new AccountSeed(this.#world, this.#world.account(id));
  }

  organization(options: OrganizationOptions): OrganizationSeed {
    const organization: Organization = {
      id: options.id ?? 'o-exampleorg1',
      managementAccountId: options.management.id,
      memberIds: options.members.map(member => member.id),
      delegatedAdministrators: (options.delegated ?? []).map(member => member.id),
      allFeatures: options.allFeatures ?? true,
      trustedAccess: options.trustedAccess ?? true,
      serviceControlPolicies: [],
    };
    this.#world.organizations.push(organization);
    return new OrganizationSeed(this.#world, organization);
  }

  settings(settings: Partial<Settings>): void {
    Object.assign(this.#world.settings, settings);
  }
}

export class OrganizationSeed {
  readonly #world: World;
  readonly #organization: Organization;

  constructor(world: World, organization: Organization) {
    this.#world = world;
    this.#organization = organization;
  }

  /** An AWS Config aggregator for the whole organization, in an account and Region; it collects from all Regions unless told. */
  aggregator(
    account: AccountSeed,
    region: string,
    {
      name = 'organization',
      from = 'all',
    }: { readonly name?: string; readonly from?: Aggregator['from'] } = {},
  ): Aggregator {
    const { partition } = this.#world.account(account.id);
    const aggregator: Aggregator = {
      name,
      arn: `arn:${partition}:config:${region}:${account.id}:config-aggregator/config-aggregator-${stableUuid(name).slice(0, 8)}`,
      accountId: account.id,
      region,
      sources: 'organization',
      from,
    };
    this.#world.aggregators.push(aggregator);
    return aggregator;
  }

  /**
   * AWS Config records in all accounts: trails, keys and buckets in every Region unless told otherwise. What is there now is
   * taken down; what is seeded afterwards is not known to AWS Config.
   */
  recorded(except: Readonly<Record<string, Partial<Recorder> | 'nothing'>> = {}): void {
    for (const id of [this.#organization.managementAccountId, ...this.#organization.memberIds]) {
      const own = except[id];
      if (own === 'nothing') continue;
      const recorder: Recorder = { regions: 'all', types: recordedTypes, ...own };
      this.#world.recorders.set(id, recorder);
      recordConfiguration(this.#world, this.#world.account(id), recorder);
    }
  }

  /** The aggregator cannot collect from a Region of an account. */
  uncollected(failure: SourceFailure): void {
    this.#world.sourceFailures.push(failure);
  }

  /** A service control policy that denies actions in all member accounts, or in some. */
  denies(
    actions: readonly string[],
    options: Partial<Refusal> & { readonly accounts?: readonly AccountSeed[] } = {},
  ): void {
    const { accounts, ...refusal } = options;
    this.#organization.serviceControlPolicies.push({
      source: 'service control policy',
      ...refusal,
      actions,
      accounts: accounts?.map(account => account.id) ?? this.#organization.memberIds,
    });
  }

  /**
   * AWS Control Tower's mandatory control: nobody but Control Tower changes trails named `aws-controltower…`.
   * Control Tower User Guide, "Disallow changes to CloudTrail".
   */
  controlTower(): void {
    this.denies(
      [
        'cloudtrail:DeleteTrail',
        'cloudtrail:PutEventSelectors',
        'cloudtrail:StopLogging',
        'cloudtrail:UpdateTrail',
      ],
      {
        resource: 'arn:*:cloudtrail:*:*:trail/aws-controltower*',
        sparing: 'arn:*:iam::*:role/AWSControlTowerExecution',
      },
    );
  }
}

const recordedTypes = ['AWS::CloudTrail::Trail', 'AWS::KMS::Key', 'AWS::S3::Bucket'];
