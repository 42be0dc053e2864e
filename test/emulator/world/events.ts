import { deliveryObstacle } from '../rules/delivery.ts';
import { recordConfiguration } from './recorder.ts';
import { mistake } from './table.ts';
import type { World } from './world.ts';

/**
 * What happens in the world without a call of the client: AWS delivering logs, somebody else switching a key off. Trails and keys are
 * named as in `World.theTrail` and `World.theKey`. All arguments are JSON, so that they can be told from another process.
 */
export const events = {
  /** CloudTrail delivers a log file, or fails to: the status says which. */
  deliver(world: World, trail: string): void {
    const { status, ...rest } = world.theTrail(trail);
    if (!status.logging) return;
    const obstacle = deliveryObstacle(world, { ...rest, status });
    status.deliveryError = obstacle;
    if (obstacle === undefined) status.deliveredAt = world.clock.now();
  },
  startLogging(world: World, trail: string): void {
    Object.assign(world.theTrail(trail).status, { logging: true, startedAt: world.clock.now() });
  },
  stopLogging(world: World, trail: string): void {
    Object.assign(world.theTrail(trail).status, { logging: false, stoppedAt: world.clock.now() });
  },
  deleteTrail(world: World, trail: string): void {
    const { accountId, arn } = world.theTrail(trail);
    const { trails } = world.account(accountId);
    trails.splice(
      trails.findIndex(each => each.arn === arn),
      1,
    );
  },
  /** Somebody gives the trail another key, or none. No rule is asked. */
  setTrailKey(world: World, trail: string, key: string | null): void {
    world.theTrail(trail).kmsKeyId = key === null ? undefined : world.theKey(key).arn;
  },
  /** Somebody has the trail deliver into another bucket. No rule is asked. */
  setTrailBucket(world: World, trail: string, bucket: string): void {
    world.theTrail(trail).bucket = world.theBucket(bucket).name;
  },
  enableKey(world: World, key: string): void {
    world.theKey(key).state = 'Enabled';
  },
  disableKey(world: World, key: string): void {
    world.theKey(key).state = 'Disabled';
  },
  /** The key is gone, as after its waiting period; its aliases go with it. */
  deleteKey(world: World, key: string): void {
    const { accountId, arn, keyId, region } = world.theKey(key);
    const { keys, aliases } = world.account(accountId);
    keys.splice(
      keys.findIndex(each => each.arn === arn),
      1,
    );
    for (const alias of aliases.filter(each => each.region === region && each.keyId === keyId)) {
      aliases.splice(aliases.indexOf(alias), 1);
    }
  },
  /** Somebody schedules its deletion. */
  scheduleKeyDeletion(world: World, key: string): void {
    const deletionDate = world.clock.now() + 30 * 24 * 60 * 60 * 1000;
    Object.assign(world.theKey(key), { state: 'PendingDeletion', deletionDate });
  },
  /** Somebody gives a key one more alias. */
  nameKey(world: World, key: string, alias: string): void {
    const { accountId, arn, region, keyId } = world.theKey(key);
    const { aliases } = world.account(accountId);
    if (aliases.some(one => one.region === region && one.name === alias)) mistake(`${alias} is taken`);
    const createdAt = world.clock.now();
    aliases.push({ name: alias, arn: arn.replace(/key\/.*/, alias), region, keyId, createdAt });
  },
  /** Somebody puts another key policy. */
  setKeyPolicy(world: World, key: string, policy: string): void {
    world.theKey(key).policy = policy;
  },
  deleteBucket(world: World, bucket: string): void {
    world.buckets.splice(world.buckets.indexOf(world.theBucket(bucket)), 1);
  },
  /** The bucket policy begins or ceases to let CloudTrail write. */
  admitCloudTrail(world: World, bucket: string, admits: boolean): void {
    world.theBucket(bucket).admitsCloudTrail = admits;
  },
  /** Somebody puts another bucket policy. */
  setBucketPolicy(world: World, bucket: string, policy: string): void {
    world.theBucket(bucket).policy = policy;
  },
  switchBucketKey(world: World, bucket: string, on: boolean): void {
    world.theBucket(bucket).bucketKey = on;
  },
  switchRegion(world: World, account: string, region: string, on: boolean): void {
    const { regions } = world.account(account);
    if (!regions.has(region)) mistake(`account ${account} has no Region ${region}`);
    regions.set(region, on ? 'ENABLED' : 'DISABLED');
  },
  /** All temporary credentials of the account expire. */
  expireSessions(world: World, account: string): void {
    for (const credential of world.credentials.values()) {
      if (credential.principal.accountId === account && credential.sessionToken !== undefined) {
        credential.expiresAt = world.clock.now() - 1000;
      }
    }
  },
  /** AWS Config takes down what an account has now, as its recorder is set. */
  recordConfiguration(world: World, account: string): void {
    const recorder = world.recorders.get(account) ?? mistake(`account ${account} has no recorder`);
    recordConfiguration(world, world.account(account), recorder);
  },
  passTime(world: World, milliseconds: number): void {
    world.clock.advance(milliseconds);
  },
};

export type Events = typeof events;
export type EventName = keyof Events;

/** The arguments of an event, without the world. */
export type EventArguments<N extends EventName> =
  Parameters<Events[N]> extends [World, ...infer A] ? A : never;
