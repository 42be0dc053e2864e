import type { Bucket } from './model.ts';

/**
 * The policy that the CloudTrail console writes for a bucket, without the conditions on one trail, and statements beside it.
 * CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail".
 */
export function bucketPolicy(
  { name, partition }: Pick<Bucket, 'name' | 'partition'>,
  statements: readonly object[] = [],
): string {
  const arn = `arn:${partition}:s3:::${name}`;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'AWSCloudTrailAclCheck', Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: arn },
      {
        Sid: 'AWSCloudTrailWrite',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `${arn}/*`,
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      ...statements,
    ],
  });
}

/** The text that S3 keeps for a bucket, if any. */
export function policyOf(bucket: Bucket): string | undefined {
  return bucket.policy ?? (bucket.admitsCloudTrail ? bucketPolicy(bucket) : undefined);
}
