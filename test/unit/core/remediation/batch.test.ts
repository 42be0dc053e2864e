import assert from 'node:assert/strict';
import type { BucketFacts } from '../../../../src/core/account/ports.ts';
import { batchesOf, bucketRegionOf } from '../../../../src/core/remediation/index.ts';
import { absent, known, unknown } from '../../../../src/core/trail/fact.ts';
import { keyArn, region, secondArn, trailArn, trailNamed } from './world.ts';

const denied: BucketFacts = { region: unknown('denied'), bucketKey: unknown('denied') };

function bucket(where: string, bucketKey: boolean): BucketFacts {
  return { region: known(where), bucketKey: known(bucketKey) };
}

describe('the Region of a bucket', () => {
  it('is read, or taken from the present key, or asked for', () => {
    const trail = trailNamed(secondArn);
    assert.deepEqual(bucketRegionOf(trail, bucket('eu-north-1', false)), {
      kind: 'known',
      region: 'eu-north-1',
    });
    assert.deepEqual(bucketRegionOf(trailNamed(secondArn, keyArn), denied), { kind: 'from-key', region });
    assert.deepEqual(bucketRegionOf(trail, denied), { kind: 'ask', suggestion: 'us-east-1' });
    // A stand-in may name the key by an alias, which says nothing of a Region.
    assert.deepEqual(bucketRegionOf(trailNamed(secondArn, 'alias/good'), denied), {
      kind: 'ask',
      suggestion: 'us-east-1',
    });
    assert.deepEqual(bucketRegionOf(trail, { ...denied, region: absent }), { kind: 'no-bucket' });
  });
});

describe('a selection of trails', () => {
  it('is sorted by the Region of the bucket, where one key serves all', () => {
    const here = { trail: trailNamed(trailArn), bucket: bucket(region, false) };
    const too = { trail: trailNamed(secondArn), bucket: bucket(region, true) };
    const there = {
      trail: trailNamed(secondArn),
      bucket: { ...bucket('us-east-1', false), bucketKey: unknown('denied') },
    };
    const hidden = { trail: trailNamed(trailArn), bucket: denied };
    const gone = { trail: trailNamed(trailArn), bucket: { ...denied, region: absent } };
    assert.deepEqual(batchesOf([here, there, hidden, gone, too]), {
      batches: [
        { bucketRegion: region, bucketKey: true, trails: [here, too] },
        { bucketRegion: 'us-east-1', bucketKey: undefined, trails: [there] },
      ],
      asking: [hidden],
      withoutBucket: [gone],
    });
    assert.equal(batchesOf([here]).batches[0]?.bucketKey, false);
  });
});
