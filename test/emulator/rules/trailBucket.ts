import { refuse } from '../errors.ts';
import type { Bucket } from '../world/model.ts';
import type { Partition } from '../world/regions.ts';
import type { World } from '../world/world.ts';

/** A bucket name has S3's form. S3 User Guide, "General purpose bucket naming rules": InvalidS3BucketNameException. */
export function bucketIsNamed(name: string): void {
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!valid) refuse('InvalidS3BucketNameException', `Bucket name is invalid: ${name}`);
}

/** A prefix has at most 200 characters. CloudTrail API Reference, UpdateTrail: InvalidS3PrefixException. */
export function prefixIsShort(prefix: string): void {
  if (prefix.length > 200) refuse('InvalidS3PrefixException', 'S3 prefix is longer than 200 characters.');
}

/** The trail's bucket exists. CloudTrail API Reference, UpdateTrail: S3BucketDoesNotExistException. */
export function bucketExists(world: World, name: string, partition: Partition): Bucket {
  return (
    world.bucket(name, partition) ??
    refuse('S3BucketDoesNotExistException', `S3 bucket ${name} does not exist!`)
  );
}

/**
 * The bucket's policy lets CloudTrail write. CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail":
 * InsufficientS3BucketPolicyException.
 */
export function bucketAdmitsCloudTrail(bucket: Bucket): void {
  if (!bucket.admitsCloudTrail) {
    refuse(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${bucket.name}`,
    );
  }
}
