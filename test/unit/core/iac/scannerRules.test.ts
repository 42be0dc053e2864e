import assert from 'node:assert/strict';
import { isEquivalentRule } from '../../../../src/core/iac/scannerRules.ts';

describe('a diagnostic of another scanner', () => {
  const cases: readonly (readonly [string, unknown, string, boolean])[] = [
    ['Checkov', 'CKV_AWS_35', '', true],
    ['Checkov', { value: 'CKV_AWS_35', target: 'https://example.com' }, '', true],
    ['Checkov', 'CKV_AWS_67, CKV_AWS_35', '', true],
    ['Checkov', 'CKV_AWS_36', 'Ensure CloudTrail log file validation is enabled, see CKV_AWS_35', false],
    ['Trivy', 'AVD-AWS-0015', '', true],
    ['Trivy', 'AWS-0015', '', true],
    ['tfsec', 'aws-cloudtrail-enable-at-rest-encryption', '', true],
    ['tfsec', 'aws-cloudtrail-enable-log-validation', 'CloudTrail logs should be encrypted', false],
    ['KICS', '5d9e3164-9265-470c-9a10-57ae454ac0c7', '', true],
    ['cfn-guard', 'CLOUD_TRAIL_ENCRYPTION_ENABLED', '', true],
    ['semgrep', 'terraform.aws.security.aws-cloudtrail-encrypted-with-cmk', '', true],
    ['cdk-nag', 'NIST.800.53.R5-CloudTrailEncryptionEnabled', '', true],
    ['Snyk IaC', 'SNYK-CC-00135', 'CloudTrail logs are not encrypted with a customer managed key', true],
    ['Snyk IaC', 'SNYK-CC-00136', 'CloudTrail log file validation is disabled', false],
    ['Snyk IaC', 'SNYK-CC-00137', 'CloudTrail bucket is not encrypted', false],
    ['cfn_nag', 'W1', 'AWS::CloudTrail::Trail should specify a KMS key', true],
    ['cfn-lint', 'W3', 'CloudTrail is not encrypted with KMS', false],
    [undefined as never, 42, '', false],
    ['Checkov', undefined, 'CKV_AWS_35', false],
  ];
  for (const [source, code, message, expected] of cases) {
    it(`${source} ${JSON.stringify(code)} ${message}: ${expected ? 'ours' : 'another'}`, () =>
      assert.equal(isEquivalentRule(source, code, message), expected));
  }
});
