import assert from 'node:assert/strict';
import { absent, type Fact, known, unknown } from '../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../src/core/trail/key.ts';
import type { PolicyVerdict } from '../../../../src/core/trail/keyPolicy/verdict.ts';
import type { Reason } from '../../../../src/core/trail/reason.ts';
import type { TrailFacts } from '../../../../src/core/trail/trail.ts';
import { judge, needsAttention, type TrailState } from '../../../../src/core/trail/verdict.ts';

const now = Date.UTC(2024, 5, 1);
const day = 24 * 3600 * 1000;
const account = '111122223333';

const admits: PolicyVerdict = { answer: 'admits', describe: true, open: false };

const goodKey: KeyFacts = {
  name: 'alias/cloudtrail',
  manager: known('CUSTOMER'),
  state: known('Enabled'),
  spec: known('SYMMETRIC_DEFAULT'),
  usage: known('ENCRYPT_DECRYPT'),
  region: known('eu-west-1'),
  account: known(account),
  rotation: known(true),
  expires: absent,
  policy: known(admits),
};

const goodTrail: TrailFacts = {
  key: known(goodKey),
  account: known(account),
  bucketRegion: known('eu-west-1'),
  bucketKey: known(false),
  organization: known(false),
  logFileValidation: known(true),
  logging: known(true),
  deliveryError: absent,
  otherTrailsUnderKey: known(0),
};

function withKey(change: Partial<KeyFacts>): TrailFacts {
  return { ...goodTrail, key: known({ ...goodKey, ...change }) };
}

const disabledKey: KeyFacts = { ...goodKey, name: 'alias/off', state: known('Disabled') };
const managedKey: KeyFacts = { ...goodKey, name: 'alias/aws/s3', manager: known('AWS') };
const shutKey: KeyFacts = {
  ...goodKey,
  name: 'alias/shut',
  policy: known({ answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] }),
};

/** The trail with a choice of keys. */
function choosing(byDefault: Fact<KeyFacts>, branches: readonly Fact<KeyFacts>[]): TrailFacts {
  return { ...goodTrail, key: { kind: 'conditional', byDefault, branches } };
}

function withPolicy(policy: PolicyVerdict): TrailFacts {
  return withKey({ policy: known(policy) });
}

/** Prints reasons as `code weight`. */
function shown(reasons: readonly Reason[]): string[] {
  return reasons.map(({ code, weight }) => `${code} ${weight}`);
}

