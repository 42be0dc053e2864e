import assert from 'node:assert/strict';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { knownValue } from '../../../../../../src/core/trail/fact.ts';
import { MemorySources } from '../../memorySources.ts';

/** What the policy of the key says, in a module where a trail uses `aws_kms_key.k`. */
async function verdict(text: string, files: Record<string, string> = {}): Promise<string> {
  const trail = 'resource "aws_cloudtrail" "t" {\n  kms_key_id = aws_kms_key.k.arn\n}\n';
  const sources = new MemorySources({ 'file:///m/main.tf': trail + text, ...files });
  const document = await sources.read('file:///m/main.tf');
  assert.ok(document);
  const {
    trails: [declaration],
  } = await createTerraform().read(document, sources);
  const key = declaration?.facts.key;
  assert.equal(key?.kind, 'known');
  const facts = key.kind === 'known' ? key.value : undefined;
  return (facts && knownValue(facts.policy)?.answer) ?? 'unknown';
}

const keyWith = (policy: string) => `resource "aws_kms_key" "k" {\n  policy = ${policy}\n}\n`;
const document = (name: string, body: string) => `data "aws_iam_policy_document" "${name}" {\n${body}\n}\n`;
const statement = (service: string, more = '') =>
  `statement {\n  actions = ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"]\n  resources = ["*"]\n  principals {\n    type = "Service"\n    identifiers = ["${service}"]\n  }\n  ${more}\n}`;
const trailService = statement('cloudtrail.amazonaws.com');
const other = statement('logs.amazonaws.com');
const reference = (name: string) => `data.aws_iam_policy_document.${name}.json`;

const cases: readonly (readonly [string, string, string])[] = [
  ['none', 'resource "aws_kms_key" "k" {\n}\n', 'does-not-admit'],
  ['null', keyWith('null'), 'does-not-admit'],
  ['a document for CloudTrail', keyWith(reference('d')) + document('d', trailService), 'admits'],
  ['a document for another service', keyWith(reference('d')) + document('d', other), 'does-not-admit'],
  [
    'a document for a service whose name has a hole',
    keyWith(reference('d')) + document('d', statement('cloudtrail.${data.aws_partition.p.dns_suffix}')),
    'cannot-tell',
  ],
  [
    'statements of a source document',
    keyWith(reference('d')) +
      document('d', `source_policy_documents = [${reference('s')}]\n${other}`) +
      document('s', trailService),
    'admits',
  ],
  [
    'a source document that cannot be known',
    `${keyWith(reference('d'))}${document('d', `source_policy_documents = [var.more]\n${other}`)}variable "more" {}\n`,
    'cannot-tell',
  ],
  [
    'a statement that another overrides by its Sid',
    keyWith(reference('d')) +
      document(
        'd',
        `override_policy_documents = [${reference('o')}]\n${statement('cloudtrail.amazonaws.com', 'sid = "A"')}`,
      ) +
      document('o', statement('logs.amazonaws.com', 'sid = "A"')),
    'does-not-admit',
  ],
  [
    'a statement in place of the one with its Sid in a source document',
    keyWith(reference('d')) +
      document(
        'd',
        `source_policy_documents = [${reference('s')}]\n${statement('logs.amazonaws.com', 'sid = "A"')}`,
      ) +
      document('s', statement('cloudtrail.amazonaws.com', 'sid = "A"')),
    'does-not-admit',
  ],
  [
    'dynamic statements',
    keyWith(reference('d')) +
      document(
        'd',
        `dynamic "statement" {\n  for_each = ["cloudtrail"]\n  iterator = each_service\n  content {\n${statement('${each_service.value}.amazonaws.com').slice(11, -1)}\n  }\n}`,
      ),
    'admits',
  ],
  [
    'dynamic statements that the default leaves out',
    `${keyWith(reference('d'))}${document('d', `${other}\ndynamic "statement" {\n  for_each = var.on ? [1] : []\n  content {\n${trailService.slice(11, -1)}\n  }\n}`)}variable "on" {\n  default = false\n}\n`,
    'does-not-admit',
  ],
  [
    'a deny',
    keyWith(reference('d')) +
      document('d', `${trailService}\n${statement('cloudtrail.amazonaws.com', 'effect = "Deny"')}`),
    'denies',
  ],
  [
    'jsonencode with an account that is not known',
    keyWith(
      'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = data.aws_caller_identity.c.account_id }, Action = "kms:*", Resource = "*" }] })',
    ),
    'does-not-admit',
  ],
  [
    'a heredoc with holes',
    keyWith(
      '<<EOF\n{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "cloudtrail.amazonaws.com" }, "Action": ${jsonencode(["kms:*"])}, "Resource": "*", "Condition": { "StringLike": { "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:${var.account}:trail/*" } } } }\nEOF',
    ),
    'cannot-tell',
  ],
  ['a heredoc that is no JSON', keyWith('<<EOF\nnot JSON\nEOF'), 'cannot-tell'],
  ['a template file', keyWith('templatefile("policy.tpl", {})'), 'cannot-tell'],
  [
    'left to somebody else',
    'resource "aws_kms_key" "k" {\n  lifecycle {\n    ignore_changes = [policy]\n  }\n}\n',
    'unknown',
  ],
  [
    'a policy of its own',
    `resource "aws_kms_key" "k" {\n}\nresource "aws_kms_key_policy" "p" {\n  key_id = aws_kms_key.k.key_id\n  policy = ${reference('d')}\n}\n${document('d', trailService)}`,
    'admits',
  ],
  [
    'a policy of its own that is never made',
    `resource "aws_kms_key" "k" {\n}\nresource "aws_kms_key_policy" "p" {\n  count = 0\n  key_id = aws_kms_key.k.key_id\n  policy = ${reference('d')}\n}\n${document('d', trailService)}`,
    'does-not-admit',
  ],
];

