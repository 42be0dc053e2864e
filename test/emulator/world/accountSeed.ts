import { bucketPolicy } from './bucketPolicy.ts';
import { stableId } from './ids.ts';
import { type KeyOptions, seedKey, seedKeys } from './keySeed.ts';
import type { Account, Bucket, Credential, Key, Principal, Refusal, RoleTrust, Trail } from './model.ts';
import { openSession, type SessionOptions } from './sessions.ts';
import { choice, readTable, wordsOf } from './table.ts';
import { seedTrail, seedTrails, type TrailOptions } from './trailSeed.ts';
import type { World } from './world.ts';

export interface PermissionOptions {
  /** Actions with `*` that IAM allows; everything unless given. */
  readonly may?: readonly string[];
  /** Refusals: actions that an identity-based policy denies, or a refusal with another source. */
  readonly mayNot?: readonly (string | Refusal)[];
}

export interface UserOptions extends PermissionOptions {
  readonly accessKeys?: readonly string[];
  readonly secretAccessKey?: string;
}

export interface RoleOptions extends PermissionOptions, Partial<RoleTrust> {}

export interface BucketOptions {
  readonly bucketKey?: boolean;
  readonly sharedWith?: readonly string[];
  readonly admitsCloudTrail?: boolean;
  /** Text of the bucket policy, or statements beside those that the CloudTrail console writes. */
  readonly policy?: string | readonly object[];
}

/** What an account begins with. Each method adds one thing and gives it back; the tables add many. */
export class AccountSeed {
  readonly id: string;
  readonly name: string;
  readonly #world: World;
  readonly #account: Account;

  constructor(world: World, account: Account) {
    this.id = account.id;
    this.name = account.name;
    this.#world = world;
    this.#account = account;
  }

  user(name: string, options: UserOptions = {}): Principal {
    const user = this.#principal('user', name, options);
    for (const accessKeyId of options.accessKeys ?? []) {
      this.#world.credentials.set(accessKeyId, {
        accessKeyId,
        secretAccessKey: options.secretAccessKey ?? `secret-of-${accessKeyId}`,
        principal: user,
        callerArn: user.arn,
        callerId: user.id,
      });
    }
    return user;
  }

  role(name: string, options: RoleOptions = {}): Principal {
    const { may: _may, mayNot: _mayNot, ...trust } = options;
    return this.#principal('role', name, options, { trusts: [this.id], ...trust });
  }

  /** Temporary credentials already handed out; `seconds: -60` for a session that expired a minute ago. */
  session(role: Principal, sessionName: string, options: SessionOptions = {}): Credential {
    return openSession(this.#world, role, sessionName, options);
  }

  bucket(name: string, region: string, options: BucketOptions = {}): Bucket {
    const { partition } = this.#account;
    const { policy } = options;
    const bucket: Bucket = {
      name,
      accountId: this.id,
      partition,
      region,
      bucketKey: options.bucketKey ?? false,
      sharedWith: options.sharedWith ?? [],
      admitsCloudTrail: options.admitsCloudTrail ?? true,
      policy: typeof policy === 'object' ? bucketPolicy({ name, partition }, policy) : policy,
    };
    this.#world.buckets.push(bucket);
    return bucket;
  }

  /**
   * Buckets by table: `name | Region | Bucket Key | shared with | policy`, with Bucket Key `on` or `off` and policy `allows CloudTrail`
   * or `refuses CloudTrail`.
   */
  buckets(table: string): void {
    for (const row of readTable(table, ['name', 'Region', 'Bucket Key', 'shared with', 'policy'])) {
      this.bucket(row.name ?? '', row.Region ?? '', {
        bucketKey: choice(row['Bucket Key'], ['on', 'off'], 'off') === 'on',
        sharedWith: wordsOf(row['shared with']),
        admitsCloudTrail:
          choice(row.policy, ['allows CloudTrail', 'refuses CloudTrail'], 'allows CloudTrail') ===
          'allows CloudTrail',
      });
    }
  }

  /** A key with an alias, or without one: `undefined`. `alias/aws/…` makes an AWS managed key. */
  key(region: string, alias: string | undefined, options: KeyOptions = {}): Key {
    return seedKey(this.#world, this.#account, region, alias, options);
  }

  /** An alias that points to no key, as predefined AWS aliases do before their first use. */
  emptyAlias(region: string, name: string): void {
    const arn = `arn:${this.#account.partition}:kms:${region}:${this.id}:${name}`;
    this.#account.aliases.push({ region, name, arn, keyId: undefined, createdAt: 0 });
  }

  /** Keys by table: `alias | Region | state | rotation | admits | spec | origin`; see keySeed.ts for the words. */
  keys(table: string): void {
    seedKeys(this.#world, this.#account, table);
  }

  trail(name: string, options: TrailOptions): Trail {
    return seedTrail(this.#world, this.#account, name, options);
  }

  /** Trails by table: `name | home | scope | bucket | key | status | …`; see trailSeed.ts for the words. */
  trails(table: string): void {
    seedTrails(this.#world, this.#account, table);
  }

  #principal(kind: 'user' | 'role', name: string, options: PermissionOptions, role?: RoleTrust): Principal {
    const principal: Principal = {
      kind,
      accountId: this.id,
      arn: `arn:${this.#account.partition}:iam::${this.id}:${kind}/${name}`,
      name,
      id: stableId(kind === 'user' ? 'AIDA' : 'AROA', `${this.id} ${name}`),
      may: options.may ?? ['*'],
      mayNot: (options.mayNot ?? []).map(refusal =>
        typeof refusal === 'string' ? { actions: [refusal], source: 'identity-based policy' } : refusal,
      ),
      ...(role && { role }),
    };
    this.#account.principals.push(principal);
    return principal;
  }
}
