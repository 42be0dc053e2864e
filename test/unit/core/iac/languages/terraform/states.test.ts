import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { describeState } from '../../../../../../src/core/iac/state.ts';
import { MemorySources } from '../../memorySources.ts';
import {
  arn,
  counted,
  encrypted,
  none,
  notAlways,
  notByDefault,
  nothing,
  said,
  trail,
  unknown,
  variable,
} from './trails.ts';

/** A key whose facts are not looked at, so that only its being there counts. */
const key = 'data "aws_kms_key" "k" {\n  key_id = "alias/logs"\n}\n';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['absent', 'resource "aws_cloudtrail" "t" {\n}\n', none],
  ['null', trail('null'), none],
  ['empty', trail('""'), none],
  ['an ARN', trail(arn), encrypted],
  ['a choice by marks, which are not followed', trail(`issensitive("x") ? ${arn} : null`), unknown],
  [
    'an ARN of another partition',
    trail('"arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1"'),
    encrypted,
  ],
  [
    'an AWS managed alias',
    trail('"alias/aws/s3"'),
    ['aws_cloudtrail.t, encrypted, kms-key-not-customer-managed error'],
  ],
  [
    'the ARN of an AWS managed alias with holes',
    trail(
      `"arn:aws:kms:\${data.aws_region.r.name}:\${data.aws_caller_identity.c.account_id}:alias/aws/cloudtrail"`,
    ),
    ['aws_cloudtrail.t, encrypted, kms-key-not-customer-managed error'],
  ],
  [
    'a data source of an AWS managed alias',
    trail(
      'data.aws_kms_alias.s3.target_key_arn',
      'data "aws_kms_alias" "s3" {\n  name = "alias/aws/s3"\n}\n',
    ),
    ['aws_cloudtrail.t, encrypted, kms-key-not-customer-managed error'],
  ],
  [
    'commented out',
    'resource "aws_cloudtrail" "t" {\n  # kms_key_id = "x"\n  /* kms_key_id = "y" */\n}\n',
    none,
  ],
  ['a reference to what stands in no file', trail('aws_kms_key.elsewhere.arn'), encrypted],
  ['a data source', trail('data.aws_kms_key.k.arn', key), encrypted],
  ['a module output out of reach', trail('module.kms.key_arn'), encrypted],
  ['remote state', trail('data.terraform_remote_state.kms.outputs.key_arn'), encrypted],
  ['a variable without default', trail('var.k', variable('k', 'type = string')), encrypted],
  ['a variable not declared', trail('var.k'), unknown],
  ['a variable that is null by default', trail('var.k', variable('k', 'default = null')), notByDefault],
  ['a variable that is empty by default', trail('var.k', variable('k', 'default = ""')), notByDefault],
  ['a variable with a key by default', trail('var.k', variable('k', `default = ${arn}`)), encrypted],
  ['a template of one variable', trail('"${var.k}"', variable('k', 'default = ""')), notByDefault],
  ['a local', trail('local.k', `locals {\n  k = ${arn}\n}\n`), encrypted],
  ['a local that is null', trail('local.k', 'locals {\n  k = null\n}\n'), none],
  ['locals in a circle', trail('local.a', 'locals {\n  a = local.b\n  b = local.a\n}\n'), unknown],
  ['a function not known', trail('provider::acme::key("logs")'), unknown],
  ['half typed', trail(''), unknown],
  ['half a reference', trail('aws_kms_key.'), unknown],
  ['half a conditional', trail('var.on ?', variable('on', 'default = true')), unknown],
  ['half a string', trail('"arn:aws'), unknown],
  [
    'a switch that is on by default',
    trail('var.on ? data.aws_kms_key.k.arn : null', key + variable('on', 'type = bool\n  default = true')),
    notAlways,
  ],
  [
    'a switch that is off by default',
    trail('var.on ? data.aws_kms_key.k.arn : null', key + variable('on', 'type = bool\n  default = false')),
    notByDefault,
  ],
  [
    'a switch without default',
    trail('var.on ? data.aws_kms_key.k.arn : ""', key + variable('on', 'type = bool')),
    notAlways,
  ],
  [
    'a condition on a text',
    trail('var.env == "prod" ? data.aws_kms_key.k.arn : null', key + variable('env', 'default = "dev"')),
    notByDefault,
  ],
  ['a condition that is known', trail(`true ? ${arn} : null`), encrypted],
  ['a condition that is known to fail', trail(`1 > 2 ? ${arn} : null`), none],
  [
    'a condition that removes the trail too',
    trail(
      'var.on ? data.aws_kms_key.k.arn : null',
      key + variable('on', 'type = bool\n  default = false'),
      'count = var.on ? 1 : 0',
    ),
    encrypted,
  ],
  [
    'a local condition that removes the trail too',
    trail(
      'local.on ? one(data.aws_kms_key.k[*].arn) : null',
      `${counted('local.on ? 1 : 0')}locals {\n  on = var.env == "prod"\n}\n${variable('env', 'default = "dev"')}`,
      'count = var.env == "prod" ? 1 : 0',
    ),
    encrypted,
  ],
  [
    'a switch of the trail that says nothing of its key',
    trail('null', variable('on', 'default = false'), 'count = var.on ? 1 : 0'),
    none,
  ],
  [
    'given or made',
    trail(
      'var.k != null ? var.k : aws_kms_key.made[0].arn',
      `${variable('k', 'default = null')}resource "aws_kms_key" "made" {\n  count = var.k == null ? 1 : 0\n  enable_key_rotation = true\n  policy = var.policy\n}\n${variable('policy', 'type = string')}`,
    ),
    encrypted,
  ],
  [
    'made or given, where neither is by choice',
    trail(
      'var.create ? data.aws_kms_key.k[0].arn : var.k',
      counted('var.create ? 1 : 0') + variable('create', 'default = true') + variable('k', 'default = null'),
    ),
    notAlways,
  ],
  ['switched off in OpenTofu', trail('null', '', 'lifecycle {\n    enabled = false\n  }'), nothing],
  ['switched on in OpenTofu', trail('null', '', 'lifecycle {\n    enabled = true\n  }'), none],
  [
    'switched off with its key in OpenTofu',
    trail(
      'var.on ? data.aws_kms_key.k.arn : null',
      key + variable('on', 'type = bool\n  default = false'),
      'lifecycle {\n    enabled = var.on\n  }',
    ),
    encrypted,
  ],
  ['never made', trail('null', '', 'count = 0'), nothing],
  ['for nothing', trail('null', '', 'for_each = toset([])'), nothing],
  ['for an empty map', trail('null', '', 'for_each = {}'), nothing],
  ['for each of a set', trail('null', '', 'for_each = toset(["a", "b"])'), none],
  [
    'for each with its own key',
    trail('each.value.key', '', `for_each = {\n    a = { key = ${arn} }\n    b = { key = null }\n  }`),
    ['aws_cloudtrail.t["a"], encrypted', 'aws_cloudtrail.t["b"], not-encrypted, no-kms-key warning'],
  ],
  [
    'for each of a variable with optional members',
    trail(
      'each.value.key',
      variable('trails', 'type = map(object({ key = optional(string) }))\n  default = { a = {} }'),
      'for_each = var.trails',
    ),
    notByDefault,
  ],
  [
    'left to somebody else',
    trail('null', '', 'lifecycle {\n    ignore_changes = [kms_key_id]\n  }'),
    unknown,
  ],
  ['all left to somebody else', trail('null', '', 'lifecycle {\n    ignore_changes = all\n  }'), unknown],
  ['something else left', trail('null', '', 'lifecycle {\n    ignore_changes = [tags]\n  }'), none],
  ['switched off by OpenTofu', trail('null', '', 'lifecycle {\n    enabled = false\n  }'), nothing],
  [
    'switched off by OpenTofu, by default',
    trail(
      'var.k',
      variable('k', 'default = null') + variable('on', 'default = false'),
      'lifecycle {\n    enabled = var.on\n  }',
    ),
    notByDefault,
  ],
  ['not switched off by OpenTofu', trail('null', '', 'lifecycle {\n    enabled = true\n  }'), none],
  ['join of a splat', trail('join("", data.aws_kms_key.k[*].arn)', counted('1')), encrypted],
  ['join of a splat of none', trail('join("", data.aws_kms_key.k[*].arn)', counted('0')), none],
  ['join of the old splat', trail('join("", data.aws_kms_key.k.*.arn)', counted('0')), none],
  ['one of none', trail('one(data.aws_kms_key.k[*].arn)', counted('0')), none],
  [
    'one of perhaps none',
    trail('one(data.aws_kms_key.k[*].arn)', counted('var.on ? 1 : 0') + variable('on', 'default = true')),
    notAlways,
  ],
  ['try of none', trail('try(data.aws_kms_key.k[0].arn, null)', counted('0')), none],
  ['try of one', trail('try(data.aws_kms_key.k[0].arn, null)', counted('1')), encrypted],
  [
    'one of an unknown number',
    trail('one(data.aws_kms_key.k[*].arn)', counted('length(data.aws_regions.all.names)')),
    notAlways,
  ],
  ['element of concat', trail('element(concat(data.aws_kms_key.k[*].arn, [""]), 0)', counted('0')), none],
  [
    'coalesce',
    trail('coalesce(var.k, data.aws_kms_key.k.arn)', key + variable('k', 'default = ""')),
    encrypted,
  ],
  [
    'coalesce of nothing',
    trail('try(coalesce(var.k, ""), null)', variable('k', 'default = ""')),
    notByDefault,
  ],
  ['lookup', trail(`lookup({ a = ${arn} }, "a", null)`), encrypted],
  ['lookup that falls back', trail(`lookup({ a = ${arn} }, "b", null)`), none],
  ['merge', trail(`merge({ k = null }, { k = ${arn} })["k"]`), encrypted],
  ['compact', trail('one(compact(["", null]))'), none],
  [
    'format',
    trail('format("arn:aws:kms:%s:%s:key/%s", var.r, "1", var.k)', variable('k', 'type = string')),
    encrypted,
  ],
  ['tostring', trail('tostring(null)'), none],
  ['a length', trail('length(var.k) > 0 ? var.k : null', variable('k', 'type = string')), notAlways],
  [
    'a length of nothing',
    trail('length(var.k) == 0 ? null : var.k', variable('k', 'default = ""')),
    notByDefault,
  ],
  [
    'a conditional on several lines',
    trail(`(\n    var.on # why\n    ? ${arn}\n    : null\n  )`, variable('on', 'default = true')),
    notAlways,
  ],
  ['lists as of old', trail('element(concat(data.aws_kms_key.k.*.arn, list("")), 0)', counted('0')), none],
  [
    'a key for each trail',
    trail(
      'data.aws_kms_key.k[each.key].arn',
      `data "aws_kms_key" "k" {\n  for_each = var.names\n  key_id = each.key\n}\n${variable('names', 'type = set(string)')}`,
      'for_each = var.names',
    ),
    encrypted,
  ],
  ['a workspace', trail(`terraform.workspace == "prod" ? ${arn} : null`), notByDefault],
  [
    'a variable compared with null or nothing',
    trail('var.k == null || var.k == "" ? null : var.k', variable('k', 'type = string')),
    notAlways,
  ],
  [
    'a variable compared with nothing, which its validation refuses',
    trail(
      'var.k == "" ? null : var.k',
      variable(
        'k',
        'type = string\n  validation {\n    condition = var.k != ""\n    error_message = "A key."\n  }',
      ),
    ),
    encrypted,
  ],
  ['trimspace', trail('trimspace("  ")'), none],
  ['a for expression', trail(`[for k, v in { a = "", b = ${arn} } : v if v != ""][0]`), encrypted],
  ['jsondecode', trail(`jsondecode("{\\"k\\": \\"\\"}").k`), none],
  [
    'a directive',
    trail(
      '"%{ if var.on }arn:aws:kms:eu-west-1:111122223333:key/1a2b%{ endif }"',
      variable('on', 'default = false'),
    ),
    notByDefault,
  ],
  [
    'a heredoc with other trails in it',
    `resource "aws_instance" "i" {\n  user_data = <<-EOF\n    resource "aws_cloudtrail" "x" {\n    }\n  EOF\n}\n`,
    nothing,
  ],
  ['a data source of the same name', 'data "aws_cloudtrail_service_account" "t" {}\n', nothing],
  ['an event data store', 'resource "aws_cloudtrail_event_data_store" "t" {}\n', nothing],
  ['moved', 'moved {\n  from = aws_cloudtrail.a\n  to = aws_cloudtrail.b\n}\n', nothing],
  ['import', 'import {\n  to = aws_cloudtrail.a\n  id = "x"\n}\n', nothing],
  ['removed', 'removed {\n  from = aws_cloudtrail.a\n}\n', nothing],
  [
    'Cloud Control',
    'resource "awscc_cloudtrail_trail" "t" {\n  is_logging = true\n}\n',
    ['awscc_cloudtrail_trail.t, not-encrypted, no-kms-key warning'],
  ],
  ['no space before the brace', 'resource "aws_cloudtrail" "t"{\n}\n', none],
  ['names without quotes', 'resource aws_cloudtrail t {\n}\n', none],
  ['tabs and CRLF and a BOM', '\uFEFFresource "aws_cloudtrail" "t" {\r\n\tname = "t"\r\n}\r\n', none],
  ['on one line', 'resource "aws_cloudtrail" "t" { name = "t" }\n', none],
  ['a comment behind the value', trail(`${arn} // "${arn}"`), encrypted],
  ['nothing, with a comment behind it', trail('null //"alias/logs"'), none],
  ['a comment in the header', 'resource /* the */ "aws_cloudtrail" "t" /* trail */ {\n}\n', none],
  [
    'rotation left to somebody else',
    `${trail('aws_kms_key.k.arn')}resource "aws_kms_key" "k" {\n  policy = var.policy\n  lifecycle {\n    ignore_changes = [enable_key_rotation]\n  }\n}\n`,
    encrypted,
  ],
];