describe('the verdict on a trail', () => {
  const cases: readonly (readonly [string, TrailFacts, TrailState, readonly string[]])[] = [
    ['with a key in order', goodTrail, 'encrypted', []],
    ['without a key', { ...goodTrail, key: absent }, 'not-encrypted', ['no-kms-key high']],
    ['whose key is not known', { ...goodTrail, key: unknown('decided-at-deployment') }, 'unknown', []],
    [
      'under a key of AWS',
      withKey({ manager: known('AWS') }),
      'encrypted',
      ['kms-key-not-customer-managed critical'],
    ],
    [
      'under a key that is gone',
      withKey({ state: known('NotFound') }),
      'encrypted',
      ['kms-key-not-found critical'],
    ],
    [
      'under a disabled key',
      withKey({ state: known('Disabled') }),
      'encrypted',
      ['kms-key-disabled critical'],
    ],
    [
      'under a key pending deletion',
      withKey({ state: known('PendingDeletion') }),
      'encrypted',
      ['kms-key-pending-deletion critical'],
    ],
    [
      'under a replica pending deletion',
      withKey({ state: known('PendingReplicaDeletion') }),
      'encrypted',
      ['kms-key-pending-deletion critical'],
    ],
    [
      'under a key without material',
      withKey({ state: known('PendingImport') }),
      'encrypted',
      ['kms-key-unavailable critical'],
    ],
    [
      'under a key whose store is away',
      withKey({ state: known('Unavailable') }),
      'encrypted',
      ['kms-key-unavailable critical'],
    ],
    ['under a key being made', withKey({ state: known('Creating') }), 'encrypted', []],
    ['under a key being updated', withKey({ state: known('Updating') }), 'encrypted', []],
    [
      'under an asymmetric key',
      withKey({ spec: known('RSA_2048') }),
      'encrypted',
      ['kms-key-unusable critical'],
    ],
    [
      'under a signing key',
      withKey({ usage: known('SIGN_VERIFY') }),
      'encrypted',
      ['kms-key-unusable critical'],
    ],
    [
      'that a Deny keeps out',
      withPolicy({ answer: 'denies', statement: 'No' }),
      'encrypted',
      ['kms-key-policy high'],
    ],
    [
      'that no Allow lets in',
      withPolicy({ answer: 'does-not-admit', missing: ['kms:Decrypt'] }),
      'encrypted',
      ['kms-key-policy high'],
    ],
    [
      'whose policy leaves a doubt',
      withPolicy({ answer: 'cannot-tell', why: { kind: 'incomplete' } }),
      'encrypted',
      [],
    ],
    [
      'whose policy is open',
      withPolicy({ ...admits, open: true }),
      'encrypted',
      ['kms-key-policy-open medium'],
    ],
    [
      'whose policy forgets describing',
      withPolicy({ ...admits, describe: false }),
      'encrypted',
      ['kms-key-describe medium'],
    ],
    [
      'under a key that never rotates',
      withKey({ rotation: known(false) }),
      'encrypted',
      ['kms-key-rotation-off medium'],
    ],
    [
      'under material that will expire',
      withKey({ expires: known(now + 90 * day) }),
      'encrypted',
      ['kms-key-material-expiring medium'],
    ],
    [
      'under material that has expired',
      withKey({ expires: known(now) }),
      'encrypted',
      ['kms-key-material-expiring critical'],
    ],
    [
      'under a key of another account',
      withKey({ account: known('222233334444') }),
      'encrypted',
      ['kms-key-other-account info'],
    ],
    [
      'under a key of another Region',
      withKey({ region: known('us-east-1') }),
      'encrypted',
      ['kms-key-other-region info'],
    ],
    [
      'that shares its key',
      { ...goodTrail, otherTrailsUnderKey: known(2) },
      'encrypted',
      ['kms-key-shared info'],
    ],
    [
      'that cannot deliver',
      { ...goodTrail, deliveryError: known('AccessDenied') },
      'encrypted',
      ['delivery-failing critical'],
    ],
    ['that does not log', { ...goodTrail, logging: known(false) }, 'encrypted', ['not-logging critical']],
    [
      'without log file validation',
      { ...goodTrail, logFileValidation: known(false) },
      'encrypted',
      ['log-file-validation-off medium'],
    ],
    [
      'into a bucket with a Bucket Key',
      { ...goodTrail, bucketKey: known(true) },
      'encrypted',
      ['bucket-key info'],
    ],
    [
      'of an organization',
      { ...goodTrail, organization: known(true) },
      'encrypted',
      ['organization-trail info'],
    ],
    [
      'with a key only for some inputs, none by default',
      { ...goodTrail, key: { kind: 'conditional', byDefault: absent, branches: [absent, known(goodKey)] } },
      'conditional',
      ['kms-key-conditional high'],
    ],
    [
      'with a key by default, and none for some inputs',
      {
        ...goodTrail,
        key: { kind: 'conditional', byDefault: known(goodKey), branches: [absent, known(goodKey)] },
      },
      'conditional',
      ['kms-key-conditional info'],
    ],
    [
      'with two keys that share a fault, and perhaps another key',
      choosing(unknown('decided-at-deployment'), [
        known({ ...goodKey, rotation: known(false) }),
        known({ ...goodKey, rotation: known(false) }),
        unknown('out-of-reach'),
      ]),
      'unknown',
      ['kms-key-rotation-off info'],
    ],
    [
      'with a good key by default, and for some inputs one of which it is not known whether it is there',
      choosing(known(goodKey), [known(goodKey), unknown('out-of-reach')]),
      'encrypted',
      [],
    ],
    [
      'with a good key by default, and a disabled one for some inputs',
      choosing(known(goodKey), [known(goodKey), known(disabledKey)]),
      'encrypted',
      ['kms-key-disabled info'],
    ],
    [
      'with a disabled key by default, and a good one for some inputs',
      choosing(known(disabledKey), [known(disabledKey), known(goodKey)]),
      'encrypted',
      ['kms-key-disabled critical'],
    ],
    [
      'with a key of AWS by default, and one whose policy keeps CloudTrail out for some inputs',
      choosing(known(managedKey), [known(managedKey), known(shutKey)]),
      'encrypted',
      ['kms-key-not-customer-managed critical', 'kms-key-policy info'],
    ],
    [
      'without a key by default, and with a disabled one for some inputs',
      choosing(absent, [absent, known(disabledKey)]),
      'conditional',
      ['kms-key-conditional high', 'kms-key-disabled info'],
    ],
    [
      'with a disabled key by default, and none for some inputs',
      choosing(known(disabledKey), [known(disabledKey), absent]),
      'conditional',
      ['kms-key-disabled critical', 'kms-key-conditional info'],
    ],
    [
      'with a key that rotates by default, and does not for some inputs',
      choosing(known(goodKey), [
        known(goodKey),
        known({ ...goodKey, rotation: known(false), state: known('Disabled') }),
        known({ ...goodKey, rotation: known(false) }),
      ]),
      'encrypted',
      ['kms-key-disabled info'],
    ],
    [
      'without rotation by default, and with a key that rotates for some inputs',
      choosing(known({ ...goodKey, rotation: known(false) }), [
        known({ ...goodKey, rotation: known(false) }),
        known(shutKey),
      ]),
      'encrypted',
      ['kms-key-rotation-off medium', 'kms-key-policy info'],
    ],
    [
      'with faults of every weight, the most pressing first',
      {
        ...withKey({ rotation: known(false), account: known('222233334444') }),
        logging: known(false),
        organization: known(true),
      },
      'encrypted',
      [
        'not-logging critical',
        'kms-key-rotation-off medium',
        'kms-key-other-account info',
        'organization-trail info',
      ],
    ],
  ];
  for (const [name, trail, state, reasons] of cases) {
    it(name, () => {
      const verdict = judge(trail, now);
      assert.deepEqual({ state: verdict.state, reasons: shown(verdict.reasons) }, { state, reasons });
      assert.equal(
        needsAttention(verdict),
        reasons.some(one => / (?:critical|high)$/.test(one)),
      );
    });
  }

  it('names the input that gives a key where none is the default, unless there are several ways to one', () => {
    const given = (value: string) => ({ ...known(goodKey), when: [{ input: 'stage', value }] });
    const without = (...ways: readonly Fact<KeyFacts>[]) =>
      judge(choosing(absent, [absent, ...ways]), now).reasons.map(({ when }) => when);
    assert.deepEqual(without(given('prod')), [[{ input: 'stage', value: 'prod' }]]);
    assert.deepEqual(without(given('prod'), given('test')), [undefined]);
  });

  it('never holds against a trail what is not known of it', () => {
    const nothing: Fact<never> = unknown('denied');
    const key: KeyFacts = {
      name: 'arn:aws:kms:eu-west-1:222233334444:key/x',
      manager: nothing,
      state: nothing,
      spec: nothing,
      usage: nothing,
      region: nothing,
      account: nothing,
      rotation: nothing,
      expires: nothing,
      policy: nothing,
    };
    const trail: TrailFacts = {
      key: known(key),
      account: nothing,
      bucketRegion: nothing,
      bucketKey: nothing,
      organization: nothing,
      logFileValidation: nothing,
      logging: nothing,
      deliveryError: nothing,
      otherTrailsUnderKey: nothing,
    };
    assert.deepEqual(judge(trail, now), { state: 'encrypted', reasons: [] });
  });
});
