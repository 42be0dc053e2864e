import assert from 'node:assert/strict';
import { absent, known, unknown } from '../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../src/core/trail/key.ts';
import { complianceReferences } from '../../../../src/core/wording/compliance.ts';
import { accepted, keyDetails } from '../../../../src/core/wording/declarationDetails.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';

const nothing = unknown('decided-at-deployment');

const key: KeyFacts = {
  name: 'aws_kms_key.logs',
  manager: known('CUSTOMER'),
  state: known('Enabled'),
  spec: known('SYMMETRIC_DEFAULT'),
  usage: known('ENCRYPT_DECRYPT'),
  region: nothing,
  account: nothing,
  rotation: nothing,
  expires: absent,
  policy: nothing,
};

describe('what a text tells of a key', () => {
  const cases: readonly (readonly [what: string, facts: Partial<KeyFacts>, words: readonly string[]])[] = [
    ['nothing out of the ordinary', {}, []],
    ['rotation', { rotation: known(true) }, ['rotation on']],
    ['no rotation', { rotation: known(false) }, ['rotation off']],
    ['an AWS managed key', { manager: known('AWS') }, ['AWS managed']],
    [
      'a disabled key',
      { state: known('Disabled'), rotation: known(false) },
      ['state Disabled', 'rotation off'],
    ],
    ['an asymmetric key', { spec: known('RSA_2048') }, ['RSA_2048']],
    [
      'its policy',
      { policy: known({ answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] }) },
      ['does not allow CloudTrail: kms:GenerateDataKey missing'],
    ],
  ];

  for (const [what, facts, words] of cases) {
    it(what, () => {
      assert.deepEqual(keyDetails({ ...key, ...facts }).map(inEnglish), words);
    });
  }
});

describe('an accepted finding', () => {
  it('says whose entry it is, and why', () => {
    const range = { start: 0, end: 1 };
    assert.equal(inEnglish(accepted({ tool: 'checkov', range })), 'Ignored by an entry for Checkov.');
    assert.equal(
      inEnglish(accepted({ tool: 'cloudtrail-encryption', range, reason: 'a sandbox' })),
      'Ignored by an entry for CloudTrail Encryption: a sandbox',
    );
  });
});

it('references of compliance name each scheme once', () => {
  const schemes = complianceReferences.map(([scheme]) => scheme);
  assert.deepEqual([...new Set(schemes)], schemes);
});
