import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';
import type { Bucket } from '../world/model.ts';
import { isAllowed } from './authorization.ts';

/**
 * The bucket's name is possible, and the bucket exists in this partition. S3 API Reference, "Error responses": InvalidBucketName;
 * NoSuchBucket, 404 without a Region header.
 */
export function bucketIsThere({ world, account }: Call, name: string): Bucket {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(name)) {
    refuse('InvalidBucketName', 'The specified bucket is not valid.', 400);
  }
  return (
    world.bucket(name, account.partition) ??
    refuse('NoSuchBucket', 'The specified bucket does not exist', 404)
  );
}

/**
 * The request went to the bucket's Region. Otherwise S3 names the right one in `x-amz-bucket-region`: 400 from `us-east-1`, which takes in
 * requests for every Region, 301 from the others. S3 API Reference, HeadBucket; S3 User Guide, "Request redirection and the REST API".
 */
export function bucketIsHere({ region }: Call, bucket: Bucket): void {
  if (region === bucket.region) return;
  const headers = { 'x-amz-bucket-region': bucket.region };
  if (region === 'us-east-1') {
    refuse(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`,
      400,
      headers,
    );
  }
  refuse(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    301,
    headers,
  );
}

/**
 * A bucket policy is for the account that owns the bucket: whoever else may read it is refused all the same.
 * S3 API Reference, GetBucketPolicy: "405 Method Not Allowed".
 */
export function callerOwnsBucket({ account }: Call, bucket: Bucket): void {
  if (bucket.accountId !== account.id) {
    refuse('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
}

/**
 * IAM allows it, and the bucket is the caller's or shared with the caller's account; 403 still names the Region.
 * S3 API Reference, HeadBucket: "you might receive 403 Forbidden".
 */
export function callerMayReadBucket({ world, caller, account }: Call, bucket: Bucket, action: string): void {
  const reachable = bucket.accountId === account.id || bucket.sharedWith.includes(account.id);
  const arn = `arn:${bucket.partition}:s3:::${bucket.name}`;
  if (!reachable || !isAllowed(world, caller, action, arn)) {
    refuse(
      'AccessDenied',
      `User: ${caller.callerArn} is not authorized to perform: ${action} on resource: "${arn}"`,
      403,
      { 'x-amz-bucket-region': bucket.region },
    );
  }
}
