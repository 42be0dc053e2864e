import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/core/iac/finding.ts';
import { findingsOf } from '../../../../src/core/iac/findings.ts';
import {
  absent,
  type Branch,
  type Choice,
  type Circumstance,
  known,
} from '../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../src/core/trail/key.ts';
import { judge } from '../../../../src/core/trail/verdict.ts';
import { findingMessage, relatedMessage } from '../../../../src/core/wording/findings.ts';
import { inEnglish, message } from '../../../../src/core/wording/message.ts';
import { declarationOf, goodKey, type Told } from '../iac/declarations.ts';

describe('the sentence for a finding', () => {
  const key = (facts: Partial<KeyFacts>): Choice<KeyFacts> => known({ ...goodKey, ...facts });
  const isOn: Circumstance = { input: 'var.enabled', value: 'true' };
  const isOff: Circumstance = { input: 'var.enabled', value: 'false' };
  const given = (more: readonly Circumstance[]): Branch<KeyFacts> => ({
    ...known(goodKey),
    when: [{ input: 'var.key', value: undefined }, ...more],
  });
  const disabled = known<KeyFacts>({ ...goodKey, name: 'aws_kms_key.old', state: known('Disabled') });
  const cases: readonly (readonly [Told, string])[] = [
    [
      { key: absent },
      'Trail aws_cloudtrail.main has no KMS key: its log files are encrypted with SSE-S3 only. Set kms_key_id to a customer managed key.',
    ],
    [
      { key: absent, keyAttribute: { start: 3, end: 9 } },
      'Trail aws_cloudtrail.main has no KMS key because kms_key_id is null or empty: its log files are encrypted with SSE-S3 only. Use a customer managed key.',
    ],
    [
      {
        key: absent,
        language: 'cloudformation',
        resource: 'Audit',
        misspelling: { written: 'KmsKeyId', right: 'KMSKeyId', range: { start: 1, end: 2 } },
      },
      'Trail Audit has no KMS key: KmsKeyId is not a property of a trail, the property is KMSKeyId. Its log files are encrypted with SSE-S3 only.',
    ],
    [
      {
        key: absent,
        language: 'cloudformation',
        resource: 'Audit.Trail',
        related: ['module-declaration'],
      },
      'Trail Audit.Trail has no KMS key because this stack passes none: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
    ],
    [
      { key: absent, language: 'cdk', resource: 'Audit.Trail', related: ['module-declaration'] },
      'Trail Audit.Trail has no KMS key because none is passed to this construct: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
    ],
    [
      { key: absent, related: ['module-declaration'] },
      'Trail aws_cloudtrail.main has no KMS key because this module call passes none: its log files are encrypted with SSE-S3 only. Pass a customer managed key.',
    ],
    [
      { key: { kind: 'conditional', byDefault: absent, branches: [absent, given([])] } },
      'Trail aws_cloudtrail.main has no KMS key unless var.key is set: by default its log files are encrypted with SSE-S3 only. Require a customer managed key, or make one the default.',
    ],
    [
      { key: { kind: 'conditional', byDefault: absent, branches: [absent, given([isOn])] } },
      'Trail aws_cloudtrail.main has no KMS key unless var.key is set and var.enabled is true: by default its log files are encrypted with SSE-S3 only. Require a customer managed key, or make one the default.',
    ],
    [
      {
        key: {
          kind: 'conditional',
          byDefault: absent,
          branches: [absent, given([]), { ...known({ ...goodKey, name: 'other' }), when: [isOn] }],
        },
      },
      'Trail aws_cloudtrail.main has no KMS key by default: its log files are encrypted with SSE-S3 only. Use a customer managed key for every input.',
    ],
    [
      {
        key: {
          kind: 'conditional',
          byDefault: known(goodKey),
          branches: [known(goodKey), { ...absent, when: [{ input: 'Key', value: '' }] }],
        },
      },
      'Trail aws_cloudtrail.main has no KMS key when Key is empty: its log files are then encrypted with SSE-S3 only.',
    ],
    [
      {
        key: {
          kind: 'conditional',
          byDefault: absent,
          branches: [known(goodKey), { ...absent, when: [{ input: 'name', value: 'right', isTurn: true }] }],
        },
      },
      'Trail aws_cloudtrail.main is created several times and has no KMS key when name is right: its log files are then encrypted with SSE-S3 only. Use a customer managed key each time.',
    ],
    [
      {
        key: {
          kind: 'conditional',
          byDefault: absent,
          branches: [known(goodKey), { ...absent, when: [{ input: '', value: undefined, isTurn: true }] }],
        },
      },
      'Trail aws_cloudtrail.main is created several times, and not always with a KMS key: without one, its log files are encrypted with SSE-S3 only. Use a customer managed key each time.',
    ],
    ...(
      [
        [{ input: 'Key', value: undefined, not: true }, 'Key is not set'],
        [{ input: 'Stage', value: 'prod', not: true }, 'Stage is not prod'],
        [{ input: 'Stage', value: '', not: true }, 'Stage is not empty'],
      ] as const
    ).map(([when, said]): readonly [Told, string] => [
      {
        key: {
          kind: 'conditional',
          byDefault: known(goodKey),
          branches: [known(goodKey), { ...absent, when: [when] }],
        },
      },
      `Trail aws_cloudtrail.main has no KMS key when ${said}: its log files are then encrypted with SSE-S3 only.`,
    ]),
    [
      {
        key: {
          kind: 'conditional',
          byDefault: known(goodKey),
          branches: [known(goodKey), { ...absent, when: [isOff] }],
        },
      },
      'Trail aws_cloudtrail.main has no KMS key when var.enabled is false: its log files are then encrypted with SSE-S3 only.',
    ],
    [
      {
        key: {
          kind: 'conditional',
          byDefault: known(goodKey),
          branches: [known(goodKey), { ...disabled, when: [isOff] }],
        },
      },
      'Trail aws_cloudtrail.main uses KMS key aws_kms_key.old, which is declared disabled: CloudTrail cannot deliver log files with it. Enable the key. This applies only when var.enabled is false.',
    ],
    [
      { key: { kind: 'conditional', byDefault: absent, branches: [absent, known(goodKey)] } },
      'Trail aws_cloudtrail.main has no KMS key by default: its log files are encrypted with SSE-S3 only. Use a customer managed key for every input.',
    ],
    [
      { key: { kind: 'conditional', byDefault: known(goodKey), branches: [absent, known(goodKey)] } },
      'Trail aws_cloudtrail.main has a KMS key for some inputs only; for the others its log files are encrypted with SSE-S3 only.',
    ],
    [
      { key: key({ name: 'alias/aws/s3', manager: known('AWS') }) },
      'Trail aws_cloudtrail.main uses alias/aws/s3, an AWS managed key, which CloudTrail cannot use. Use a customer managed key.',
    ],
    [
      { key: key({ state: known('Disabled') }) },
      'Trail aws_cloudtrail.main uses KMS key aws_kms_key.logs, which is declared disabled: CloudTrail cannot deliver log files with it. Enable the key.',
    ],
    [
      { key: key({ spec: known('RSA_2048'), usage: known('SIGN_VERIFY') }) },
      'Trail aws_cloudtrail.main uses KMS key aws_kms_key.logs, which is declared as RSA_2048, SIGN_VERIFY: CloudTrail needs a symmetric encryption key. Use another key.',
    ],
    [
      { key: key({ region: known('eu-west-1') }), bucketRegion: 'us-east-1' },
      'Trail aws_cloudtrail.main uses KMS key aws_kms_key.logs in Region eu-west-1, but its log bucket is in us-east-1. Use a key in the Region of the bucket.',
    ],
    [
      { key: key({ state: known('PendingImport') }) },
      'Trail aws_cloudtrail.main uses KMS key aws_kms_key.logs, which CloudTrail cannot use: its state is PendingImport. Use another key.',
    ],
    [
      { key: key({ policy: known({ answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] }) }) },
      'The policy of KMS key aws_kms_key.logs does not let CloudTrail use the key for trail aws_cloudtrail.main, so the deployment would fail. Allow cloudtrail.amazonaws.com to call kms:GenerateDataKey.',
    ],
    [
      { key: key({ policy: known({ answer: 'denies', statement: 'DenyAll' }) }) },
      'Statement DenyAll of the policy of KMS key aws_kms_key.logs denies CloudTrail access for trail aws_cloudtrail.main, so the deployment would fail.',
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
    assert.deepEqual(related.map(inEnglish), ['Policy of KMS key the-key-policy']);
  });
});
