import { refuse } from '../errors.ts';
import { contextOf } from '../policy/condition.ts';
import { readPolicy } from '../policy/document.ts';
import { judge } from '../policy/judge.ts';
import { policyOf } from '../world/bucketPolicy.ts';
import type { Bucket, Trail } from '../world/model.ts';
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

/**
 * The bucket's policy lets CloudTrail put a log file of the trail, encrypted as the trail says. S3 User Guide, "Bucket policy
 * examples", requiring encryption; Service Authorization Reference, "Condition keys for Amazon S3".
 */
export function bucketTakesLogFile(bucket: Bucket, trail: Trail): boolean {
  const policy = policyOf(bucket);
  if (policy === undefined) return false;
  const folder = trail.prefix === undefined ? '' : `${trail.prefix}/`;
  const file = `AWSLogs/${trail.accountId}/CloudTrail/${trail.homeRegion}/2024/01/01/${trail.accountId}_CloudTrail.json.gz`;
  const context = contextOf({
    'aws:SourceArn': trail.arn,
    'aws:SourceAccount': trail.accountId,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com',
    'aws:SecureTransport': 'true',
    's3:x-amz-acl': 'bucket-owner-full-control',
    's3:x-amz-server-side-encryption': trail.kmsKeyId === undefined ? 'AES256' : 'aws:kms',
    's3:x-amz-server-side-encryption-aws-kms-key-id': trail.kmsKeyId,
  });
  const who = { kind: 'service', name: 'cloudtrail.amazonaws.com' } as const;
  const resource = `arn:${bucket.partition}:s3:::${bucket.name}/${folder}${file}`;
  return judge(readPolicy(policy), { who, action: 's3:PutObject', resource, context }) === 'allowed';
}

/**
 * UpdateTrail tries the bucket's policy with the trail's encryption, if AWS does so: whether it does is not documented.
 * CloudTrail API Reference, UpdateTrail: InsufficientEncryptionPolicyException, "when the policy on the S3 bucket or KMS
 * key does not have sufficient permissions".
 */
export function bucketTakesEncryption(bucket: Bucket, trail: Trail): void {
  if (!bucketTakesLogFile(bucket, trail)) {
    refuse(
      'InsufficientEncryptionPolicyException',
      `Insufficient permissions to access S3 bucket ${bucket.name} or KMS key ${trail.kmsKeyId}.`,
    );
  }
}
