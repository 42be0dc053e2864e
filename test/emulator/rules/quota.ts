import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';
import type { World } from '../world/world.ts';

/**
 * UpdateTrail calls a second, per account and Region. CloudTrail User Guide, "Quotas in AWS CloudTrail": ThrottlingException.
 */
export function updatesAreSlow({ world, account, region }: Call): void {
  const quota = world.settings.updateTrailPerSecond;
  if (quota === undefined) return;
  const now = world.clock.now();
  const place = `${account.id} ${region}`;
  const recent = (world.trailUpdates.get(place) ?? []).filter(time => time > now - 1000);
  if (recent.length >= quota) refuse('ThrottlingException', 'Rate exceeded');
  world.trailUpdates.set(place, [...recent, now]);
}

/** Calls a second, per account and service. AWS General Reference, "API throttling"; each API Reference: ThrottlingException. */
export function callsAreSlow(world: World, service: string, accountId: string): void {
  const quota = world.settings.callsPerSecond;
  if (quota === undefined) return;
  const now = world.clock.now();
  const place = `${accountId} ${service}`;
  const recent = (world.recentCalls.get(place) ?? []).filter(time => time > now - 1000);
  if (recent.length >= quota) refuse('ThrottlingException', 'Rate exceeded');
  world.recentCalls.set(place, [...recent, now]);
}

/** Customer managed keys per account and Region. KMS Developer Guide, "Resource quotas": LimitExceededException. */
export function keysAreFew({ world, account, region }: Call): void {
  const keys = account.keys.filter(
    key => key.region === region && key.manager === 'CUSTOMER' && !world.isGone(key),
  );
  if (keys.length >= world.settings.keysPerRegion) {
    refuse('LimitExceededException', 'You have reached the maximum number of KMS keys in this Region.');
  }
}
