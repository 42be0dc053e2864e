import assert from 'node:assert/strict';
import {
  consoleAddressOfBucket,
  consoleAddressOfKey,
  consoleAddressOfTrail,
} from '../../../../src/core/account/consoleAddress.ts';
import { partitionOf } from '../../../../src/core/trail/region.ts';

describe('partitions', () => {
  it('are told by the beginning of a Region', () => {
    const regions = [
      ['eu-west-1', 'aws'],
      ['me-central-1', 'aws'],
      ['cn-north-1', 'aws-cn'],
      ['us-gov-east-1', 'aws-us-gov'],
      ['eusc-de-east-1', 'aws-eusc'],
      ['us-iso-east-1', 'aws-iso'],
      ['us-isob-east-1', 'aws-iso-b'],
      ['eu-isoe-west-1', 'aws-iso-e'],
      ['us-isof-south-1', 'aws-iso-f'],
    ];
    assert.deepEqual(
      regions.map(([region = '']) => [region, partitionOf(region)]),
      regions,
    );
  });

  it('have a console each, as far as AWS publishes its address', () => {
    const addresses = [
      ['aws', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com'],
      ['aws-cn', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn'],
      ['aws-us-gov', 'us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com'],
    ];
    for (const [partition, region, origin] of addresses) {
      const arn = `arn:${partition}:cloudtrail:${region}:111122223333:trail/main`;
      assert.equal(
        consoleAddressOfTrail(arn),
        `${origin}/cloudtrailv2/home?region=${region}#/trails/${encodeURIComponent(arn)}`,
      );
      assert.equal(
        consoleAddressOfKey(`arn:${partition}:kms:${region}:111122223333:key/mrk-1234`),
        `${origin}/kms/home?region=${region}#/kms/keys/mrk-1234`,
      );
    }
    assert.equal(
      consoleAddressOfBucket('aws-cn', 'acme-logs', 'cn-north-1'),
      'https://cn-north-1.console.amazonaws.cn/s3/buckets/acme-logs',
    );
    assert.equal(
      consoleAddressOfBucket('aws', 'acme-logs', undefined),
      'https://console.aws.amazon.com/s3/buckets/acme-logs',
    );
    assert.equal(
      consoleAddressOfBucket('aws', 'acme-logs', 'signin.example/#'),
      'https://console.aws.amazon.com/s3/buckets/acme-logs',
    );
    assert.equal(consoleAddressOfBucket('aws-iso', 'acme-logs', 'us-iso-east-1'), undefined);
    assert.equal(
      consoleAddressOfTrail('arn:aws-iso:cloudtrail:us-iso-east-1:111122223333:trail/main'),
      undefined,
    );
  });
});
