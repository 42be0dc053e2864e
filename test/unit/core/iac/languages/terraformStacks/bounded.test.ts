import assert from 'node:assert/strict';
import { createTerraformStacks } from '../../../../../../src/core/iac/languages/terraformStacks/index.ts';
import { MemorySources } from '../../memorySources.ts';

describe('Terraform Stacks', () => {
  it('are entered once on the way, and so many of them: the others are named', async () => {
    const stacks = Array.from({ length: 52 }, (_, index) => `stack "s${index}" {\n  source = "./inner"\n}\n`);
    const sources = new MemorySources({
      'file:///case/all.tfcomponent.hcl': stacks.join('\n'),
      'file:///case/inner/one.tfcomponent.hcl':
        'stack "back" {\n  source = "../"\n}\n\ncomponent "audit" {\n  source = "../trail"\n}\n',
      'file:///case/trail/main.tf':
        'variable "key" {\n  default = ""\n}\n\nresource "aws_cloudtrail" "audit" {\n  kms_key_id = var.key\n}\n',
    });
    const document = await sources.read('file:///case/all.tfcomponent.hcl');
    assert.ok(document);
    const { trails, gaveUp } = await createTerraformStacks().read(document, sources);
    assert.equal(trails.length, 50);
    assert.deepEqual(
      gaveUp.map(({ resource }) => resource),
      ['stack.s50', 'stack.s51'],
    );
  });
});