describe('terraform: key policies', () => {
  for (const [name, text, expected] of cases) {
    it(name, async () => {
      assert.equal(await verdict(text), expected);
    });
  }

  it('two policies, of which the last one put holds', async () => {
    const separate = `resource "aws_kms_key_policy" "p" {\n  key_id = aws_kms_key.k.key_id\n  policy = ${reference('e')}\n}\n`;
    const text = `${keyWith(reference('d'))}${separate}${document('d', other)}${document('e', trailService)}`;
    assert.equal(await verdict(text), 'unknown');
  });

  it('a policy that a called module gives the key', async () => {
    const call =
      'resource "aws_kms_key" "k" {\n}\nmodule "p" {\n  source = "./p"\n  keys = [aws_kms_key.k.id]\n}\n';
    const policy = (service: string) =>
      `variable "keys" {}\nresource "aws_kms_key_policy" "p" {\n  key_id = var.keys[0]\n  policy = ${reference('d')}\n}\n${document('d', statement(service))}`;
    assert.equal(await verdict(call, { 'file:///m/p/p.tf': policy('cloudtrail.amazonaws.com') }), 'admits');
    assert.equal(await verdict(call, { 'file:///m/p/p.tf': policy('logs.amazonaws.com') }), 'does-not-admit');
    assert.equal(await verdict(call, { 'file:///m/p/p.tf': 'variable "keys" {}\n' }), 'does-not-admit');
    assert.equal(await verdict(call), 'unknown');
  });

  it('whatever the switches of calls that do not get the key', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const switches = names.map(name => `variable "${name}" {\n  type = bool\n}\n`).join('');
    const args = names.map(name => `  ${name} = var.${name} ? 1 : 2\n`).join('');
    const text = `resource "aws_kms_key" "k" {\n}\n${switches}module "m" {\n  source = "acme/m/aws"\n${args}}\n`;
    assert.equal(await verdict(text), 'does-not-admit');
  });

  it('statements that an override file replaces', async () => {
    const text = keyWith(reference('d')) + document('d', trailService);
    assert.equal(await verdict(text, { 'file:///m/override.tf': document('d', other) }), 'does-not-admit');
  });

  it('a file', async () => {
    const policy = { Version: '2012-10-17', Statement: [] };
    const files = { 'file:///m/policies/key.json': JSON.stringify(policy) };
    assert.equal(await verdict(keyWith('file("${path.module}/policies/key.json")'), files), 'does-not-admit');
    assert.equal(await verdict(keyWith('file("${path.module}/policies/gone.json")'), files), 'cannot-tell');
  });
});
