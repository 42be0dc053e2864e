import assert from 'node:assert/strict';
import type { LiveTrail } from '../../../../src/core/account/trail.ts';
import { batchesOf, bucketRegionOf, type Subject } from '../../../../src/core/remediation/index.ts';
import { absent, known, unknown } from '../../../../src/core/trail/fact.ts';
import { account, keyArn, region, secondArn, trailArn, trailNamed } from './world.ts';

const denied = unknown('denied');

describe('the Region of a bucket', () => {
  it('is read, or taken from the present key, or asked for', () => {
    const trail = trailNamed(secondArn);
    assert.deepEqual(bucketRegionOf(trail, known('eu-north-1')), { kind: 'known', region: 'eu-north-1' });
    assert.deepEqual(bucketRegionOf(trailNamed(secondArn, keyArn), denied), { kind: 'from-key', region });
    assert.deepEqual(bucketRegionOf(trail, denied), { kind: 'ask', suggestion: 'us-east-1' });
    // A stand-in may name the key by an alias, which says nothing of a Region.
    assert.deepEqual(bucketRegionOf(trailNamed(secondArn, 'alias/good'), denied), {
      kind: 'ask',
      suggestion: 'us-east-1',
    });
    assert.equal(bucketRegionOf(trail, absent), undefined);
  });
});

describe('a selection of trails', () => {
  const none: ReadonlyMap<string, string> = new Map();

  it('is sorted by the Region of the bucket, where one key serves all', () => {
    const here = subject(trailNamed(trailArn), { kind: 'known', region }, false);
    const too = subject(trailNamed(secondArn), { kind: 'from-key', region }, true);
    const there = subject(trailNamed(secondArn), { kind: 'known', region: 'us-east-1' }, undefined);
    assert.deepEqual(
      batchesOf([here, there, too], none).map(({ id: _, ...batch }) => batch),
      [
        { ...signedIn(account), bucketRegion: region, bucketKey: true, trails: [here, too] },
        { ...signedIn(account), bucketRegion: 'us-east-1', bucketKey: undefined, trails: [there] },
      ],
    );
  });

  it('has a key in each account, and the profile of the first trail makes it', () => {
    const ours = subject(trailNamed(trailArn), { kind: 'known', region });
    const theirs = {
      ...subject(trailNamed(secondArn), { kind: 'known', region }),
      ...signedIn('222222222222'),
    };
    const again = { ...ours, profile: 'another' };
    const batches = batchesOf([ours, theirs, again], none);
    assert.deepEqual(
      batches.map(({ profile, trails }) => ({ profile, trails })),
      [
        { profile: `profile of ${account}`, trails: [ours, again] },
        { profile: 'profile of 222222222222', trails: [theirs] },
      ],
    );
    assert.equal(new Set(batches.map(({ id }) => id)).size, 2);
  });

  it('waits with a trail until somebody says where its bucket lies', () => {
    const silent = subject(trailNamed(trailArn), { kind: 'ask', suggestion: 'us-east-1' });
    assert.deepEqual(batchesOf([silent], none), []);
    assert.deepEqual(
      batchesOf([silent], new Map([[silent.trail.bucket, 'eu-north-1']])).map(one => one.bucketRegion),
      ['eu-north-1'],
    );
    // What was read outweighs what was said of another trail with the same bucket.
    const told = { ...silent, bucketRegion: { kind: 'known', region } as const };
    assert.deepEqual(
      batchesOf([told], new Map([[told.trail.bucket, 'eu-north-1']])).map(one => one.bucketRegion),
      [region],
    );
  });

  it('may need what a Bucket Key needs, unless no bucket has one', () => {
    const keys = (...all: readonly (boolean | undefined)[]) =>
      batchesOf(
        all.map(bucketKey => subject(trailNamed(trailArn), { kind: 'known', region }, bucketKey)),
        none,
      ).map(({ bucketKey }) => bucketKey);
    assert.deepEqual(keys(false, false), [false]);
    assert.deepEqual(keys(false, undefined), [undefined]);
    assert.deepEqual(keys(undefined, true, false), [true]);
  });
});

function subject(trail: LiveTrail, bucketRegion: Subject['bucketRegion'], bucketKey?: boolean): Subject {
  return { ...signedIn(account), trail, bucketRegion, bucketKey };
}

function signedIn(id: string): Pick<Subject, 'profile' | 'caller'> {
  const caller = { account: id, arn: `arn:aws:iam::${id}:user/anna`, partition: 'aws' };
  return { profile: `profile of ${id}`, caller };
}
