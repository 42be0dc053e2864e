import assert from 'node:assert/strict';
import {
  defaultRegionsOf,
  homeRegionOf,
  isRegionName,
  partitionOf,
} from '../../../../src/core/trail/region.ts';

const partitions = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
];

describe('the Regions that every account of a partition has', () => {
  for (const partition of partitions) {
    it(`are of the partition, and its home among them: ${partition}`, () => {
      const regions = defaultRegionsOf(partition);
      assert.ok(regions.includes(homeRegionOf(partition)));
      assert.ok(regions.every(isRegionName));
      assert.deepEqual([...new Set(regions.map(partitionOf))], [partition]);
    });
  }
});
