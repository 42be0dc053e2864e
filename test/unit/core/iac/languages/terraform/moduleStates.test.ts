import assert from 'node:assert/strict';
import { arn, counted, notByDefault, nothing, said, trail, variable } from './trails.ts';

const module = {
  'audit/main.tf': `${trail('var.kms_key_id')}${variable('kms_key_id', 'type = string\n  default = null')}`,
};
const call = (body: string) => `module "audit" {\n  source = "./audit"\n  ${body}\n}\n`;
const called = (what: string) => [`module.audit.aws_cloudtrail.t, ${what}`];

describe('terraform: trails through modules', () => {
  const modules: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
    [
      'a call that leaves the key out',
      { 'main.tf': call(''), ...module },
      called('not-encrypted, no-kms-key warning'),
    ],
    [
      'a call that passes null',
      { 'main.tf': call('kms_key_id = null'), ...module },
      called('not-encrypted, no-kms-key warning'),
    ],
    ['a call that passes a key', { 'main.tf': call(`kms_key_id = ${arn}`), ...module }, called('encrypted')],
    [
      'a call that passes a variable',
      { 'main.tf': call('kms_key_id = var.k') + variable('k', 'default = null'), ...module },
      called('conditional, kms-key-conditional warning'),
    ],
    ['a call that is never made', { 'main.tf': call('count = 0'), ...module }, nothing],
    [
      'calls for each',
      { 'main.tf': call(`for_each = { a = ${arn}, b = null }\n  kms_key_id = each.value`), ...module },
      [
        'module.audit.aws_cloudtrail.t["a"], encrypted',
        'module.audit.aws_cloudtrail.t["b"], not-encrypted, no-kms-key warning',
      ],
    ],
    [
      'a module that says nothing of a key',
      { 'main.tf': call(''), 'audit/main.tf': 'resource "aws_cloudtrail" "t" {\n}\n' },
      nothing,
    ],
    [
      'a call through another module',
      {
        'main.tf': 'module "outer" {\n  source = "./outer"\n}\n',
        'outer/main.tf': `${variable('key', 'default = null')}module "audit" {\n  source = "../audit"\n  kms_key_id = var.key\n}\n`,
        ...module,
      },
      ['module.outer.module.audit.aws_cloudtrail.t, not-encrypted, no-kms-key warning'],
    ],
    [
      'a key from another module',
      {
        'main.tf': `${call('kms_key_id = module.kms.arn')}module "kms" {\n  source = "./kms"\n}\n`,
        'kms/main.tf': `output "arn" {\n  value = one(data.aws_kms_key.k[*].arn)\n}\n${counted('0')}`,
        ...module,
      },
      called('not-encrypted, no-kms-key warning'),
    ],
    [
      'modules in a circle',
      {
        'main.tf': call(''),
        'audit/main.tf': `${trail('var.k')}${variable('k', 'default = null')}module "again" {\n  source = "../audit"\n}\n`,
      },
      called('not-encrypted, no-kms-key warning'),
    ],
    ['a module out of reach', { 'main.tf': 'module "audit" {\n  source = "acme/audit/aws"\n}\n' }, nothing],
    [
      'an installed module',
      {
        'main.tf': 'module "audit" {\n  source = "acme/audit/aws"\n}\n',
        '.terraform/modules/modules.json':
          '{"Modules":[{"Key":"","Dir":"."},{"Key":"audit","Source":"acme/audit/aws","Dir":".terraform/modules/audit"}]}',
        '.terraform/modules/audit/main.tf': 'resource "aws_cloudtrail" "t" {\n}\n',
      },
      called('not-encrypted, no-kms-key warning'),
    ],
    [
      'a variable that refuses null',
      {
        'main.tf': call('kms_key_id = null'),
        'audit/main.tf': `${trail('var.kms_key_id')}${variable('kms_key_id', `default = ${arn}\n  nullable = false`)}`,
      },
      called('encrypted'),
    ],
  ];
  for (const [name, files, expected] of modules) {
    it(name, async () => {
      assert.deepEqual(await said(files), expected);
    });
  }

  it('judges the module by its own default', async () => {
    assert.deepEqual(
      await said({ 'main.tf': call(`kms_key_id = ${arn}`), ...module }, 'audit/main.tf'),
      notByDefault,
    );
  });
});
