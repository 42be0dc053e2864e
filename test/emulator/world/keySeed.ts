import { readPolicy } from '../policy/document.ts';
import { multiRegionKeyId, stableUuid } from './ids.ts';
import type { Account, Key, KeyOrigin, KeyState } from './model.ts';
import { type Admission, awsManagedPolicy, policyAdmitting } from './policies.ts';
import { choice, readTable, wordsOf } from './table.ts';
import type { World } from './world.ts';

const day = 24 * 60 * 60 * 1000;

export interface KeyOptions {
  readonly id?: string;
  readonly description?: string;
  /** More aliases of the same key. */
  readonly aliases?: readonly string[];
  readonly state?: KeyState;
  /** `true` is every 365 days. */
  readonly rotation?: boolean | number;
  readonly spec?: string;
  readonly usage?: string;
  readonly origin?: KeyOrigin;
  /** Days until imported material expires. */
  readonly materialExpiresInDays?: number;
  /** Makes the key the replica of another one. */
  readonly replicaOf?: Key;
  readonly multiRegion?: boolean;
  /** Who the policy lets in, `CloudTrail` unless given. */
  readonly admits?: Admission;
  /** Narrows the policy to these trails. */
  readonly forTrails?: readonly string[];
  /** Account in the ARNs of the trails, the key's own unless given. */
  readonly forTrailsOf?: string;
  /** A whole policy in place of `admits`. */
  readonly policy?: string | object;
  readonly createdDaysAgo?: number;
}

const admissions = [
  'account',
  'account and readers',
  'CloudTrail',
  'CloudTrail with Bucket Key',
  'CloudTrail, then denies it',
  'everyone',
  'CloudTrail for anybody',
] as const;

const states = [
  'Creating',
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'PendingReplicaDeletion',
  'Unavailable',
  'Updating',
] as const;

const origins = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'] as const;

/** Keys by table. A key may have several aliases, separated by commas, or none. */
export function seedKeys(world: World, account: Account, table: string): void {
  for (const row of readTable(table, ['alias', 'Region', 'state', 'rotation', 'admits', 'spec', 'origin'])) {
    const [alias, ...aliases] = wordsOf(row.alias);
    seedKey(world, account, row.Region ?? '', alias, {
      aliases,
      state: choice(row.state, states, 'Enabled'),
      rotation: choice(row.rotation, ['on', 'off'], 'on') === 'on',
      admits: choice(row.admits, admissions, 'CloudTrail'),
      origin: choice(row.origin, origins, 'AWS_KMS'),
      ...(row.spec !== undefined && { spec: row.spec }),
    });
  }
}

export function seedKey(
  world: World,
  account: Account,
  region: string,
  alias: string | undefined,
  options: KeyOptions,
): Key {
  const { id: accountId, partition } = account;
  const aliases = [...(alias === undefined ? [] : [alias]), ...(options.aliases ?? [])].map(withPrefix);
  const [, awsService] = /^alias\/aws\/(.+)$/.exec(aliases[0] ?? '') ?? [];
  const uuid = stableUuid(`${accountId} ${region} ${account.keys.length} ${aliases.join(' ')}`);
  const id = options.replicaOf?.keyId ?? options.id ?? (options.multiRegion ? multiRegionKeyId(uuid) : uuid);
  const spec = options.spec ?? 'SYMMETRIC_DEFAULT';
  const origin = options.replicaOf?.origin ?? options.origin ?? 'AWS_KMS';
  const state = options.state ?? 'Enabled';
  const now = world.clock.now();
  const rotation =
    options.rotation ?? (awsService !== undefined || (origin === 'AWS_KMS' && spec === 'SYMMETRIC_DEFAULT'));
  const key: Key = {
    accountId,
    partition,
    region,
    keyId: id,
    arn: `arn:${partition}:kms:${region}:${accountId}:key/${id}`,
    createdAt: now - (options.createdDaysAgo ?? 200) * day,
    spec,
    usage:
      options.usage ??
      (spec === 'SYMMETRIC_DEFAULT' || spec.startsWith('RSA') ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY'),
    manager: awsService === undefined ? 'CUSTOMER' : 'AWS',
    origin,
    multiRegion: options.replicaOf ? 'REPLICA' : options.multiRegion ? 'PRIMARY' : undefined,
    description: options.description ?? '',
    state,
    deletionDate: state === 'PendingDeletion' ? now + 12 * day : undefined,
    pendingWindowInDays: state.startsWith('Pending') && state !== 'PendingImport' ? 30 : undefined,
    validTo:
      options.materialExpiresInDays === undefined ? undefined : now + options.materialExpiresInDays * day,
    rotationDays: rotation === true ? 365 : rotation === false ? undefined : rotation,
    policy: policyOf(account, region, awsService, options),
    policyReads: 0,
    lag: undefined,
    tags: [],
  };
  account.keys.push(key);
  for (const name of aliases) {
    const arn = `arn:${partition}:kms:${region}:${accountId}:${name}`;
    account.aliases.push({ region, name, arn, keyId: id, createdAt: key.createdAt });
  }
  return key;
}

function policyOf(
  account: Account,
  region: string,
  awsService: string | undefined,
  options: KeyOptions,
): string {
  const { id: accountId, partition } = account;
  const { policy } = options;
  if (policy !== undefined) {
    const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
    readPolicy(text);
    return text;
  }
  if (awsService !== undefined) return awsManagedPolicy(partition, accountId, region, awsService);
  return policyAdmitting(options.admits ?? 'CloudTrail', {
    partition,
    accountId,
    ownerId: options.forTrailsOf ?? accountId,
    ...(options.forTrails && { trailArns: options.forTrails }),
  });
}

function withPrefix(alias: string): string {
  return alias.startsWith('alias/') ? alias : `alias/${alias}`;
}
