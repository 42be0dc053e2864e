import assert from 'node:assert/strict';
import { arn, encrypted, notByDefault, said, trail, variable } from './trails.ts';

const noArn = ['aws_cloudtrail.t, encrypted, kms-key-not-arn error'];
const aliasArn = ['aws_cloudtrail.t, encrypted, kms-key-not-arn information'];

const alias = (target: string) =>
  `resource "aws_kms_alias" "a" {\n  name = "alias/a"\n  target_key_id = ${target}\n}\n`;
const data = 'data "aws_kms_key" "k" {\n  key_id = var.id\n}\n';

const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
  ['an ARN', trail(arn), encrypted],
  ['the ARN of a multi-Region key', trail('"arn:aws:kms:eu-west-1:111122223333:key/mrk-1234"'), encrypted],
  ['an id', trail('"1234abcd-12ab-34cd-56ef-1234567890ab"'), noArn],
  ['a number', trail('1234'), noArn],
  ['an ARN that is cut short', trail('"arn:aws:kms"'), noArn],
  ['an ARN with a blank before it', trail('" arn:aws:kms:eu-west-1:111122223333:key/1"'), noArn],
  ['the ARN of an alias', trail('"arn:aws:kms:eu-west-1:111122223333:alias/a"'), aliasArn],
  [
    'the ARN of an alias, put together',
    trail(
      '"arn:aws:kms:${var.r}:${var.a}:alias/logs"',
      variable('r', 'type = string') + variable('a', 'type = string'),
    ),
    aliasArn,
  ],
  [
    'an ARN put together',
    trail('"arn:${var.p}:kms:${var.p}:1:key/${var.p}"', variable('p', 'type = string')),
    encrypted,
  ],
  ['the name of an alias, put together', trail('"alias/${var.n}"', variable('n', 'type = string')), noArn],
  ['what begins with something unknown', trail('"${var.n}/logs"', variable('n', 'type = string')), encrypted],
  ['an input that somebody gives', trail('var.k', variable('k', 'type = string')), encrypted],
  ['an input with an id by default', trail('var.k', variable('k', 'default = "alias/logs"')), noArn],
  ['the id of a key that stands elsewhere', trail('aws_kms_key.elsewhere.id'), noArn],
  ['the ARN of a key that stands elsewhere', trail('aws_kms_key.elsewhere.arn'), encrypted],
  ['an alias of an ARN', trail('aws_kms_alias.a.target_key_id', alias(arn)), encrypted],
  ['an alias of an id', trail('aws_kms_alias.a.target_key_id', alias('"1234abcd-12ab"')), noArn],
  [
    'an alias of something',
    trail('aws_kms_alias.a.target_key_id', alias('var.k') + variable('k', 'type = string')),
    encrypted,
  ],
  ['the id of an alias', trail('aws_kms_alias.a.id', alias(arn)), noArn],
  [
    'a data source by what it was given',
    trail('data.aws_kms_key.k.key_id', data + variable('id', 'type = string')),
    encrypted,
  ],
  ['a data source by its id', trail('data.aws_kms_key.k.id', data + variable('id', 'type = string')), noArn],
  ['through a local', trail('local.k', 'locals {\n  k = aws_kms_key.elsewhere.key_id\n}\n'), noArn],
  [
    'through a list',
    trail(
      'one(aws_kms_key.k[*].key_id)',
      'resource "aws_kms_key" "k" {\n  count = 1\n  enable_key_rotation = true\n  policy = var.p\n}\n' +
        variable('p', 'type = string'),
    ),
    noArn,
  ],
  [
    'for another input only',
    trail(`var.on ? "alias/logs" : ${arn}`, variable('on', 'default = false')),
    ['aws_cloudtrail.t, encrypted, kms-key-not-arn information'],
  ],
  [
    'beside a missing key',
    trail('var.on ? "alias/logs" : null', variable('on', 'default = false')),
    [`${notByDefault[0]}, kms-key-not-arn information`],
  ],
  [
    'an AWS managed key, of which that is worse',
    trail('"alias/aws/s3"'),
    ['aws_cloudtrail.t, encrypted, kms-key-not-customer-managed error'],
  ],
];

describe('terraform: how a key is named', () => {
  for (const [name, text, expected] of cases) {
    it(name, async () => {
      assert.deepEqual(await said({ 'main.tf': text }), expected);
    });
  }

  it('Cloud Control takes anything', async () => {
    for (const key of [
      '"alias/logs"',
      'aws_kms_key.elsewhere.key_id',
      '"1234abcd-12ab-34cd-56ef-1234567890ab"',
    ]) {
      assert.deepEqual(
        await said({ 'main.tf': `resource "awscc_cloudtrail_trail" "t" {\n  kms_key_id = ${key}\n}\n` }),
        ['awscc_cloudtrail_trail.t, encrypted'],
      );
    }
  });
});
