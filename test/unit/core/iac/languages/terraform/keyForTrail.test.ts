import assert from 'node:assert/strict';
import { said } from './trails.ts';

/** A key for one trail, named by its ARN or a pattern of it, and the actions that CloudTrail may call. */
const keyFor = (source: string, actions = '"kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"') =>
  `data "aws_caller_identity" "me" {
}
resource "aws_kms_key" "k" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Resource = "*", Action = [${actions}]
      Condition = { StringLike = { "aws:SourceArn" = ${source} } }
    }]
  })
}
`;
const account = '${data.aws_caller_identity.me.account_id}';
const trail = (name: string, rest = '', bucket = '"logs"') =>
  `resource "aws_cloudtrail" "t" {\n  name = ${name}\n  s3_bucket_name = ${bucket}\n  kms_key_id = aws_kms_key.k.arn\n}\n${rest}`;
const variable = (name: string, byDefault?: string) =>
  `variable "${name}" {\n  type = string\n${byDefault === undefined ? '' : `  default = ${byDefault}\n`}}\n`;

const fine = ['aws_cloudtrail.t, encrypted'];
const refused = ['aws_cloudtrail.t, encrypted, kms-key-policy error'];
const forSome = ['aws_cloudtrail.t, encrypted, kms-key-policy information'];

const named = (name: string) => keyFor(`"arn:aws:cloudtrail:eu-west-1:${account}:trail/${name}"`);

const names: readonly (readonly [string, string, readonly string[]])[] = [
  ['its own name', named('audit') + trail('"audit"'), fine],
  ['another name', named('other') + trail('"audit"'), refused],
  ['a name that only begins alike', named('audit') + trail('"audit-2"'), refused],
  ['a pattern that takes it', named('aud*') + trail('"audit"'), fine],
  ['a pattern that does not', named('log*') + trail('"audit"'), refused],
  ['a name that is not known', named('other') + trail('var.name', variable('name')), fine],
  [
    'a name whose end is known, and another',
    named('other') + trail('"${var.prefix}-audit"', variable('prefix')),
    refused,
  ],
  [
    'a name whose end is known, and may be it',
    named('north-audit') + trail('"${var.prefix}-audit"', variable('prefix')),
    fine,
  ],
  ['a name by default', named('other') + trail('var.name', variable('name', '"audit"')), refused],
  [
    'the input that names the trail',
    named('${var.name}') + trail('var.name', variable('name', '"audit"')),
    fine,
  ],
  [
    'the input that names the trail, without default',
    named('${var.name}') + trail('var.name', variable('name')),
    fine,
  ],
  [
    'the name by default, and another for an input',
    named('${var.own ? "audit" : "other"}') + trail('"audit"', 'variable "own" {\n  default = true\n}\n'),
    forSome,
  ],
  [
    'another name by default',
    named('${var.own ? "audit" : "other"}') + trail('"audit"', 'variable "own" {\n  default = false\n}\n'),
    refused,
  ],
  [
    'the local that names the trail',
    named('${local.name}') + trail('local.name', 'locals {\n  name = "audit"\n}\n'),
    fine,
  ],
  [
    'the Region of its provider',
    named('audit') + trail('"audit"', 'provider "aws" {\n  region = "eu-west-1"\n}\n'),
    fine,
  ],
  [
    'another Region',
    named('audit') + trail('"audit"', 'provider "aws" {\n  region = "us-east-1"\n}\n'),
    refused,
  ],
  [
    'its account, and not that of a trail of the same name under another provider',
    `${keyFor('"*"').replace('"aws:SourceArn" = "*"', '"aws:SourceAccount" = "111122223333"')}
provider "aws" {
  allowed_account_ids = ["111122223333"]
}
provider "aws" {
  alias               = "other"
  allowed_account_ids = ["444455556666"]
}
${trail('"audit"')}${trail('"audit"').replace('"t" {', '"u" {\n  provider = aws.other')}`,
    ['aws_cloudtrail.t, encrypted', 'aws_cloudtrail.u, encrypted, kms-key-policy error'],
  ],
  [
    'one of the trails that it is made for',
    `${named('eu')}resource "aws_cloudtrail" "t" {\n  for_each = toset(["eu", "us"])\n  name = each.key\n  s3_bucket_name = "logs"\n  kms_key_id = aws_kms_key.k.arn\n}\n`,
    ['aws_cloudtrail.t["eu"], encrypted', 'aws_cloudtrail.t["us"], encrypted, kms-key-policy error'],
  ],
];

describe('a key policy in Terraform for a trail, by', () => {
  for (const [name, text, expected] of names) {
    it(name, async () => assert.deepEqual(await said({ 'main.tf': text }), expected));
  }
});

const withoutDecrypt = keyFor('"*"', '"kms:GenerateDataKey*", "kms:DescribeKey"');
const bucket = (inside = '') => `resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n${inside}}\n`;
const encryption = (of: string, enabled?: string) =>
  `resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {\n  bucket = ${of}\n  rule {\n${enabled === undefined ? '' : `    bucket_key_enabled = ${enabled}\n`}  }\n}\n`;
const byReference = trail('"audit"', '', 'aws_s3_bucket.logs.id');

const buckets: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a Bucket Key, by reference',
    byReference + bucket() + encryption('aws_s3_bucket.logs.id', 'true'),
    refused,
  ],
  ['a Bucket Key, by name', trail('"audit"') + bucket() + encryption('"logs"', 'true'), refused],
  [
    'a Bucket Key in the bucket itself',
    byReference +
      bucket(
        '  server_side_encryption_configuration {\n    rule {\n      bucket_key_enabled = true\n    }\n  }\n',
      ),
    refused,
  ],
  ['a Bucket Key that is off', byReference + bucket() + encryption('aws_s3_bucket.logs.id', 'false'), fine],
  ['a Bucket Key that is not written', byReference + bucket() + encryption('aws_s3_bucket.logs.id'), fine],
  [
    'a Bucket Key by default',
    byReference +
      bucket() +
      encryption('aws_s3_bucket.logs.id', 'var.saves') +
      'variable "saves" {\n  default = true\n}\n',
    refused,
  ],
  [
    'a Bucket Key that somebody decides',
    byReference +
      bucket() +
      encryption('aws_s3_bucket.logs.id', 'var.saves') +
      'variable "saves" {\n  type = bool\n}\n',
    fine,
  ],
  ['no configuration in sight', byReference + bucket(), fine],
  ['a Bucket Key of another bucket', byReference + bucket() + encryption('"other"', 'true'), fine],
];

describe('a key policy without kms:Decrypt, for a bucket with', () => {
  for (const [name, text, expected] of buckets) {
    it(name, async () => assert.deepEqual(await said({ 'main.tf': withoutDecrypt + text }), expected));
  }
});
