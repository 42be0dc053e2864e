import assert from 'node:assert/strict';
import { factsOfName, factsOfWritten, type WrittenKey } from '../../../../../src/core/iac/declared/key.ts';
import { absent, known, unknown } from '../../../../../src/core/trail/fact.ts';

const later = unknown('decided-at-deployment');
const bare: WrittenKey = {
  isReplica: false,
  enabled: absent,
  spec: absent,
  usage: absent,
  rotation: absent,
  origin: absent,
  expires: absent,
  region: later,
};

/** State, spec, usage and rotation of a declared key, each known value or `?`. */
function facts(written: Partial<WrittenKey>): string {
  const { state, spec, usage, rotation } = factsOfWritten('k', { ...bare, ...written });
  return [state, spec, usage, rotation]
    .map(fact => (fact.kind === 'known' ? String(fact.value) : '?'))
    .join(' ');
}

const cases: readonly (readonly [string, Partial<WrittenKey>, string])[] = [
  ['nothing but the key', {}, 'Enabled SYMMETRIC_DEFAULT ENCRYPT_DECRYPT false'],
  ['that it is disabled', { enabled: known(false) }, 'Disabled SYMMETRIC_DEFAULT ENCRYPT_DECRYPT false'],
  ['that an input enables it', { enabled: later }, '? SYMMETRIC_DEFAULT ENCRYPT_DECRYPT false'],
  ['its rotation', { rotation: known(true) }, 'Enabled SYMMETRIC_DEFAULT ENCRYPT_DECRYPT true'],
  ['that it is asymmetric', { spec: known('RSA_2048') }, 'Enabled RSA_2048 ENCRYPT_DECRYPT ?'],
  ['a kind that an input decides', { spec: later }, 'Enabled ? ENCRYPT_DECRYPT ?'],
  ['what it is for', { usage: known('SIGN_VERIFY') }, 'Enabled SYMMETRIC_DEFAULT SIGN_VERIFY false'],
  [
    'that its material is imported',
    { origin: known('EXTERNAL'), enabled: known(false) },
    '? SYMMETRIC_DEFAULT ENCRYPT_DECRYPT ?',
  ],
  [
    'that KMS makes its material',
    { origin: known('AWS_KMS') },
    'Enabled SYMMETRIC_DEFAULT ENCRYPT_DECRYPT false',
  ],
  [
    'that a key store has it',
    { origin: known('AWS_CLOUDHSM') },
    'Enabled SYMMETRIC_DEFAULT ENCRYPT_DECRYPT ?',
  ],
  [
    'where its material comes from, by an input',
    { origin: later },
    'Enabled SYMMETRIC_DEFAULT ENCRYPT_DECRYPT ?',
  ],
  ['that it is a replica', { isReplica: true }, 'Enabled ? ? ?'],
];

describe('the facts of a key of which is written', () => {
  for (const [name, written, expected] of cases) {
    it(name, () => assert.equal(facts(written), expected));
  }
});

const names: readonly (readonly [string, string])[] = [
  ['alias/logs', '? ? ?'],
  ['1234abcd-12ab-34cd-56ef-1234567890ab', '? ? ?'],
  ['alias/aws/s3', 'AWS ? ?'],
  ['arn:aws:kms:eu-west-1:*:alias/aws/cloudtrail', 'AWS ? ?'],
  ['arn:aws:kms:eu-west-1:111122223333:key/x', '? eu-west-1 111122223333'],
  ['arn:*:kms:eu-west-1:*:key/x', '? eu-west-1 ?'],
  ['arn:aws:kms:*:111122223333:alias/x', '? ? 111122223333'],
  ['arn:aws:s3:::bucket', '? ? ?'],
];

describe('the facts of a key that is called', () => {
  for (const [name, expected] of names) {
    it(name, () => {
      const { manager, region, account } = factsOfName('k', name, false);
      const shown = [manager, region, account].map(fact => (fact.kind === 'known' ? fact.value : '?'));
      assert.equal(shown.join(' '), expected);
    });
  }

  it('by a text out of a file: only words of AWS are known', () => {
    const { region } = factsOfName('file("key")', 'arn:aws:kms:hunter2:111122223333:key/x', true);
    assert.deepEqual(region, later);
    assert.deepEqual(factsOfName('f', 'arn:aws:kms:eu-west-1:1:key/x', true).region, known('eu-west-1'));
  });
});
