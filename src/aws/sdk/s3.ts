// What is used of the S3 client, in a file of its own so that it is evaluated on first use and the rest shaken off.
export {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  HeadBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
