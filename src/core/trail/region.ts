/** Partition of a Region by the start of its name (AWS General Reference, "Amazon Resource Names"). */
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

const regionName = '[a-z]{2,4}(?:-[a-z]{2,9}){1,3}-\\d{1,2}';
const wholeName = new RegExp(`^${regionName}$`);
const nameInText = new RegExp(`\\b${regionName}\\b`, 'g');

/** Whether a text has the form of the Regions of AWS: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. */
export function isRegionName(text: string): boolean {
  return wholeName.test(text);
}

/** The Regions that a text names, wherever in it. */
export function regionsIn(text: string): readonly string[] {
  return text.match(nameInText) ?? [];
}

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
