import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../../../src/core/iac/languages/index.ts';
import { MemorySources } from './memorySources.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

/** A trail whose key is what stands for KEY, beside a key that is read by an alias. */
const terraform = `
variable "given" {
  default = "alias/logs"
}
data "aws_kms_key" "logs" {
  key_id = "alias/logs"
}
locals {
  id = data.aws_kms_key.logs.id
}
resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "audit-logs"
  kms_key_id     = KEY
}
`;
const typescript = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const logs = aws.kms.getKeyOutput({ keyId: "alias/logs" });
const id = logs.id;
const audit = new aws.cloudtrail.Trail("audit", { name: "audit", s3BucketName: "audit-logs", kmsKeyId: KEY });
`;
const yaml = `
name: audit
runtime: yaml
config:
  given:
    type: string
    default: alias/logs
variables:
  logs:
    fn::invoke:
      function: aws:kms:getKey
      arguments:
        keyId: alias/logs
  id: \${logs.id}
resources:
  audit:
    type: aws:cloudtrail:Trail
    properties:
      name: audit
      s3BucketName: audit-logs
      kmsKeyId: KEY
`;

const languages: readonly (readonly [
  language: string,
  file: string,
  text: string,
  keys: Readonly<Record<'reference' | 'text' | 'name' | 'input' | 'other', string>>,
])[] = [
  [
    'Terraform',
    'main.tf',
    terraform,
    {
      reference: 'data.aws_kms_key.logs.id',
      text: '"alias/logs"',
      name: 'local.id',
      input: 'var.given',
      other: '"none"',
    },
  ],
  [
    'a program of Pulumi',
    'index.ts',
    typescript,
    {
      reference: 'logs.id',
      text: '"alias/logs"',
      name: 'id',
      input: 'config.get("given") ?? "alias/logs"',
      other: '"none"',
    },
  ],
  [
    'Pulumi YAML',
    'Pulumi.yaml',
    yaml,
    { reference: '${logs.id}', text: 'alias/logs', name: '${id}', input: '${given}', other: 'none' },
  ],
];

/** The fixes by their kinds; a star marks the preferred one. */
async function offered(file: string, text: string): Promise<readonly string[]> {
  const sources = new MemorySources({ [`file:///case/${file}`]: text });
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => Date.parse('2026-01-01'),
    rootOf: () => 'file:///case',
  });
  const [document] = sources.documents;
  assert.ok(document);
  const { assessments } = await analyzer.analyze(document, sources);
  const [finding] = assessments.flatMap(({ findings }) => findings);
  assert.equal(finding?.code, 'kms-key-not-arn');
  const fixes = await analyzer.fixesFor(finding, document, sources, { keyArn });
  return fixes.map(({ action, preferred }) => action.kind + (preferred ? '*' : ''));
}

describe('a key that is not named by its ARN', () => {
  for (const [language, file, text, keys] of languages) {
    const fixes = (key: string) => offered(file, text.replace('KEY', key));

    it(`gets the ARN of what is referred to: ${language}`, async () =>
      assert.deepEqual(await fixes(keys.reference), ['use-arn*', 'ignore']));

    it(`gets the configured key in place of an alias: ${language}`, async () =>
      assert.deepEqual(await fixes(keys.text), ['use-key-arn*', 'ignore']));

    it(`gets it in place of an expression only where a person wants that: ${language}`, async () => {
      assert.deepEqual(await fixes(keys.name), ['use-key-arn', 'ignore']);
      assert.deepEqual(await fixes(keys.input), ['use-key-arn', 'ignore']);
    });

    it(`gets a key like a trail without one where the text names none: ${language}`, async () =>
      assert.deepEqual(await fixes(keys.other), ['use-key-arn*', 'add-key', 'ignore']));
  }
});
