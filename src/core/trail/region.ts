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

/** What has to be known of a partition before anything can be asked. */
interface Partition {
  /** Where the services that have one address for the partition answer, and a Region that cannot be switched off. */
  readonly home: string;
  /** Regions that every account has without opting in. */
  readonly defaults: readonly string[];
}

/** AWS Account Management, "Regions"; AWS General Reference, "AWS Regions". */
const aws: Partition = {
  home: 'us-east-1',
  defaults: [
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
  ],
};

const partitions: Readonly<Record<string, Partition>> = {
  aws,
  'aws-cn': { home: 'cn-northwest-1', defaults: ['cn-north-1', 'cn-northwest-1'] },
  'aws-us-gov': { home: 'us-gov-west-1', defaults: ['us-gov-east-1', 'us-gov-west-1'] },
  'aws-eusc': { home: 'eusc-de-east-1', defaults: ['eusc-de-east-1'] },
  'aws-iso': { home: 'us-iso-east-1', defaults: ['us-iso-east-1', 'us-iso-west-1'] },
  'aws-iso-b': { home: 'us-isob-east-1', defaults: ['us-isob-east-1', 'us-isob-west-1'] },
  'aws-iso-e': { home: 'eu-isoe-west-1', defaults: ['eu-isoe-west-1'] },
  'aws-iso-f': { home: 'us-isof-south-1', defaults: ['us-isof-east-1', 'us-isof-south-1'] },
};

/** The Region whose endpoints serve the whole partition; that of `aws` where the partition is new to us. */
export function homeRegionOf(partition: string): string {
  return factsOf(partition).home;
}

export function defaultRegionsOf(partition: string): readonly string[] {
  return factsOf(partition).defaults;
}

function factsOf(partition: string): Partition {
  return partitions[partition] ?? aws;
}
