import assert from 'node:assert/strict';
import {
  arn,
  encrypted,
  findings,
  none,
  notAlways,
  notByDefault,
  said,
  trail,
  unknown,
  variable,
} from './trails.ts';

const object = (attributes: string, rest = '') =>
  variable('trail', `type = object({ ${attributes} })\n  ${rest}`);
const checked = (condition: string) =>
  `validation {\n    condition = ${condition}\n    error_message = "No."\n  }`;
const precondition = (condition: string) =>
  `lifecycle {\n    precondition {\n      condition = ${condition}\n      error_message = "No."\n    }\n  }`;
const postcondition = (condition: string) => precondition(condition).replace('precondition', 'postcondition');
const mode = (rest: string) => variable('mode', `type = string\n  ${rest}`);
const byMode = `var.mode == "kms" ? ${arn} : null`;

type Case = readonly [name: string, text: string, expected: readonly string[]];

const attributes: readonly Case[] = [
  ['an optional attribute', trail('var.trail.key', object('key = optional(string)')), notByDefault],
  [
    'one that is empty by default',
    trail('var.trail.key', object('key = optional(string, "")')),
    notByDefault,
  ],
  ['one with a key by default', trail('var.trail.key', object(`key = optional(string, ${arn})`)), encrypted],
  ['one that is demanded', trail('var.trail.key', object('key = string')), encrypted],
  ['one that is no attribute', trail('var.trail.kee', object('key = string')), unknown],
  ['by index', trail('var.trail["key"]', object('key = optional(string)')), notByDefault],
  [
    'one of an object in an object',
    trail('var.trail.kms.arn', object('kms = object({ arn = optional(string) })')),
    notByDefault,
  ],
  [
    'one of an optional object, which is null itself',
    trail('try(var.trail.kms.arn, null)', object('kms = optional(object({ arn = string }))')),
    notByDefault,
  ],
  ['a switch that is demanded', trail(`var.trail.on ? ${arn} : null`, object('on = bool')), notAlways],
  [
    'a switch that is on',
    trail(`var.trail.on ? ${arn} : null`, object('on = optional(bool, true)')),
    notAlways,
  ],
  [
    'a switch that is off',
    trail(`var.trail.on ? ${arn} : null`, object('on = optional(bool, false)')),
    notByDefault,
  ],
  [
    'through a local',
    trail('local.trail.key', `${object('key = optional(string)')}locals {\n  trail = var.trail\n}\n`),
    notByDefault,
  ],
  [
    'a default object that leaves it out',
    trail('var.trail.key', object('key = optional(string)', 'default = {}')),
    notByDefault,
  ],
  [
    'a default object with a key, for which another may leave it out',
    trail('var.trail.key', object('key = optional(string)', `default = { key = ${arn} }`)),
    notAlways,
  ],
  [
    'of a type in quotes',
    trail('var.trail.key', variable('trail', 'type = "object({ key = optional(string) })"')),
    notByDefault,
  ],
];

const collections: readonly Case[] = [
  [
    'a default map with a bare trail',
    trail('each.value', variable('keys', `default = { a = ${arn}, b = "" }`), 'for_each = var.keys'),
    ['aws_cloudtrail.t["a"], encrypted', 'aws_cloudtrail.t["b"], conditional, kms-key-conditional warning'],
  ],
  [
    'a default list with a bare trail',
    trail(
      'each.value.key',
      variable(
        'trails',
        `type = list(object({ name = string, key = optional(string) }))\n  default = [{ name = "a", key = ${arn} }, { name = "b" }]`,
      ),
      'for_each = { for one in var.trails : one.name => one }',
    ),
    ['aws_cloudtrail.t["a"], encrypted', 'aws_cloudtrail.t["b"], conditional, kms-key-conditional warning'],
  ],
  [
    'a default map of bare trails',
    trail('each.value', variable('keys', 'default = { a = "", b = null }'), 'for_each = var.keys'),
    notByDefault,
  ],
  [
    'a map with a switch beside it',
    trail(
      `var.on ? each.value : null`,
      variable('keys', `default = { a = ${arn}, b = "" }`) + variable('on', 'default = true'),
      'for_each = var.keys',
    ),
    [
      'aws_cloudtrail.t["a"], conditional, kms-key-conditional information',
      'aws_cloudtrail.t["b"], conditional, kms-key-conditional warning',
    ],
  ],
];

