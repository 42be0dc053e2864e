import { keyIdIn, readArn } from '../trail/arn.ts';

/** Regions that are enabled in every account of the partition `aws` (AWS Account Management, "Regions"). */
export const defaultRegions: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
];

/** Address of a trail in the AWS console; `undefined` for partitions whose console address AWS does not publish. */
export function consoleAddressOfTrail(trailArn: string): string | undefined {
  const { partition = '', region } = readArn(trailArn) ?? {};
  const host = consoleHosts.get(partition);
  return (
    host &&
    `https://${region}.${host}/cloudtrailv2/home?region=${region}#/trails/${encodeURIComponent(trailArn)}`
  );
}

/** Address of a KMS key in the AWS console, likewise. */
export function consoleAddressOfKey(keyArn: string): string | undefined {
  const { partition = '', region } = readArn(keyArn) ?? {};
  const host = consoleHosts.get(partition);
  return (
    host &&
    `https://${region}.${host}/kms/home?region=${region}#/kms/keys/${encodeURIComponent(keyIdIn(keyArn))}`
  );
}

/** ARN of a bucket: it names neither its Region nor its account. */
export function bucketArn(partition: string, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/** Address of a bucket in the AWS console, likewise; without its Region, the console finds it. */
export function consoleAddressOfBucket(
  partition: string,
  bucket: string,
  region: string | undefined,
): string | undefined {
  const host = consoleHosts.get(partition);
  return host && `https://${region ? `${region}.` : ''}${host}/s3/buckets/${encodeURIComponent(bucket)}`;
}

const consoleHosts: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);
