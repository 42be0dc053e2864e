import { partitionOf } from '../core/trail/region.ts';

/** What the addresses of AWS in a Region end with (the partitions file that the AWS SDKs share). */
export function dnsSuffixOf(region: string): string {
  return suffixes[partitionOf(region)] ?? 'amazonaws.com';
}

const suffixes: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};
