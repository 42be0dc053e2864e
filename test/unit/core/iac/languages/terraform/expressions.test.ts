import assert from 'node:assert/strict';
import { createTerraform } from '../../../../../../src/core/iac/languages/terraform/index.ts';
import { knownValue } from '../../../../../../src/core/trail/fact.ts';
import { MemorySources } from '../../memorySources.ts';

/** What an expression comes to, as JSON: the values are those that Terraform 1.11 prints. */
const cases: readonly (readonly [expression: string, value: string])[] = [
  ['coalesce("", "a")', '"a"'],
  ['coalesce(null, 5)', '5'],
  ['coalescelist([], ["x"])', '["x"]'],
  ['compact(["", null, "a", "b"])', '["a","b"]'],
  ['contains([1, 2], "1")', 'false'],
  ['element(["a", "b"], 3)', '"b"'],
  ['flatten([["a"], [["b"]], []])', '["a","b"]'],
  ['format("%s-%03d", "a", 5)', '"a-005"'],
  ['format("%5s|%-5s|", "a", "b")', '"    a|b    |"'],
  ['format("%s %[1]s", "a")', '"a a"'],
  ['formatlist("x-%s", ["a", "b"])', '["x-a","x-b"]'],
  ['formatlist("%s-%s", ["a", "b"], "c")', '["a-c","b-c"]'],
  ['formatlist("%s=%s", ["a", "b"], ["1", "2"])', '["a=1","b=2"]'],
  ['indent(2, "a\\nb")', '"a\\n  b"'],
  ['keys({b = 1, a = 2})', '["a","b"]'],
  ['lookup({a = "x"}, "b", "y")', '"y"'],
  ['merge({a = 1}, null)', '{"a":1}'],
  ['merge([{a = 1}, {b = 2}]...)', '{"a":1,"b":2}'],
  ['one([])', 'null'],
  ['range(5, 0, -2)', '[5,3,1]'],
  ['regex("[a-z]+", "123abc")', '"abc"'],
  ['regex("(\\\\d)(\\\\d)", "a12")', '["1","2"]'],
  ['can(regex("^arn:", "x"))', 'false'],
  ['replace("abc", "/b/", "x")', '"axc"'],
  ['replace("a1b", "/(?P<d>[0-9])/", "[$d]")', '"a[1]b"'],
  ['setintersection(["a", "b"], ["b", "c"])', '["b"]'],
  ['setsubtract(["a", "b"], ["b"])', '["a"]'],
  ['setunion(["a"], ["b", "a"])', '["a","b"]'],
  ['split(",", "")', '[""]'],
  ['split("", "abc")', '["a","b","c"]'],
  ['substr("hello", -3, -1)', '"llo"'],
  ['toset(["b", "a", "b"])', '["a","b"]'],
  ['try([1][3], "none")', '"none"'],
  ['zipmap(["a", "b"], [1, 2])', '{"a":1,"b":2}'],
  ['{for s in ["a", "b"] : s => length(s) if s != "a"}', '{"b":1}'],
  ['{for s in ["a", "b", "aa"] : substr(s, 0, 1) => s...}', '{"a":["a","aa"],"b":["b"]}'],
  ['[for pair in setproduct(["a", "b"], ["c"]) : "${pair[0]}-${pair[1]}"]', '["a-c","b-c"]'],
  ['{for k, v in {a = {key = "x"}} : k => v["key"]}', '{"a":"x"}'],
  ['[for v in [{list = [[1, 2]]}] : v.list[0][1]]', '[2]'],
  ['"true" == true', 'false'],
  ['1 == "1"', 'false'],
  ['-7 % 3', '-1'],
  ['null == ""', 'false'],
  ['{a = 1} == {a = 1}', 'true'],
  ['"%{for s in ["a", "b"]}${s},%{endfor}"', '"a,b,"'],
  ['"a %{ if false ~} x %{ endif ~} b"', '"a b"'],
  ['"$${x} %%{y}"', '"${x} %{y}"'],
  ['"\\u0041\\t\\\\"', '"A\\t\\\\"'],
  ['[{x = 1}, {x = 2}].*.x', '[1,2]'],
  ['null[*]', '[]'],
  ['"x"[*]', '["x"]'],
  ['[[1, 2], [3]][*][0]', '[1,3]'],
  ['["a", "b"].1', '"b"'],
  ['alltrue([true, "true"])', 'true'],
  ['base64encode("abc")', '"YWJj"'],
  ['jsondecode("{\\"a\\": [1]}").a[0]', '1'],
  ['try(jsondecode("{"), "bad")', '"bad"'],
  ['dirname("a/b/c")', '"a/b"'],
  ['trimprefix("alias/x", "alias/")', '"x"'],
  ['title("hello world-foo")', '"Hello World-Foo"'],
];

