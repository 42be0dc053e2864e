import { keyIdIn, readArn } from '../trail/arn.ts';
import { isRegionName } from '../trail/region.ts';

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

/**
 * Address of a bucket in the AWS console, likewise; without its Region, the console finds it. A Region that S3 answers with is
 * a text of whoever answered, which would lead to another host.
 */
export function consoleAddressOfBucket(
  partition: string,
  bucket: string,
  region: string | undefined,
): string | undefined {
  const host = consoleHosts.get(partition);
  const at = region !== undefined && isRegionName(region) ? `${region}.` : '';
  return host && `https://${at}${host}/s3/buckets/${encodeURIComponent(bucket)}`;
}

const consoleHosts: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);
