import { refuse } from '../errors.ts';
import { bucketIsHere, bucketIsThere, callerMayReadBucket, callerOwnsBucket } from '../rules/bucketAccess.ts';
import { required, string } from '../wire/members.ts';
import { type S3Answer, s3Protocol } from '../wire/rest.ts';
import { policyOf } from '../world/bucketPolicy.ts';
import { operation, type Service } from './service.ts';

const members = { Bucket: required(string()) };

export const s3: Service = {
  name: 's3',
  protocol: s3Protocol,
  operations: {
    HeadBucket: operation(members, (call, { Bucket }): S3Answer => {
      const bucket = bucketIsThere(call, Bucket);
      bucketIsHere(call, bucket);
      callerMayReadBucket(call, bucket, 's3:ListBucket');
      return { headers: { 'x-amz-bucket-region': bucket.region, 'x-amz-access-point-alias': 'false' } };
    }),

    // Answered everywhere: it is how one learns where to ask.
    GetBucketLocation: operation(members, (call, { Bucket }): S3Answer => {
      const bucket = bucketIsThere(call, Bucket);
      callerMayReadBucket(call, bucket, 's3:GetBucketLocation');
      return { root: 'LocationConstraint', content: bucket.region === 'us-east-1' ? '' : bucket.region };
    }),

    GetBucketPolicy: operation(members, (call, { Bucket }): S3Answer => {
      const bucket = bucketIsThere(call, Bucket);
      bucketIsHere(call, bucket);
      callerMayReadBucket(call, bucket, 's3:GetBucketPolicy');
      callerOwnsBucket(call, bucket);
      const policy = policyOf(bucket);
      if (policy === undefined) {
        refuse('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
      }
      return { headers: { 'content-type': 'application/json' }, text: policy };
    }),

    GetBucketEncryption: operation(members, (call, { Bucket }): S3Answer => {
      const bucket = bucketIsThere(call, Bucket);
      bucketIsHere(call, bucket);
      callerMayReadBucket(call, bucket, 's3:GetEncryptionConfiguration');
      const { bucketKey } = bucket;
      return {
        root: 'ServerSideEncryptionConfiguration',
        content: {
          Rule: {
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm: bucketKey ? 'aws:kms' : 'AES256' },
            BucketKeyEnabled: bucketKey,
          },
        },
      };
    }),
  },
};