const checks: readonly Case[] = [
  [
    'a default of none that is refused',
    trail('var.k', variable('k', `default = null\n  ${checked('var.k != null && var.k != ""')}`)),
    encrypted,
  ],
  [
    'an empty default that is refused',
    trail('var.k', variable('k', `default = ""\n  ${checked('length(var.k) > 0')}`)),
    encrypted,
  ],
  [
    'a default that makes its check fail with an error',
    trail('var.k', variable('k', `default = null\n  ${checked('length(var.k) > 0')}`)),
    encrypted,
  ],
  [
    'a default whose pattern it does not match',
    trail('var.k', variable('k', `default = ""\n  ${checked('can(regex("^arn:aws:kms", var.k))')}`)),
    encrypted,
  ],
  [
    'a default that is allowed',
    trail('var.k', variable('k', `default = ""\n  ${checked('var.k == "" || startswith(var.k, "arn:")')}`)),
    notByDefault,
  ],
  [
    'a check that cannot be known',
    trail('var.k', variable('k', `default = ""\n  ${checked('data.http.policy.body == "free"')}`)),
    notByDefault,
  ],
  [
    'two checks, of which one refuses',
    trail('var.k', variable('k', `default = ""\n  ${checked('true')}\n  ${checked('var.k != ""')}`)),
    encrypted,
  ],
  [
    'a switch that has to be on',
    trail(`var.on ? ${arn} : null`, variable('on', `type = bool\n  default = false\n  ${checked('var.on')}`)),
    encrypted,
  ],
  [
    'a switch that has to be off',
    trail(`var.on ? ${arn} : null`, variable('on', `type = bool\n  default = true\n  ${checked('!var.on')}`)),
    none,
  ],
  [
    'one value alone',
    trail(byMode, mode(`default = "s3"\n  ${checked('contains(["kms"], var.mode)')}`)),
    encrypted,
  ],
  [
    'one value alone, compared',
    trail(byMode, mode(`default = "s3"\n  ${checked('var.mode == "kms"')}`)),
    encrypted,
  ],
  [
    'two values, without default',
    trail(byMode, mode(checked('contains(["kms", "s3"], var.mode)'))),
    notAlways,
  ],
  ['two values, compared', trail(byMode, mode(checked('var.mode == "kms" || "s3" == var.mode'))), notAlways],
  [
    'two values, of which both give a key',
    trail(
      `var.mode == "kms" || var.mode == "dsse" ? ${arn} : null`,
      mode(checked('contains(["kms", "dsse"], var.mode)')),
    ),
    encrypted,
  ],
  [
    'values of which another check refuses one',
    trail(byMode, mode(`${checked('contains(["kms", "s3"], var.mode)')}\n  ${checked('var.mode != "s3"')}`)),
    encrypted,
  ],
  [
    'values by a map',
    trail(`lookup({ kms = ${arn} }, var.mode, null)`, mode(checked('contains(["kms"], var.mode)'))),
    encrypted,
  ],
  [
    'values by an index',
    trail(`{ kms = ${arn}, s3 = null }[var.mode]`, mode(checked('contains(["kms", "s3"], var.mode)'))),
    notAlways,
  ],
  [
    'values in a local',
    trail(byMode, `${mode(checked('contains(local.modes, var.mode)'))}locals {\n  modes = ["kms"]\n}\n`),
    encrypted,
  ],
  [
    'a value that is excluded',
    trail('var.mode == "s3" ? null : var.mode', mode(`default = ${arn}\n  ${checked('var.mode != "s3"')}`)),
    encrypted,
  ],
  [
    'an attribute that is checked',
    trail('var.trail.key', object('key = optional(string)', checked('var.trail.key != null'))),
    encrypted,
  ],
  [
    'a check of another variable: encryption without a key is refused',
    trail(
      'var.k',
      variable('on', 'type = bool\n  default = true') +
        variable('k', `default = null\n  ${checked('!var.on || var.k != null')}`),
    ),
    notAlways,
  ],
  [
    'a check through a local of the variable',
    trail(
      'local.k',
      `${variable('k', `default = ""\n  ${checked('local.has')}`)}locals {\n  has = var.k != ""\n  k = local.has ? var.k : null\n}\n`,
    ),
    encrypted,
  ],
  [
    'a check block, which only warns',
    trail(
      'var.k',
      `${variable('k', 'default = ""')}check "key" {\n  assert {\n    condition = var.k != ""\n    error_message = "No."\n  }\n}\n`,
    ),
    notByDefault,
  ],
  [
    'a precondition of the trail',
    trail('var.k', variable('k', 'default = ""'), precondition('length(var.k) > 0')),
    encrypted,
  ],
  [
    'a postcondition of the trail',
    trail('var.k', variable('k', 'default = null'), postcondition('self.kms_key_id != null')),
    encrypted,
  ],
  [
    'a postcondition on what is known after apply',
    trail('var.k', variable('k', 'default = null'), postcondition('self.arn != var.k')),
    notByDefault,
  ],
  [
    'a precondition about something else',
    trail('var.k', variable('k', 'default = ""'), precondition('length("x") > 0')),
    notByDefault,
  ],
  [
    'a precondition on two inputs',
    trail(
      'var.k',
      variable('k', 'default = ""') + variable('on', 'default = true'),
      precondition('!var.on || var.k != ""'),
    ),
    notByDefault,
  ],
  [
    'a precondition that cannot be known',
    trail('var.k', variable('k', 'default = ""'), precondition('data.aws_region.here.name == "eu-west-1"')),
    notByDefault,
  ],
  ['a precondition that always fails', trail('null', '', precondition('1 > 2')), unknown],
  [
    'a precondition of one instance',
    trail('each.value', '', `for_each = { a = ${arn}, b = null }\n  ${precondition('each.value != null')}`),
    unknown,
  ],
];

