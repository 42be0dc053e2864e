import type { Trail } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { bucketTakesLogFile } from './trailBucket.ts';
import { cloudTrailMay } from './trailKey.ts';

/**
 * What keeps CloudTrail from delivering a log file now, as the code that GetTrailStatus shows in `LatestDeliveryError`;
 * `undefined` when the file arrives. CloudTrail API Reference, GetTrailStatus; S3 API Reference, "Error responses".
 */
export function deliveryObstacle(world: World, trail: Trail): string | undefined {
  const bucket = world.bucket(trail.bucket, world.account(trail.accountId).partition);
  if (!bucket) return 'NoSuchBucket';
  if (!bucket.admitsCloudTrail || !bucketTakesLogFile(bucket, trail)) return 'AccessDenied';
  if (trail.kmsKeyId === undefined) return undefined;
  const key = world.key(trail.kmsKeyId);
  if (!key || key.region !== bucket.region) return 'KMS.NotFoundException';
  if (key.state === 'Disabled') return 'KMS.DisabledException';
  if (key.state !== 'Enabled' && key.state !== 'Updating') return 'KMS.KMSInvalidStateException';
  const needed = bucket.bucketKey ? ['kms:GenerateDataKey', 'kms:Decrypt'] : ['kms:GenerateDataKey'];
  return needed.every(action => cloudTrailMay(action, key, key.policy, trail, bucket))
    ? undefined
    : 'AccessDenied';
}
