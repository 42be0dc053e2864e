import { defaultRegions, partitionOf } from '../core/trail/region.ts';

/** What has to be known of a partition before anything can be asked. */
interface Partition {
  /** Where the services that have one address per partition answer, and a Region that cannot be switched off. */
  readonly home: string;
  readonly dnsSuffix: string;
  /** Regions that every account has without opting in. */
  readonly defaults: readonly string[];
}

/** AWS General Reference, "AWS Regions", and the partitions file that the AWS SDKs share. */
const aws: Partition = {
  home: 'us-east-1',
  dnsSuffix: 'amazonaws.com',
  defaults: defaultRegions,
};

const partitions: Readonly<Record<string, Partition>> = {
  aws,
  'aws-cn': {
    home: 'cn-northwest-1',
    dnsSuffix: 'amazonaws.com.cn',
    defaults: ['cn-north-1', 'cn-northwest-1'],
  },
  'aws-us-gov': {
    home: 'us-gov-west-1',
    dnsSuffix: 'amazonaws.com',
    defaults: ['us-gov-east-1', 'us-gov-west-1'],
  },
  'aws-eusc': { home: 'eusc-de-east-1', dnsSuffix: 'amazonaws.eu', defaults: ['eusc-de-east-1'] },
  'aws-iso': {
    home: 'us-iso-east-1',
    dnsSuffix: 'c2s.ic.gov',
    defaults: ['us-iso-east-1', 'us-iso-west-1'],
  },
  'aws-iso-b': {
    home: 'us-isob-east-1',
    dnsSuffix: 'sc2s.sgov.gov',
    defaults: ['us-isob-east-1', 'us-isob-west-1'],
  },
  'aws-iso-e': { home: 'eu-isoe-west-1', dnsSuffix: 'cloud.adc-e.uk', defaults: ['eu-isoe-west-1'] },
  'aws-iso-f': {
    home: 'us-isof-south-1',
    dnsSuffix: 'csp.hci.ic.gov',
    defaults: ['us-isof-east-1', 'us-isof-south-1'],
  },
};

/** The Region whose endpoints serve the whole partition; that of `aws` where the partition is new to us. */
export function homeRegionOf(partition: string): string {
  return factsOf(partition).home;
}

export function defaultRegionsOf(partition: string): readonly string[] {
  return factsOf(partition).defaults;
}

export function dnsSuffixOf(region: string): string {
  return factsOf(partitionOf(region)).dnsSuffix;
}

function factsOf(partition: string): Partition {
  return partitions[partition] ?? aws;
}
