import assert from 'node:assert/strict';
import {
  type JsonLike,
  type MetadataLevel,
  metadataSuppressions,
} from '../../../../../src/core/iac/suppression/index.ts';

describe('metadata that silences', () => {
  const nag = (entry: JsonLike): JsonLike => ({ cdk_nag: { rules_to_suppress: [entry] } });
  const id = 'HIPAA.Security-CloudTrailEncryptionEnabled';
  const cases: readonly (readonly [string, JsonLike, readonly string[], MetadataLevel?])[] = [
    [
      'Checkov',
      { checkov: { skip: [{ id: 'CKV_AWS_67' }, { id: 'CKV_AWS_35', comment: 'fine' }] } },
      ['checkov fine'],
    ],
    ['Bridgecrew', { bridgecrew: { skip: [{ id: 'CKV_AWS_35' }] } }, ['checkov']],
    ['Checkov, another rule', { checkov: { skip: [{ id: 'CKV_AWS_36', comment: 'CKV_AWS_35' }] } }, []],
    ['Checkov, no list', { checkov: { skip: 'CKV_AWS_35' } }, []],
    ['Guard', { guard: { SuppressedRules: ['CLOUD_TRAIL_ENCRYPTION_ENABLED'] } }, ['cfn-guard']],
    [
      'Guard, a control of Control Tower',
      { guard: { SuppressedRules: ['CT.CLOUDTRAIL.PR.1'] } },
      ['cfn-guard'],
    ],
    ['Guard, another rule', { guard: { SuppressedRules: ['CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED'] } }, []],
    ['cdk-nag', nag({ id, reason: 'fine' }), ['cdk-nag fine']],
    ['cdk-nag, for the stack', nag({ id, reason: 'fine' }), ['cdk-nag fine'], 'template'],
    [
      'cdk-nag, with an encoded reason',
      nag({ id, reason: 'ZmluZQ==', is_reason_encoded: true }),
      ['cdk-nag'],
    ],
    ['cdk-nag, another rule', nag({ id: 'HIPAA.Security-CloudTrailLogFileValidationEnabled' }), []],
    ['cdk-nag, single findings', nag({ id, applies_to: ['Resource::*'] }), []],
    ['Terrascan', { 'runterrascan.io/skip': [{ rule: 'AC_AWS_0033', comment: 'fine' }] }, ['terrascan fine']],
    ['Terrascan as text', { 'runterrascan.io/skip': '[{"rule": "AC_AWS_0033"}]' }, ['terrascan']],
    ['Terrascan as broken text', { 'runterrascan.io/skip': '[{"rule": "AC_AWS_0033"' }, []],
    ['Checkov, for the template', { checkov: { skip: [{ id: 'CKV_AWS_35' }] } }, [], 'template'],
    ['what is not known', undefined, []],
    ['what is no map', ['checkov', null, 3], []],
  ];
  for (const [name, metadata, expected, level] of cases) {
    it(name, () => {
      const found = metadataSuppressions(metadata, { start: 3, end: 9 }, level);
      assert.deepEqual(
        found.map(({ tool, reason }) => (reason ? `${tool} ${reason}` : tool)),
        expected,
      );
      assert.ok(
        found.every(
          ({ range, codes }) => range.start === 3 && codes?.join() === 'no-kms-key,kms-key-conditional',
        ),
      );
    });
  }
});
