import assert from 'node:assert/strict';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';

const trail = 'resource "aws_cloudtrail" "t" {\n}\n';
const json = '{"resource": {"aws_cloudtrail": {"t": {}}}}';

const cases: readonly (readonly [string, string, boolean])[] = [
  ['file:///a/main.tf', trail, true],
  ['file:///a/main.tofu', trail, true],
  ['file:///a/cdk.tf.json', json, true],
  ['vscode-vfs://github/acme/infra/main.tofu.json', json, true],
  ['file:///a/main.tf', 'resource "awscc_cloudtrail_trail" "t" {}\n', true],
  ['file:///a/main.tf', 'module "audit" {\n  source = "./audit"\n}\n', true],
  ['file:///a/main.tf.json', '{"module": {"audit": {"source": "./audit"}}}', true],
  ['file:///a/main.tf', 'resource "aws_instance" "i" {\n}\n', false],
  ['file:///a/terraform.tfvars', 'name = "aws_cloudtrail"\n', false],
  ['file:///a/README.md', trail, false],
  ['file:///a/package.json', json, false],
  ['untitled:Untitled-1', trail, true],
  ['untitled:Untitled-1', json, true],
  ['untitled:Untitled-1', 'Notes about aws_cloudtrail\n', false],
];

describe('terraform: claims', () => {
  const { claims } = createTerraform();
  for (const [uri, text, expected] of cases) {
    it(`${expected ? 'takes' : 'leaves'} ${uri}: ${text.slice(0, 40).trim()}`, () => {
      assert.equal(claims({ uri, text }), expected);
    });
  }
});
