import assert from 'node:assert/strict';
import { createTerraform } from '../../../../../src/core/iac/terraform/index.ts';
import { knownValue } from '../../../../../src/core/trail/fact.ts';
import { MemorySources } from '../memorySources.ts';

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

/** Expressions of which nobody but the tool itself can tell the value, or whose value does not matter here. */
const unknown: readonly string[] = ['uuid()', 'format("%x", 255)', 'regex("(a+)+", "aaa")', 'nope("x")'];

async function evaluated(expression: string): Promise<string | undefined> {
  const text = `resource "aws_cloudtrail" "t" {\n  name = jsonencode(${expression})\n}\n`;
  const sources = new MemorySources({ 'file:///m/main.tf': text });
  const document = await sources.read('file:///m/main.tf');
  assert.ok(document);
  const [declaration] = await createTerraform().read(document, sources);
  return declaration && knownValue(declaration.name);
}

describe('terraform: expressions', () => {
  for (const [expression, value] of cases) {
    it(`${expression} is ${value}`, async () => {
      assert.equal(await evaluated(expression), value);
    });
  }

  for (const expression of unknown) {
    it(`${expression} is not known`, async () => {
      assert.equal(await evaluated(expression), undefined);
    });
  }
});
