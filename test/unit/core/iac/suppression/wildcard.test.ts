import assert from 'node:assert/strict';
import { isWildcardMatch, type WildcardMode } from '../../../../../src/core/iac/suppression/wildcard.ts';

describe('patterns in the configuration of other scanners', () => {
  const cases: readonly (readonly [
    pattern: string,
    mode: WildcardMode,
    matches: readonly string[],
    others: readonly string[],
  ])[] = [
    ['CKV_AWS_*', 'exact', ['CKV_AWS_35', 'CKV_AWS_'], ['CKV_GCP_1', 'ckv_aws_35']],
    ['CKV_AWS_35', 'exact', ['CKV_AWS_35'], ['CKV_AWS_350']],
    ['aws-*-0015', 'any-case', ['AWS-CT-0015'], ['AVD-AWS-0016']],
    ['modules/**', 'path', ['modules/a.tf', 'modules/x/a.tf'], ['modules', 'x/modules/a.tf']],
    ['**/audit.tf', 'path', ['audit.tf', 'x/y/audit.tf'], ['my-audit.tf', 'audit.tf/x']],
    ['./infra', 'path', ['infra', 'infra/a.tf'], ['infra2/a.tf', 'x/infra']],
    ['infra/', 'path', ['infra/a.tf'], ['infra2/a.tf']],
    ['a/?.tf', 'path', ['a/b.tf'], ['a/bc.tf', 'a//.tf']],
    ['a/*/b', 'path', ['a/x/b'], ['a/x/y/b', 'a/b']],
    ['a.b', 'path', ['a.b'], ['axb']],
    ['*constructor', 'path', ['my-constructor'], ['my-x']],
  ];

  for (const [pattern, mode, matches, others] of cases) {
    it(`${pattern} as ${mode}`, () => {
      assert.deepEqual(
        [...matches, ...others].filter(name => isWildcardMatch(pattern, name, mode)),
        matches,
      );
    });
  }

  it('come to an end with every path', () => {
    assert.equal(isWildcardMatch(`${'**/a**/'.repeat(12)}z`, 'a/'.repeat(60), 'path'), false);
    assert.equal(isWildcardMatch(`${'*a'.repeat(20)}z`, 'a'.repeat(250), 'exact'), false);
  });
});