describe('terraform: what somebody has to give', () => {
  for (const [name, text, expected] of attributes) {
    it(`an object: ${name}`, async () => {
      assert.deepEqual(await said({ 'main.tf': text }), expected);
    });
  }

  for (const [name, text, expected] of collections) {
    it(`several trails: ${name}`, async () => {
      assert.deepEqual(await said({ 'main.tf': text }), expected);
    });
  }

  for (const [name, text, expected] of checks) {
    it(`a check: ${name}`, async () => {
      assert.deepEqual(await said({ 'main.tf': text }), expected);
    });
  }

  it('a check: what a variable file sets against it is no plan', async () => {
    const main = trail('var.k', variable('k', checked('var.k != ""')));
    assert.deepEqual(await said({ 'main.tf': main, 'terraform.tfvars': 'k = ""\n' }), unknown);
    assert.deepEqual(await said({ 'main.tf': main, 'terraform.tfvars': `k = ${arn}\n` }), encrypted);
  });

  it('a check: what a call passes against it is no plan', async () => {
    const files = (passed: string) => ({
      'main.tf': `module "m" {\n  source = "./m"\n  ${passed}\n}\n`,
      'm/main.tf': trail('var.k', variable('k', `default = null\n  ${checked('var.k != null')}`)),
    });
    assert.deepEqual(await said(files('')), ['module.m.aws_cloudtrail.t, unknown']);
    assert.deepEqual(await said(files(`k = ${arn}`)), ['module.m.aws_cloudtrail.t, encrypted']);
  });

  it('a check: in JSON', async () => {
    const text = JSON.stringify({
      variable: { k: { default: '', validation: { condition: '${var.k != ""}', error_message: 'No.' } } },
      resource: { aws_cloudtrail: { t: { kms_key_id: '${var.k}' } } },
    });
    assert.deepEqual(await said({ 'main.tf.json': text }, 'main.tf.json'), encrypted);
  });

  it('an input that is something by default is not told as one that is to be set', async () => {
    const whenOf = async (text: string) => (await findings(text)).map(({ when }) => when);
    const byDefault = (value: string) => variable('mode', `type = string\n  default = ${value}`);
    const given = [{ input: 'var.mode', value: undefined }];
    assert.deepEqual(await whenOf(trail('var.mode', byDefault('""'))), [given]);
    assert.deepEqual(await whenOf(trail(byMode, byDefault('"sse-s3"'))), [undefined]);
  });

  it('one of several ways to a key is not told as the only one', async () => {
    const ways = `${variable('on', 'default = false')}${variable('key', 'default = null')}`;
    const [finding] = await findings(trail(`var.on ? ${arn} : var.key`, ways));
    assert.deepEqual([finding?.code, finding?.when], ['kms-key-conditional', undefined]);
  });
});