/** The same with what stands around an expression: variables and their types, files, modules. */
const casesInModules: readonly (readonly [
  expression: string,
  files: Readonly<Record<string, string>>,
  /** Undefined where it is not known. */
  value: string | undefined,
])[] = [
  [
    'var.t',
    {
      'main.tf':
        'variable "t" {\n  type = object({ name = optional(string, "org"), kms = optional(string), n = optional(number, "5"), b = optional(bool, "true") })\n  default = { name = null }\n}\n',
    },
    '{"b":true,"kms":null,"n":5,"name":"org"}',
  ],
  [
    'var.t',
    {
      'main.tf':
        'variable "t" {\n  type = map(object({ kms = optional(string, "k"), tags = optional(map(string), {}) }))\n  default = { a = {}, b = { kms = "x", extra = 1 } }\n}\n',
    },
    '{"a":{"kms":"k","tags":{}},"b":{"kms":"x","tags":{}}}',
  ],
  [
    'var.t',
    { 'main.tf': 'variable "t" {\n  type = set(string)\n  default = ["b", "a", "b"]\n}\n' },
    '["a","b"]',
  ],
  ['var.t == true', { 'main.tf': 'variable "t" {\n  type = bool\n  default = "true"\n}\n' }, 'true'],
  ['var.t', { 'main.tf': 'variable "t" {\n  type = number\n  default = "5"\n}\n' }, '5'],
  [
    'var.t',
    { 'main.tf': 'variable "t" {\n  type = tuple([string, number])\n  default = [1, "2"]\n}\n' },
    '["1",2]',
  ],
  [
    'var.t',
    {
      'main.tf':
        'variable "t" {\n  type = object({ a = object({ b = optional(object({ c = optional(string, "deep") }), {}) }) })\n  default = { a = {} }\n}\n',
    },
    '{"a":{"b":{"c":"deep"}}}',
  ],
  [
    'var.t',
    { 'main.tf': 'variable "t" {\n  type = map(bool)\n  default = { a = "true" }\n}\n' },
    '{"a":true}',
  ],
  [
    '[for k, v in var.t : "${k}=${v}"]',
    { 'main.tf': 'variable "t" {\n  type = set(string)\n  default = ["z", "a"]\n}\n' },
    '["a=a","z=z"]',
  ],
  [
    '{ for k, m in module.m : k => m.o }',
    {
      'main.tf':
        'module "m" {\n  source = "./m"\n  for_each = { a = "x", b = "y" }\n  i = "${each.key}-${each.value}"\n}\n',
      'm/main.tf': 'variable "i" {\n  type = string\n}\noutput "o" {\n  value = upper(var.i)\n}\n',
    },
    '{"a":"A-X","b":"B-Y"}',
  ],
  [
    'values(module.m)[*].o',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  for_each = toset(["b", "a"])\n  i = each.key\n}\n',
      'm/main.tf': 'variable "i" {\n  type = string\n}\noutput "o" {\n  value = var.i\n}\n',
    },
    '["a","b"]',
  ],
  [
    'module.m.o',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  i = null\n}\n',
      'm/main.tf':
        'variable "i" {\n  type = string\n  default = "d"\n}\noutput "o" {\n  value = var.i == null ? "null" : var.i\n}\n',
    },
    '"null"',
  ],
  [
    'module.m.o',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  i = null\n}\n',
      'm/main.tf':
        'variable "i" {\n  type = string\n  default = "d"\n  nullable = false\n}\noutput "o" {\n  value = var.i == null ? "null" : var.i\n}\n',
    },
    '"d"',
  ],
  [
    'module.m.o',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  t = { a = "x" }\n}\n',
      'm/main.tf':
        'variable "t" {\n  type = object({ a = string, k = optional(string), d = optional(string, "dd") })\n}\noutput "o" {\n  value = [var.t.k == null, var.t.d, try(var.t.zz, "none"), lookup(var.t, "k", "q")]\n}\n',
    },
    '[true,"dd","none",null]',
  ],
  [
    'module.a.o',
    {
      'main.tf': 'module "a" {\n  source = "./a"\n}\n',
      'a/main.tf':
        'module "b" {\n  source = "../b"\n  x = local.x\n}\nlocals {\n  x = "${path.module}|${basename(path.module)}"\n}\noutput "o" {\n  value = module.b.y\n}\n',
      'b/main.tf': 'variable "x" {}\noutput "y" {\n  value = length(var.x) > 0\n}\n',
    },
    'true',
  ],
  [
    'local.flat',
    {
      'main.tf':
        'locals {\n  accounts = { x = ["a", "b"], y = ["c"] }\n  flat = { for p in flatten([for k, vs in local.accounts : [for v in vs : { k = k, v = v }]]) : "${p.k}.${p.v}" => p.v }\n}\n',
    },
    '{"x.a":"a","x.b":"b","y.c":"c"}',
  ],
  [
    'var.t',
    {
      'main.tf': 'variable "t" {\n  type = string\n  default = "d"\n}\n',
      'terraform.tfvars': 't = "tfvars"\n',
      'a.auto.tfvars': 't = "auto-a"\n',
      'b.auto.tfvars.json': '{"t": "auto-b"}\n',
    },
    '"auto-b"',
  ],
  [
    'var.t',
    {
      'main.tf':
        'variable "t" {\n  type = list(object({ name = string, kms = optional(string, "none") }))\n}\n',
      'terraform.tfvars': 't = [\n  { name = "a" },\n  { name = "b", kms = "k" },\n]\n',
    },
    '[{"kms":"none","name":"a"},{"kms":"k","name":"b"}]',
  ],
  [
    'local.x',
    { 'main.tf': 'locals {\n  x = <<-EOT\n    one\n      two ${upper("x")}\n    three\n  EOT\n}\n' },
    '"one\\n  two X\\nthree\\n"',
  ],
  [
    'local.x',
    { 'main.tf': 'locals {\n  x = <<EOT\n%{ for s in ["a", "b"] ~}\n- ${s}\n%{ endfor ~}\nend\nEOT\n}\n' },
    '"- a\\n- b\\nend\\n"',
  ],
  [
    'local.x',
    { 'main.tf': 'locals {\n  x = jsondecode(<<EOT\n{"a": ${jsonencode(["x"])}}\nEOT\n  ).a[0]\n}\n' },
    '"x"',
  ],
  [
    'local.x',
    {
      'main.tf':
        'locals {\n  x = templatefile("${path.module}/t.tpl", { name = "n", items = ["a", "b"] })\n}\n',
      't.tpl': 'Hello ${name}%{ for i in items } ${i}%{ endfor }\n',
    },
    '"Hello n a b\\n"',
  ],
  [
    '[for name in fileset("${path.module}/trails", "*.{json,yaml}") : name]',
    { 'main.tf': '', 'trails/b.yaml': '', 'trails/a.json': '{}', 'trails/c.txt': '', 'trails/in/d.json': '' },
    '["a.json","b.yaml"]',
  ],
  [
    'fileset(path.module, "trails/*.json")',
    { 'main.tf': '', 'trails/a.json': '{}', 'b.json': '{}' },
    '["trails/a.json"]',
  ],
  ['fileset(path.module, "**/*.json")', { 'main.tf': '', 'trails/a.json': '{}' }, undefined],
  ['fileset("${path.module}/later", "*.json")', { 'main.tf': '' }, undefined],
  [
    'local.x',
    {
      'main.tf': 'locals {\n  x = yamldecode(file("${path.module}/c.yaml")).kms.arn\n}\n',
      'c.yaml': 'kms:\n  arn: alias/x\n',
    },
    '"alias/x"',
  ],
  [
    'local.x',
    {
      'main.tf': 'locals {\n  x = try(yamldecode(file("${path.module}/c.yaml")), "none")\n}\n',
      'c.yaml': '['.repeat(300) + ']'.repeat(300),
    },
    '"none"',
  ],
  [
    'local.x',
    {
      'main.tf': 'locals {\n  x = try(yamldecode(file("${path.module}/c.yaml")), "none")\n}\n',
      'c.yaml': 'a: &a\n  - *a\n',
    },
    '"none"',
  ],
  [
    'local.x',
    {
      'main.tf': 'locals {\n  x = yamldecode(file("${path.module}/c.yaml")).c[1].kms\n}\n',
      'c.yaml': 'a: &a\n  kms: k\nc: [*a, *a]\n',
    },
    '"k"',
  ],
  [
    'local.x',
    {
      'main.tf': 'locals {\n  x = try(jsondecode(file("${path.module}/c.json")).kms, "none")\n}\n',
      'c.json': '{"kms": "k"}\n',
    },
    '"k"',
  ],
  [
    '[local.a, local.b]',
    {
      'main.tf': 'locals {\n  a = "x"\n  b = local.c\n}\n',
      'o_override.tf': 'locals {\n  a = "y"\n}\n',
      'c.tf': 'locals {\n  c = "z"\n}\n',
    },
    '["y","z"]',
  ],
  [
    'local.x',
    { 'main.tf': 'locals {\n  x = [for v in [null, "", "a"] : v if try(length(v), 0) > 0]\n}\n' },
    '["a"]',
  ],
  [
    'local.x',
    { 'main.tf': 'locals {\n  x = { for k, v in { a = 1, b = null } : k => v if v != null }\n}\n' },
    '{"a":1}',
  ],
  [
    'one(module.m[*].o)',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  count = 0\n}\n',
      'm/main.tf': 'output "o" {\n  value = "x"\n}\n',
    },
    'null',
  ],
  [
    'try(module.m[0].o, "none")',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  count = 0\n}\n',
      'm/main.tf': 'output "o" {\n  value = "x"\n}\n',
    },
    '"none"',
  ],
];

