import assert from 'node:assert/strict';
import { readPlan } from '../../../../../../src/core/iac/languages/terraformPlan/read.ts';

/** A plan of so many trails, each with a key, a policy of its own, a bucket and the encryption of that, and what is none of these. */
function planOf(count: number): string {
  const change = (type: string, index: number, after: object, unknown: object = {}) => ({
    address: `${type}.n${index}`,
    mode: 'managed',
    type,
    name: `n${index}`,
    change: { actions: ['create'], before: null, after, after_unknown: unknown },
  });
  const arn = (index: number) => `arn:aws:kms:eu-west-1:111122223333:key/${index}`;
  const resource_changes = Array.from({ length: count }, (_, index) => [
    change('aws_cloudtrail', index, {
      name: `n${index}`,
      s3_bucket_name: `b${index}`,
      kms_key_id: arn(index),
    }),
    change('aws_kms_key', index, { arn: arn(index), key_id: `${index}`, enable_key_rotation: true }),
    change('aws_kms_key_policy', index, { key_id: `${index}`, policy: '{"Statement":[]}' }),
    change('aws_s3_bucket', index, { bucket: `b${index}` }),
    change('aws_s3_bucket_server_side_encryption_configuration', index, {
      bucket: `b${index}`,
      rule: [{ bucket_key_enabled: true }],
    }),
    change('aws_instance', index, { tags: { a: 'b' } }),
  ]).flat();
  return JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes });
}

describe('A Terraform plan', () => {
  it('of many trails and keys is read to its end, at a cost that its size squared bounds', () => {
    const steps = [5, 10, 20, 40].map(count => {
      const { declared, budget } = readPlan({ uri: 'file:///case/tfplan.json', text: planOf(count) });
      assert.equal(declared.trails.length, count);
      assert.deepEqual(declared.gaveUp, []);
      return budget.steps;
    });
    const [first = 0] = steps;
    for (const [index, one] of steps.entries()) {
      assert.ok(one <= first * 4 ** index, `${steps.join(', ')} steps`);
    }
  });

  it('of more trails than are told says so', () => {
    const { declared } = readPlan({ uri: 'file:///case/tfplan.json', text: planOf(201) });
    assert.equal(declared.trails.length, 200);
    assert.ok(declared.gaveUp.some(({ detail }) => detail === 'more than 200 trails in one plan'));
  });
});
