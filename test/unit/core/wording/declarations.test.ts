import assert from 'node:assert/strict';
import { assess } from '../../../../src/core/iac/findings.ts';
import type { Suppression } from '../../../../src/core/iac/suppression.ts';
import { absent, type Choice, known, unknown } from '../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../src/core/trail/key.ts';
import { judge } from '../../../../src/core/trail/verdict.ts';
import { countDeclared, declaredStateLabel } from '../../../../src/core/wording/declarations.ts';
import { fixTitle } from '../../../../src/core/wording/fixes.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { declarationOf, goodKey } from '../iac/declarations.ts';

describe('the label of a declared trail', () => {
  const accepted: Suppression = { tool: 'checkov', range: { start: 0, end: 1 } };
  const cases: readonly (readonly [string, Choice<KeyFacts>, Suppression?])[] = [
    ['SSE-KMS · aws_kms_key.logs', known(goodKey)],
    ['no KMS key', absent],
    ['no KMS key, ignored', absent, accepted],
    [
      'KMS key for some inputs only',
      { kind: 'conditional', byDefault: absent, branches: [absent, known(goodKey)] },
    ],
    ['KMS key not known from the code', unknown('out-of-reach')],
  ];
  for (const [label, key, suppression] of cases) {
    it(label, () => {
      const declaration = declarationOf({ key });
      const suppressions = suppression ? [suppression] : [];
      const assessment = assess(declaration, judge(declaration.facts, 0), suppressions, '2026-01-01');
      assert.equal(inEnglish(declaredStateLabel(assessment)), label);
    });
  }
});

describe('the number of declared trails to act on', () => {
  const assessed = (key: Choice<KeyFacts>) => {
    const declaration = declarationOf({ key });
    return assess(declaration, judge(declaration.facts, 0), [], '2026-01-01');
  };

  it('counts each trail once, as its icon does', () => {
    const perhaps: Choice<KeyFacts> = {
      kind: 'conditional',
      byDefault: absent,
      branches: [absent, known(goodKey)],
    };
    const fine = assessed(known(goodKey));
    const all = [assessed(absent), assessed(perhaps), fine, assessed(unknown('out-of-reach'))];
    assert.deepEqual(countDeclared(all), { all: 4, withoutKey: 1, needAttention: 1 });
    assert.deepEqual(
      countDeclared(all, one => one === fine),
      { all: 4, withoutKey: 1, needAttention: 2 },
    );
  });
});

describe('the title of a fix', () => {
  it('says what choosing it does', () => {
    assert.deepEqual(
      [
        fixTitle({ kind: 'use-declared-key', key: 'aws_kms_key.logs' }),
        fixTitle({ kind: 'add-key', key: 'aws_kms_key.cloudtrail' }),
        fixTitle({
          kind: 'pass-variable',
          module: 'module.audit',
          variable: 'kms_key_arn',
          key: 'aws_kms_key.logs',
        }),
        fixTitle({ kind: 'require-input', input: 'var.kms_key_arn' }),
        fixTitle({ kind: 'drop-condition', condition: 'var.encrypt' }),
        fixTitle({ kind: 'use-declared-key', key: 'aws_kms_key.open', everybody: true }),
        fixTitle({ kind: 'enable-rotation', key: 'aws_kms_key.logs', defaultOf: 'var.rotate' }),
        fixTitle({ kind: 'rename-property', from: 'KmsKeyId', to: 'KMSKeyId' }),
        fixTitle({ kind: 'ignore', code: 'no-kms-key' }),
      ].map(inEnglish),
      [
        'Encrypt with KMS key aws_kms_key.logs',
        'Create KMS key aws_kms_key.cloudtrail (policy, alias, rotation) and use it',
        'Pass KMS key aws_kms_key.logs as kms_key_arn to module.audit',
        'Require var.kms_key_arn: remove its empty default',
        'Always encrypt: remove the condition var.encrypt',
        'Encrypt with KMS key aws_kms_key.open, which any AWS account may use',
        "Turn on automatic rotation of KMS key aws_kms_key.logs: change the module's default of var.rotate",
        'Rename KmsKeyId to KMSKeyId',
        'Ignore no-kms-key here',
      ],
    );
  });
});
