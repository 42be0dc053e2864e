/** AWS's partitions with their Regions. AWS General Reference, "AWS Regions" of each partition. */
export const partitions = {
  aws: {
    global: 'us-east-1',
    regions:
      'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2',
    optIn:
      'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1',
  },
  'aws-cn': { global: 'cn-northwest-1', regions: 'cn-north-1 cn-northwest-1', optIn: '' },
  'aws-us-gov': { global: 'us-gov-west-1', regions: 'us-gov-east-1 us-gov-west-1', optIn: '' },
  'aws-eusc': { global: 'eusc-de-east-1', regions: 'eusc-de-east-1', optIn: '' },
  'aws-iso': { global: 'us-iso-east-1', regions: 'us-iso-east-1 us-iso-west-1', optIn: '' },
  'aws-iso-b': { global: 'us-isob-east-1', regions: 'us-isob-east-1 us-isob-west-1', optIn: '' },
  'aws-iso-e': { global: 'eu-isoe-west-1', regions: 'eu-isoe-west-1', optIn: '' },
  'aws-iso-f': { global: 'us-isof-south-1', regions: 'us-isof-east-1 us-isof-south-1', optIn: '' },
} as const;

export type Partition = keyof typeof partitions;

/** The states of account:ListRegions. AWS Account Management API, "Region". */
export type RegionStatus = 'ENABLED' | 'ENABLING' | 'DISABLING' | 'DISABLED' | 'ENABLED_BY_DEFAULT';

/** The partition that a Region lies in, `undefined` for a Region that does not exist. */
export function partitionOf(region: string): Partition | undefined {
  return (Object.keys(partitions) as Partition[]).find(
    name =>
      words(partitions[name].regions).includes(region) || words(partitions[name].optIn).includes(region),
  );
}

/** The Regions of a new account: the default ones on, the opt-in ones off. */
export function regionsOfNewAccount(partition: Partition): Map<string, RegionStatus> {
  const { regions, optIn } = partitions[partition];
  return new Map<string, RegionStatus>([
    ...words(regions).map(region => [region, 'ENABLED_BY_DEFAULT'] as const),
    ...words(optIn).map(region => [region, 'DISABLED'] as const),
  ]);
}

export function isOn(status: RegionStatus | undefined): boolean {
  return status === 'ENABLED' || status === 'ENABLED_BY_DEFAULT' || status === 'DISABLING';
}

function words(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}
