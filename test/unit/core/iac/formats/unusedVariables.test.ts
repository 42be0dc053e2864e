import assert from 'node:assert/strict';
import { type TextEdit, textAfter } from '../../../../../src/core/iac/fix.ts';
import { inOrder } from '../../../../../src/core/iac/fixes/remedies.ts';
import { go } from '../../../../../src/core/iac/formats/code/go.ts';

describe('variables of Go that nothing reads', () => {
  const flawless = [
    'a := f()\nuse(a)',
    'a, err := f()\nif err != nil {\n\treturn\n}\nuse(a.Arn)',
    '_, err := f()\nuse(err)',
    'if err := f(); err != nil {\n\treturn\n}',
    'for _, one := range all() {\n\tuse(one)\n}',
    'a := 1\ngo func(b int) { use(a) }(2)',
    'a := 1\na := a\nuse(a)',
    'switch one := any(x).(type) {\ncase int:\n}',
    'a := 1\na += 1',
    'm := f()\nm["k"] = 1',
    's := f()\ns.X = 1',
    'keys := f()\nuse(T{Keys: keys, Other: map[string]int{"a": 1}})',
  ];
  for (const body of flawless) {
    it(`are none in ${JSON.stringify(body)}`, () => assert.equal(go.parse(program(body)).flaws, 0));
  }

  const refused: readonly (readonly [body: string, count: number])[] = [
    ['a := f()', 1],
    ['var a int', 1],
    ['var a int\na = 1', 1],
    ['a, b := f()', 2],
    ['a := 1\nif x {\n\ta := 2\n\tuse(a)\n}', 1],
    ['for i, one := range all() {\n\tuse(one)\n}', 1],
    ['a := 1\nuse(T{}.a)', 1],
  ];
  for (const [body, count] of refused) {
    it(`are ${count} in ${JSON.stringify(body)}`, () => assert.equal(go.parse(program(body)).flaws, count));
  }

  const edited: readonly (readonly [before: string, after: string])[] = [
    ['a := f()\nuse(a)', '_ = f()\nuse(nil)'],
    ['a, err := f()\nif err != nil {\n}\nuse(a)', '_, err := f()\nif err != nil {\n}\nuse(nil)'],
    ['err := g()\na, err := f()\ncheck(err)\nuse(a)', 'err := g()\n_, err = f()\ncheck(err)\nuse(nil)'],
    ['var a any\nif x {\n\ta = b\n}\nuse(a)', 'var a any\n_ = a\nif x {\n\ta = b\n}\nuse(nil)'],
    ['a := f() // the key\na = g()\nuse(a)', 'a := f() // the key\n_ = a\na = g()\nuse(nil)'],
    ['a := f()\nuse(a)\nuse(a)', 'a := f()\nuse(nil)\nuse(a)'],
  ];
  for (const [before, after] of edited) {
    it(`are assigned to nothing where an edit takes the last use of one: ${JSON.stringify(before)}`, () => {
      const text = program(before);
      const edits: readonly TextEdit[] = [{ offset: text.indexOf('use(a)') + 4, length: 1, content: 'nil' }];
      const all = inOrder([...edits, ...(go.parse(text).consequencesOf?.(edits) ?? [])]);
      assert.equal(all && textAfter(text, all), program(after));
    });
  }
});

function program(body: string): string {
  return `package main\n\nfunc main() {\n\t${body.replaceAll('\n', '\n\t')}\n}\n`;
}
