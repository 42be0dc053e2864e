import assert from 'node:assert/strict';
import { absent, known, unknown } from '../../../../src/core/trail/fact.ts';
import {
  type KeyToUse,
  type KeyUse,
  type Obstacle,
  obstaclesOf,
  serves,
} from '../../../../src/core/trail/usable.ts';

const use: KeyUse = { bucketRegion: known('eu-west-1'), now: 1000 };

const cases: readonly (readonly [string, KeyToUse, readonly Obstacle[]])[] = [
  ['of which nothing is known', {}, []],
  ['that is enabled', { state: known('Enabled') }, []],
  ['that is updated', { state: known('Updating') }, []],
  ['that is gone, whatever it was', { state: known('NotFound'), manager: known('AWS') }, ['not-found']],
  ['of AWS, whatever its state', { manager: known('AWS'), state: known('Disabled') }, ['aws-managed']],
  ['of a customer', { manager: known('CUSTOMER') }, []],
  ['that is asymmetric', { spec: known('RSA_2048') }, ['not-symmetric']],
  ['that signs', { usage: known('SIGN_VERIFY') }, ['not-for-encryption']],
  ['in the Region of the bucket', { region: known('eu-west-1') }, []],
  ['in another Region', { region: known('us-east-1') }, ['other-region']],
  ['in a Region that is not known', { region: unknown('decided-at-deployment') }, []],
  ['that is disabled', { state: known('Disabled') }, ['disabled']],
  ['pending deletion', { state: known('PendingDeletion') }, ['pending-deletion']],
  ['whose replicas are pending deletion', { state: known('PendingReplicaDeletion') }, ['pending-deletion']],
  ['that waits for material', { state: known('PendingImport') }, ['pending-import']],
  ['whose store is away', { state: known('Unavailable') }, ['store-disconnected']],
  ['being created', { state: known('Creating') }, ['creating']],
  ['whose material ends this moment', { expires: known(1000) }, ['material-expired']],
  ['whose material ends later', { expires: known(1001) }, []],
  ['whose material never ends', { expires: absent }, []],
  ['that denies CloudTrail', { policy: known({ answer: 'denies', statement: '1' }) }, ['policy-denies']],
  [
    'that does not admit CloudTrail',
    { policy: known({ answer: 'does-not-admit', missing: ['kms:Decrypt'] }) },
    ['policy-does-not-admit'],
  ],
  [
    'whose policy leaves a doubt',
    { policy: known({ answer: 'cannot-tell', why: { kind: 'incomplete' } }) },
    [],
  ],
  ['that allows CloudTrail', { policy: known({ answer: 'admits', describe: false, open: true }) }, []],
  [
    'with several faults, those first that cannot be mended',
    {
      spec: known('HMAC_256'),
      usage: known('GENERATE_VERIFY_MAC'),
      region: known('us-east-1'),
      state: known('Disabled'),
      expires: known(1),
      policy: known({ answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] }),
    },
    [
      'not-symmetric',
      'not-for-encryption',
      'other-region',
      'disabled',
      'material-expired',
      'policy-does-not-admit',
    ],
  ],
];

describe('what keeps from serving a trail a key', () => {
  for (const [name, key, obstacles] of cases) {
    it(name, () => {
      assert.deepEqual(obstaclesOf(key, use), obstacles);
      assert.equal(serves(key, use), obstacles.length === 0);
    });
  }

  it('in any Region, where the bucket is not known', () => {
    assert.deepEqual(obstaclesOf({ region: known('us-east-1') }, {}), []);
    assert.deepEqual(obstaclesOf({ region: known('us-east-1') }, { bucketRegion: unknown('denied') }), []);
  });

  it('whose material has ended, where KMS itself told the state', () => {
    assert.deepEqual(obstaclesOf({ expires: known(1), state: known('Enabled') }, {}), []);
  });
});