/** Expressions of which nobody but the tool itself can tell the value, or whose value does not matter here. */
const unknown: readonly string[] = ['uuid()', 'format("%x", 255)', 'regex("(a+)+", "aaa")', 'nope("x")'];

async function evaluated(
  expression: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const text = `resource "aws_cloudtrail" "t" {\n  name = jsonencode(${expression})\n}\n`;
  const around = Object.entries(files).map(([path, content]) => [`file:///m/${path}`, content]);
  const sources = new MemorySources({ 'file:///m/trail.tf': text, ...Object.fromEntries(around) });
  const document = await sources.read('file:///m/trail.tf');
  assert.ok(document);
  const {
    trails: [declaration],
  } = await createTerraform().read(document, sources);
  return declaration && knownValue(declaration.name);
}

describe('terraform: expressions', () => {
  for (const [expression, value] of cases) {
    it(`${expression} is ${value}`, async () => {
      assert.equal(await evaluated(expression), value);
    });
  }

  for (const [index, [expression, files, value]] of casesInModules.entries()) {
    it(`${expression} is ${value} in module ${index + 1}`, async () => {
      assert.equal(await evaluated(expression, files), value);
    });
  }

  for (const expression of unknown) {
    it(`${expression} is not known`, async () => {
      assert.equal(await evaluated(expression), undefined);
    });
  }
});
