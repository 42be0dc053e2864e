import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/iac/finding.ts';
import { findingsOf } from '../../../../src/core/iac/findings.ts';
import { absent, type Choice, known } from '../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../src/core/trail/key.ts';
import { judge } from '../../../../src/core/trail/verdict.ts';
import { findingMessage, relatedMessage } from '../../../../src/core/wording/findings.ts';
import { inEnglish, message } from '../../../../src/core/wording/message.ts';
import { declarationOf, goodKey, type Told } from '../iac/declarations.ts';

describe('the sentence for a finding', () => {
  const key = (facts: Partial<KeyFacts>): Choice<KeyFacts> => known({ ...goodKey, ...facts });
  const cases: readonly (readonly [Told, string])[] = [
    [
      { key: absent },
      'Trail aws_cloudtrail.main has no KMS key: its log files are encrypted with SSE-S3 only. Set kms_key_id to a customer managed key.',
    ],
    [
      { key: absent, keyAttribute: { start: 3, end: 9 } },
      'Trail aws_cloudtrail.main has no KMS key, for its kms_key_id comes to nothing: its log files are encrypted with SSE-S3 only. Name a customer managed key.',
    ],
    [
      {
        key: absent,
        language: 'cloudformation',
        resource: 'Audit',
        misspelling: { written: 'KmsKeyId', right: 'KMSKeyId', range: { start: 1, end: 2 } },
      },
      'Trail Audit has no KMS key: KmsKeyId is no property of a trail and is ignored. Its log files are encrypted with SSE-S3 only. Write KMSKeyId.',
    ],
    [
      {
        key: absent,
        language: 'cloudformation',
        resource: 'Audit.Trail',
        related: ['module-declaration'],
      },
      'This nested stack gives trail Audit.Trail no KMS key: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
    ],
    [
      { key: absent, related: ['module-declaration'] },
      'This module call gives trail aws_cloudtrail.main no KMS key: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
    ],
    [
      { key: { kind: 'conditional', byDefault: absent, branches: [absent] }, related: ['variable-default'] },
      'Trail aws_cloudtrail.main has no KMS key unless the-variable-default is given: by default its log files are encrypted with SSE-S3 only. Make a customer managed key the default, or require one.',
    ],
    [
      { key: { kind: 'conditional', byDefault: absent, branches: [absent, known(goodKey)] } },
      'Trail aws_cloudtrail.main has a KMS key for some inputs only: by default its log files are encrypted with SSE-S3 only. Name a customer managed key for every input.',
    ],
    [
      { key: { kind: 'conditional', byDefault: known(goodKey), branches: [absent, known(goodKey)] } },
      'Trail aws_cloudtrail.main has a KMS key for some inputs only; for the others its log files are encrypted with SSE-S3 only.',
    ],
    [
      { key: key({ name: 'alias/aws/s3', manager: known('AWS') }) },
      'Trail aws_cloudtrail.main names alias/aws/s3, an AWS managed key, which CloudTrail cannot use. Name a customer managed key.',
    ],
    [
      { key: key({ state: known('Disabled') }) },
      'Trail aws_cloudtrail.main names KMS key aws_kms_key.logs, which is declared disabled: CloudTrail cannot deliver log files under it. Enable the key.',
    ],
    [
      { key: key({ spec: known('RSA_2048'), usage: known('SIGN_VERIFY') }) },
      'Trail aws_cloudtrail.main names KMS key aws_kms_key.logs, which is declared as RSA_2048, SIGN_VERIFY: CloudTrail needs a symmetric encryption key. Name another key.',
    ],
    [
      { key: key({ region: known('eu-west-1') }), bucketRegion: 'us-east-1' },
      'Trail aws_cloudtrail.main names KMS key aws_kms_key.logs in Region eu-west-1, but its log bucket is in us-east-1. Name a key in the Region of the bucket.',
    ],
    [
      { key: key({ state: known('PendingImport') }) },
      'Trail aws_cloudtrail.main names KMS key aws_kms_key.logs, which CloudTrail cannot use: its state is PendingImport. Name another key.',
    ],
    [
      { key: key({ policy: known({ answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] }) }) },
      'The policy of KMS key aws_kms_key.logs does not let CloudTrail use the key for trail aws_cloudtrail.main: the deployment would fail. Allow cloudtrail.amazonaws.com to call kms:GenerateDataKey.',
    ],
    [
      { key: key({ policy: known({ answer: 'denies', statement: 'DenyAll' }) }) },
      'The policy of KMS key aws_kms_key.logs denies CloudTrail the use of the key for trail aws_cloudtrail.main, in statement DenyAll: the deployment would fail.',
    ],
    [
      { key: key({ rotation: known(false) }) },
      'KMS key aws_kms_key.logs of trail aws_cloudtrail.main is declared without automatic rotation. Set enable_key_rotation to true.',
    ],
  ];
  for (const [told, sentence] of cases) {
    it(sentence, () => {
      const declaration = declarationOf(told);
      const findings: Finding[] = findingsOf(declaration, judge(declaration.facts, 0));
      assert.deepEqual(findings.map(findingMessage).map(inEnglish), [sentence]);
    });
  }

  it('fills its places in any order and leaves others alone', () => {
    assert.equal(inEnglish(message('{1} before {0}, {2}', 'a', 'b')), 'b before a, {2}');
  });

  it('names a related place', () => {
    const related = declarationOf({ key: absent, related: ['key-policy'] }).related.map(relatedMessage);
    assert.deepEqual(related.map(inEnglish), ['The policy of KMS key the-key-policy']);
  });
});
