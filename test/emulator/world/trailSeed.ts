import type { Account, Trail, TrailStatus } from './model.ts';
import { choice, mistake, readTable, wordsOf } from './table.ts';
import type { World } from './world.ts';

const minute = 60_000;

export interface TrailOptions {
  readonly home: string;
  readonly bucket: string;
  /** An alias of the account in the bucket's Region, or any ARN; none unless given. */
  readonly key?: string;
  /** Every Region unless `false`. */
  readonly multiRegion?: boolean;
  readonly organization?: boolean;
  readonly prefix?: string;
  readonly topicArn?: string;
  readonly logGroupArn?: string;
  readonly logRoleArn?: string;
  readonly validation?: boolean;
  readonly globalServiceEvents?: boolean;
  /** What differs from a trail that is logging and delivered five minutes ago. */
  readonly status?: Partial<TrailStatus>;
}

/**
 * Trails by table.
 *
 * | column | words |
 * |---|---|
 * | name, home, bucket | as they are |
 * | scope | `all Regions` (default) or `one Region`, and `organization` |
 * | key | `alias/…` of the account in the bucket's Region, or an ARN; `-` is SSE-S3 only |
 * | status | `logging` (default), `stopped`, `never delivered`, `delivered 5m ago`, `failing CODE`, `digest failing CODE`, `topic failing CODE`, `logs failing CODE` |
 * | validation | `on` (default) or `off` |
 * | prefix, topic | as they are |
 */
export function seedTrails(world: World, account: Account, table: string): void {
  const columns = [
    'name',
    'home',
    'scope',
    'bucket',
    'key',
    'status',
    'validation',
    'prefix',
    'topic',
  ] as const;
  for (const row of readTable(table, columns)) {
    const scope = wordsOf(row.scope).map(word =>
      choice(word, ['all Regions', 'one Region', 'organization'], 'all Regions'),
    );
    seedTrail(world, account, row.name ?? mistake('a trail needs a name'), {
      home: row.home ?? mistake('a trail needs a home'),
      bucket: row.bucket ?? mistake('a trail needs a bucket'),
      multiRegion: !scope.includes('one Region'),
      organization: scope.includes('organization'),
      validation: choice(row.validation, ['on', 'off'], 'on') === 'on',
      status: readStatus(world, wordsOf(row.status)),
      ...(row.key !== undefined && { key: row.key }),
      ...(row.prefix !== undefined && { prefix: row.prefix }),
      ...(row.topic !== undefined && { topicArn: row.topic }),
    });
  }
}

export function seedTrail(world: World, account: Account, name: string, options: TrailOptions): Trail {
  const now = world.clock.now();
  const multiRegion = options.multiRegion ?? true;
  const trail: Trail = {
    name,
    arn: `arn:${account.partition}:cloudtrail:${options.home}:${account.id}:trail/${name}`,
    accountId: account.id,
    homeRegion: options.home,
    bucket: options.bucket,
    prefix: options.prefix,
    topicArn: options.topicArn,
    logGroupArn: options.logGroupArn,
    logRoleArn: options.logRoleArn,
    kmsKeyId: options.key === undefined ? undefined : keyArnOf(world, account, options),
    multiRegion,
    organization: options.organization ?? false,
    globalServiceEvents: options.globalServiceEvents ?? multiRegion,
    logFileValidation: options.validation ?? true,
    status: {
      logging: true,
      startedAt: now - 90 * 24 * 60 * minute,
      stoppedAt: undefined,
      deliveredAt: now - 5 * minute,
      deliveryError: undefined,
      digestDeliveredAt: now - 40 * minute,
      digestError: undefined,
      notifiedAt: undefined,
      notificationError: undefined,
      logsDeliveredAt: undefined,
      logsError: undefined,
      ...options.status,
    },
  };
  account.trails.push(trail);
  return trail;
}

function keyArnOf(world: World, account: Account, { key = '', bucket, home }: TrailOptions): string {
  if (key.startsWith('arn:')) return key;
  const region = world.bucket(bucket, account.partition)?.region ?? home;
  const alias = account.aliases.find(each => each.region === region && each.name === key);
  if (alias?.keyId === undefined) return mistake(`account ${account.id} has no ${key} in ${region}`);
  return `arn:${account.partition}:kms:${region}:${account.id}:key/${alias.keyId}`;
}

function readStatus(world: World, words: readonly string[]): Partial<TrailStatus> {
  const now = world.clock.now();
  const status: Partial<TrailStatus> = {};
  for (const word of words) {
    const [, number, unit] = /^delivered (\d+)([smhd]) ago$/.exec(word) ?? [];
    const [, what, code] = /^(digest |topic |logs |)failing (\S+)$/.exec(word) ?? [];
    if (word === 'stopped') Object.assign(status, { logging: false, stoppedAt: now - 60 * minute });
    else if (word === 'never delivered')
      Object.assign(status, { deliveredAt: undefined, digestDeliveredAt: undefined });
    else if (number && unit) status.deliveredAt = now - Number(number) * unitOf(unit);
    else if (code && what === 'digest ') status.digestError = code;
    else if (code && what === 'topic ') status.notificationError = code;
    else if (code && what === 'logs ') status.logsError = code;
    else if (code) status.deliveryError = code;
    else if (word !== 'logging') mistake(`status "${word}"`);
  }
  return status;
}

function unitOf(unit: string): number {
  return { s: 1000, m: minute, h: 60 * minute }[unit] ?? 24 * 60 * minute;
}