describe('terraform: the state of a trail', () => {
  for (const [name, text, expected] of cases) {
    it(name, async () => {
      assert.deepEqual(await said({ 'main.tf': text }), expected);
    });
  }

  it('takes terraform.tfvars for given', async () => {
    const main = trail('var.k', variable('k', 'default = null'));
    assert.deepEqual(await said({ 'main.tf': main, 'terraform.tfvars': `k = ${arn}\n` }), encrypted);
    assert.deepEqual(await said({ 'main.tf': main, 'terraform.tfvars': 'k = ""\n' }), none);
  });

  it('lets later variable files win', async () => {
    const files = {
      'main.tf': trail('var.k', variable('k', 'type = string')),
      'terraform.tfvars': `k = ${arn}\n`,
      'a.auto.tfvars.json': '{"k": null}',
    };
    assert.deepEqual(await said(files), none);
  });

  it('merges override files', async () => {
    const main = 'resource "aws_cloudtrail" "t" {\n  name = "t"\n}\n';
    const override = `resource "aws_cloudtrail" "t" {\n  kms_key_id = ${arn}\n}\n`;
    assert.deepEqual(await said({ 'main.tf': main, 'main_override.tf': override }), encrypted);
    assert.deepEqual(
      await said({ 'main.tf': main, 'main_override.tf': override }, 'main_override.tf'),
      nothing,
    );
  });

  it('merges lifecycle argument by argument', async () => {
    const main =
      'resource "aws_cloudtrail" "t" {\n  lifecycle {\n    ignore_changes = [kms_key_id]\n  }\n}\n';
    const override = 'resource "aws_cloudtrail" "t" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';
    assert.deepEqual(await said({ 'main.tf': main, 'override.tf': override }), unknown);
  });

  it('takes the default for a null that a variable refuses', async () => {
    const main = trail('var.k', variable('k', `default = ${arn}\n  nullable = false`));
    assert.deepEqual(await said({ 'main.tf': main, 'terraform.tfvars': 'k = null\n' }), encrypted);
  });

  it('compares Regions that no input can change', async () => {
    const main = (region: string) =>
      `provider "aws" {\n  region = ${region}\n}\nprovider "aws" {\n  alias = "eu"\n  region = "eu-west-1"\n}\nresource "aws_s3_bucket" "b" {\n}\nresource "aws_kms_key" "k" {\n  provider = aws.eu\n  enable_key_rotation = true\n  policy = var.policy\n}\n${trail('aws_kms_key.k.arn', variable('region', 'default = "us-east-1"'), 's3_bucket_name = aws_s3_bucket.b.id')}`;
    const unusable = ['aws_cloudtrail.t, encrypted, kms-key-unusable error'];
    assert.deepEqual(await said({ 'main.tf': main('"us-east-1"') }), unusable);
    assert.deepEqual(await said({ 'main.tf': main('var.region') }), encrypted);
    const given = { 'main.tf': main('var.region'), 'terraform.tfvars': 'region = "us-east-1"\n' };
    assert.deepEqual(await said(given), unusable);
  });

  it('reads JSON', async () => {
    const json = (body: object) => JSON.stringify({ resource: { aws_cloudtrail: { t: body } } });
    const read = (body: object) => said({ 'main.tf.json': json(body) }, 'main.tf.json');
    assert.deepEqual(await read({ name: 't' }), none);
    assert.deepEqual(await read({ kms_key_id: null }), none);
    assert.deepEqual(await read({ kms_key_id: '${aws_kms_key.k.arn}' }), encrypted);
    assert.deepEqual(await read({ kms_key_id: '${true ? "" : "x"}' }), none);
    assert.deepEqual(await read({ lifecycle: [{ ignore_changes: ['kms_key_id'] }] }), unknown);
    assert.deepEqual(await read({ count: 0 }), nothing);
  });

  it('reads a document that was never saved', async () => {
    const document = { uri: 'untitled:Untitled-1', text: 'resource "aws_cloudtrail" "t" {\n}\n' };
    const analyzer = createAnalyzer({ languages: [createTerraform()], now: () => 0 });
    const { assessments } = await analyzer.analyze(document, new MemorySources());
    assert.deepEqual(assessments.map(describeState), ['not-encrypted']);
  });
});
