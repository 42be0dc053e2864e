import assert from 'node:assert/strict';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { MemorySources } from '../../memorySources.ts';

/** A key that another account creates, administered by the account of the default provider, and what more its policy says. */
function key(policy: string): string {
  return `
provider "aws" {}
provider "aws" {
  alias = "logs"
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
  }
}
data "aws_caller_identity" "here" {}
data "aws_caller_identity" "logs" {
  provider = aws.logs
}
resource "aws_kms_key" "logs" {
  provider = aws.logs
  policy   = ${policy}
}
`;
}

function document(...statements: readonly string[]): string {
  return `jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })`;
}

function allow(who: string, action: string, effect = 'Allow'): string {
  const account = `\${data.aws_caller_identity.${who}.account_id}`;
  return `{ Effect = "${effect}", Principal = { AWS = "arn:aws:iam::${account}:root" }, Action = "${action}", Resource = "*" }`;
}

const heredoc = `<<EOT
{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::\${data.aws_caller_identity.here.account_id}:root"},
  "Action": ["kms:P*"], "Resource": "*"}]}
EOT`;

const cases: readonly (readonly [what: string, policy: string, locked: boolean])[] = [
  ['that leaves the administration to another account', document(allow('here', 'kms:*')), true],
  ['that does so by a wildcard within the action', document(allow('here', 'kms:*Policy')), true],
  ['that does so as JSON in a heredoc', heredoc, true],
  ['of its own account', document(allow('logs', 'kms:*')), false],
  ['that its own account may change, too', document(allow('here', 'kms:*'), allow('logs', 'KMS:P*')), false],
  ['that another account may only use', document(allow('here', 'kms:Decrypt')), false],
  [
    'that denies its own account the change',
    document(allow('here', 'kms:*'), allow('logs', 'kms:PutKeyPolicy', 'Deny')),
    true,
  ],
  ['that only denies', document(allow('here', 'kms:*', 'Deny')), false],
];

describe('a key policy in Terraform that KMS would refuse', () => {
  for (const [what, policy, locked] of cases) {
    it(`${locked ? 'is' : 'is not'} one ${what}`, async () => {
      const sources = new MemorySources({ 'file:///case/main.tf': key(policy) });
      const [text] = sources.documents;
      assert.ok(text);
      assert.deepEqual(await createTerraform().refused?.(text, sources), locked ? ['aws_kms_key.logs'] : []);
    });
  }
});
