import type { S3Client } from '@aws-sdk/client-s3';
import type { BucketFacts, BucketPolicy, Buckets } from '../../core/account/ports.ts';
import { problemOf, whyUnread } from '../../core/account/problem.ts';
import { absent, type Fact, known, unknown } from '../../core/trail/fact.ts';
import { CallError, type Connection, isAwsError, memberOf, perRegion } from '../connection.ts';

/**
 * What is known of a log bucket. A refusal is ordinary, since such buckets often belong to another account: it is not a
 * failure.
 */
export function bucketsThrough(connection: Connection, home: string): Buckets {
  const clientIn = perRegion(async region => {
    const { S3Client } = await import('../sdk/s3.ts');
    return new S3Client({
      ...connection.clientOptions('S3', region),
      // A custom endpoint has no DNS name for each bucket.
      forcePathStyle: connection.network.endpoints('S3') !== undefined,
      disableS3ExpressSessionAuth: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      useArnRegion: false,
    });
  });
  return {
    async facts(bucket, signal) {
      const region = await bucketRegion(connection, await clientIn(home), bucket, home, signal);
      if (region.kind !== 'known') {
        return { region, bucketKey: region.kind === 'absent' ? absent : unknown(region.cause) };
      }
      const client = await clientIn(region.value);
      return { region, bucketKey: await bucketKey(connection, client, bucket, region.value, signal) };
    },
    async policy(bucket, region, signal) {
      return bucketPolicy(connection, await clientIn(region), bucket, region, signal);
    },
  };
}

/** S3 API Reference, HeadBucket: an answer of any status but 404 carries the Region in a header. */
async function bucketRegion(
  connection: Connection,
  client: S3Client,
  bucket: string,
  home: string,
  signal: AbortSignal,
): Promise<BucketFacts['region']> {
  const { HeadBucketCommand } = await import('../sdk/s3.ts');
  try {
    const answer = await connection.call(
      { service: 's3', operation: 'HeadBucket', region: home },
      signal,
      options => client.send(new HeadBucketCommand({ Bucket: bucket }), options),
    );
    if (answer.BucketRegion) {
      return known(answer.BucketRegion);
    }
  } catch (error) {
    const response = error instanceof CallError ? error.response : undefined;
    const region = response?.headers['x-amz-bucket-region'];
    if (region) {
      return known(region);
    }
    if (response?.status === 404) {
      return absent;
    }
    throwIfCancelled(error);
  }
  return bucketLocation(connection, client, bucket, home, signal);
}

/** S3 API Reference, GetBucketLocation: the oldest Region has no name there, and Ireland had another. */
async function bucketLocation(
  connection: Connection,
  client: S3Client,
  bucket: string,
  home: string,
  signal: AbortSignal,
): Promise<Fact<string>> {
  const { GetBucketLocationCommand } = await import('../sdk/s3.ts');
  try {
    const { LocationConstraint: location } = await connection.call(
      { service: 's3', operation: 'GetBucketLocation', region: home },
      signal,
      options => client.send(new GetBucketLocationCommand({ Bucket: bucket }), options),
    );
    return known(location === 'EU' ? 'eu-west-1' : location || 'us-east-1');
  } catch (error) {
    return isAwsError(error, 'NoSuchBucket') ? absent : notRead(error);
  }
}

async function bucketKey(
  connection: Connection,
  client: S3Client,
  bucket: string,
  region: string,
  signal: AbortSignal,
): Promise<Fact<boolean>> {
  const { GetBucketEncryptionCommand } = await import('../sdk/s3.ts');
  try {
    const call = { service: 's3', operation: 'GetBucketEncryption', region };
    const { ServerSideEncryptionConfiguration: configuration } = await connection.call(
      call,
      signal,
      options => client.send(new GetBucketEncryptionCommand({ Bucket: bucket }), options),
    );
    const rules = memberOf(configuration?.Rules, 'Rules', call);
    return known(rules.some(rule => rule.BucketKeyEnabled === true));
  } catch (error) {
    return isAwsError(error, 'ServerSideEncryptionConfigurationNotFoundError')
      ? known(false)
      : notRead(error);
  }
}

/**
 * S3 API Reference, GetBucketPolicy: 403 for those who may not read it, 405 for those who may, but do not belong to the
 * bucket owner's account.
 */
async function bucketPolicy(
  connection: Connection,
  client: S3Client,
  bucket: string,
  region: string,
  signal: AbortSignal,
): Promise<BucketPolicy> {
  const { GetBucketPolicyCommand } = await import('../sdk/s3.ts');
  try {
    const { Policy: text } = await connection.call(
      { service: 's3', operation: 'GetBucketPolicy', region },
      signal,
      options => client.send(new GetBucketPolicyCommand({ Bucket: bucket }), options),
    );
    return text ? { kind: 'read', text } : { kind: 'unread', why: 'failed' };
  } catch (error) {
    throwIfCancelled(error);
    if (isAwsError(error, 'NoSuchBucketPolicy')) {
      return { kind: 'none' };
    }
    const status = error instanceof CallError ? error.response?.status : undefined;
    return { kind: 'unread', why: status === 405 ? 'other-account' : whyUnread(problemOf(error)) };
  }
}

function notRead(error: unknown): Fact<never> {
  throwIfCancelled(error);
  return unknown(whyUnread(problemOf(error)));
}

function throwIfCancelled(error: unknown): void {
  if (problemOf(error).kind === 'cancelled') {
    throw error;
  }
}
