/** Partition of a Region by the beginning of its name (AWS General Reference, "Amazon Resource Names"). */
export function partitionOf(region: string): string {
  return partitionsByPrefix.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

const partitionsByPrefix: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['eusc-', 'aws-eusc'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
];

/** Address of a trail in the AWS console; `undefined` for partitions whose console address AWS does not publish. */
export function consoleAddressOfTrail(trailArn: string): string | undefined {
  const [, partition = '', , region = ''] = trailArn.split(':');
  const host = consoleHosts.get(partition);
  return (
    host &&
    `https://${region}.${host}/cloudtrailv2/home?region=${region}#/trails/${encodeURIComponent(trailArn)}`
  );
}

/** Address of a KMS key in the AWS console, likewise. */
export function consoleAddressOfKey(keyArn: string): string | undefined {
  const [, partition = '', , region = '', , resource = ''] = keyArn.split(':');
  const host = consoleHosts.get(partition);
  const id = resource.replace(/^key\//, '');
  return host && `https://${region}.${host}/kms/home?region=${region}#/kms/keys/${encodeURIComponent(id)}`;
}

const consoleHosts: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
]);
