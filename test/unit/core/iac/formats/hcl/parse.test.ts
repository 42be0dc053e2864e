import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Block,
  type Body,
  type Expression,
  type HclFile,
  parseHcl,
  parseHclJson,
  type TemplatePart,
} from '../../../../../../src/core/iac/formats/hcl/index.ts';
import { holds } from '../../../../holds.ts';

/** The tree as text: one line for each block and attribute, expressions as nested lists. */
function outline({ body }: HclFile): string[] {
  return bodyLines(body, '');
}

function bodyLines({ attributes, blocks }: Body, indent: string): string[] {
  return [
    ...attributes.map(one => `${indent}${one.name} = ${show(one.value)}`),
    ...blocks.flatMap(block => [`${indent}${title(block)}`, ...bodyLines(block.body, `${indent}  `)]),
  ];
}

function title({ type, labels, closed }: Block): string {
  return [type, ...labels.map(({ text }) => text), ...(closed ? [] : ['(unclosed)'])].join(' ');
}

function show(one: Expression): string {
  switch (one.kind) {
    case 'literal':
      return String(one.value);
    case 'template':
      return `"${one.parts.map(showPart).join('')}"`;
    case 'variable':
      return one.name;
    case 'member':
      return `${show(one.object)}.${one.name}`;
    case 'index':
      return `${show(one.object)}[${show(one.key)}]`;
    case 'splat':
      return `${show(one.object)}[*]${one.steps.map(step => (step.kind === 'member' ? `.${step.name}` : `[${show(step.key)}]`)).join('')}`;
    case 'call':
      return `${one.name}(${one.args.map(show).join(', ')}${one.expands ? '...' : ''})`;
    case 'conditional':
      return `(${show(one.condition)} ? ${show(one.yes)} : ${show(one.no)})`;
    case 'binary':
      return `(${show(one.left)} ${one.operator} ${show(one.right)})`;
    case 'unary':
      return `(${one.operator}${show(one.operand)})`;
    case 'tuple':
      return `[${one.items.map(show).join(', ')}]`;
    case 'object':
      return `{${one.items.map(item => `${show(item.key)} = ${show(item.value)}`).join(', ')}}`;
    case 'for': {
      const names = one.keyName === undefined ? one.valueName : `${one.keyName}, ${one.valueName}`;
      const key = one.key ? `${show(one.key)} => ` : '';
      const condition = one.condition ? ` if ${show(one.condition)}` : '';
      return `for(${names} in ${show(one.collection)}: ${key}${show(one.value)}${one.grouped ? '...' : ''}${condition})`;
    }
    case 'parentheses':
      return show(one.inner);
    case 'broken':
      return '?';
  }
}

function showPart(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'interpolation':
      return `<${show(part.expression)}>`;
    case 'if':
      return `<if ${show(part.condition)}>${part.yes.map(showPart).join('')}<else>${part.no.map(showPart).join('')}<end>`;
    case 'for':
      return `<for ${part.valueName} in ${show(part.collection)}>${part.body.map(showPart).join('')}<end>`;
  }
}

const expressions: readonly (readonly [string, string])[] = [
  ['1 + 2 * 3 == 7 && !false || a', '((((1 + (2 * 3)) == 7) && (!false)) || a)'],
  ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
  ['-1.5e3', '(-1500)'],
  ['a.b["c"][0].d.0', 'a.b["c"][0].d[0]'],
  ['a.*.b', 'a[*].b'],
  ['a[*].b[0].c', 'a[*].b[0].c'],
  ['a[ * ].b', 'a[*].b'],
  ['f(a, b...)', 'f(a, b...)'],
  ['merge({ a = 1, "b" : 2, (c) = 3 }, d...)', 'merge({"a" = 1, "b" = 2, c = 3}, d...)'],
  ['provider::aws::arn_parse(x).region', 'provider::aws::arn_parse(x).region'],
  ['[for v in l : upper(v) if v != ""]', '[for]'],
  ['{ for k, v in m : k => v... }', '{for}'],
  ['"a${b}c$${d}%{ if e }f%{ else }g%{ endif }"', '"a<b>c${d}<if e>f<else>g<end>"'],
  ['"%{ for x in y ~}\n"', '?'],
  ['"\\"\\\\\\n\\u00e9"', '"\\"\\\\\n\u00e9"'.replace('\\"', '"').replace('\\\\', '\\')],
  ['"${"inner ${deep}"}"', '"<"inner <deep>">"'],
  ['a /* why */ + b', '(a + b)'],
];

describe('HCL: expressions', () => {
  for (const [text, expected] of expressions) {
    it(text.replaceAll('\n', '\\n'), () => {
      const [attribute] = parseHcl(`x = ${text}\n`).body.attributes;
      assert.ok(attribute);
      const wanted: Record<string, string> = {
        '[for]': 'for(v in l: upper(v) if (v != ""))',
        '{for}': 'for(k, v in m: k => v...)',
      };
      assert.equal(show(attribute.value), wanted[expected] ?? expected);
    });
  }

  it('stands where it stands', () => {
    const text = 'x = one(aws_kms_key.k[*].arn) # why\ny = "a" \n';
    const ranges = parseHcl(text).body.attributes.map(({ range, value }) => [
      text.slice(range.start, range.end),
      text.slice(value.range.start, value.range.end),
    ]);
    assert.deepEqual(ranges, [
      ['x = one(aws_kms_key.k[*].arn)', 'one(aws_kms_key.k[*].arn)'],
      ['y = "a"', '"a"'],
    ]);
  });

  it('takes the common indentation off a heredoc', () => {
    const text = 'x = <<-EOT\n    {\n      "a": 1\n    }\n  EOT\ny = <<EOT\n  a\nEOT\n';
    assert.deepEqual(outline(parseHcl(text)), ['x = "{\n  "a": 1\n}\n"', 'y = "  a\n"']);
  });
});

const whole: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'nested blocks',
    'a "b" c {\n  d = 1\n  e {\n    f = 2\n  }\n}\n',
    ['a b c', '  d = 1', '  e', '    f = 2'],
  ],
  ['one line', 'a "b" { c = 1 }\n', ['a b', '  c = 1']],
  ['no end of line', 'a "b" {\n  c = 1\n}', ['a b', '  c = 1']],
  ['CRLF and a BOM', '\uFEFFa "b" {\r\n  c = "d"\r\n}\r\n', ['a b', '  c = "d"']],
  ['comments in interpolations', 'a = "${[b, /* } */\n  c, # }\n]}d"\n', ['a = "<[b, c]>d"']],
  [
    'comments behind values',
    'a = b.c // d\nb = 1 / 2 //"x"\nc = d /* / */ / e\n',
    ['a = b.c', 'b = (1 / 2)', 'c = (d / e)'],
  ],
  ['comments everywhere', '# x {\na { // {\n  /* } */ b = 1 # }\n}\n', ['a', '  b = 1']],
  ['braces in strings', 'a {\n  b = "}${"}"}{"\n}\nc {\n}\n', ['a', '  b = "}<"}">{"', 'c']],
];

const broken: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a block that is not closed',
    'resource "a" "b" {\n  c = 1\n\nresource "d" "e" {\n}\n',
    ['resource a b (unclosed)', '  c = 1', 'resource d e'],
  ],
  [
    'a nested block that is not closed',
    'resource "a" "b" {\n  c {\n  d = 1\n}\n\nvariable "e" {\n}\n',
    ['resource a b (unclosed)', '  c', '    d = 1', 'variable e'],
  ],
  [
    'a string that is not closed',
    'resource "a" "b" {\n  c = "d\n  e = 1\n}\nlocals {\n}\n',
    ['resource a b', '  c = ?', '  e = 1', 'locals'],
  ],
  [
    'an interpolation that is not closed',
    'resource "a" "b" {\n  c = "${d\n  e = 1\n}\nlocals {\n}\n',
    ['resource a b', '  c = ?', '  e = 1', 'locals'],
  ],
  [
    'a value that is missing',
    'resource "a" "b" {\n  c =\n  d\n  e = f.\n  g = 1\n}\n',
    ['resource a b', '  c = ?', '  d = ?', '  e = ?', '  g = 1'],
  ],
  [
    'a value missing in an object',
    'resource "a" "b" {\n  c = {\n    d =\n    e = 1\n  }\n  f = 2\n}\n',
    ['resource a b', '  c = {"d" = ?, "e" = 1}', '  f = 2'],
  ],
  [
    'a heredoc that is not closed',
    'resource "a" "b" {\n  c = <<EOF\n  text\n}\n\n# about d\nresource "d" "e" {\n  f = <<EOF\nx\nEOF\n}\n',
    ['resource a b (unclosed)', '  c = ?', '  text = ?', 'resource d e', '  f = "x\n"'],
  ],
  [
    'a brace too many',
    'resource "a" "b" {\n  c = 1\n}\n}\nresource "d" "e" {\n}\n',
    ['resource a b', '  c = 1', 'resource d e'],
  ],
  ['a header alone', 'resource "a"\nresource "d" "e" {\n}\n', ['resource = ?', 'resource d e']],
  ['half a label', 'resource "a\nresource "d" "e" {\n}\n', ['resource = ?', 'resource d e']],
];

describe('HCL: files', () => {
  for (const [name, text, expected] of whole) {
    it(name, () => assert.deepEqual(outline(parseHcl(text)), expected));
  }
});

describe('HCL: broken files keep their other blocks', () => {
  for (const [name, text, expected] of broken) {
    it(name, () => assert.deepEqual(outline(parseHcl(text)), expected));
  }

  it('reads any text', () => {
    const pieces = fc.constantFrom(
      'resource "a" "b" {\n',
      '}\n',
      '"',
      '${',
      '%{ if x }',
      '<<EOF\n',
      'EOF\n',
      '\n',
      'a',
      ' = ',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '?',
      '.',
      '*',
      '#',
      '//',
      '/*',
      '*/',
      '\\',
      '=>',
      '...',
      'for x in y',
      '0',
      '-',
      '!',
      '&&',
      '\r\n',
    );
    holds(
      fc.property(fc.array(pieces, { maxLength: 60 }), parts => {
        const text = parts.join('');
        for (const file of [parseHcl(text), parseHclJson(text)]) {
          outline(file);
          for (const block of file.body.blocks) {
            assert.ok(block.range.start <= block.inner.start && block.inner.end <= block.range.end);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('HCL: JSON syntax', () => {
  it('makes blocks of objects and templates of strings', () => {
    const text =
      '{"//": "why", "resource": {"a": {"b": {"c": "x${d}", "e": [{"f": null}], "g": {"h": true}}}}, "locals": [{"i": 1}]}';
    const file = parseHclJson(text);
    assert.deepEqual(outline({ ...file, body: { attributes: [], blocks: file.body.blocks } }), [
      'resource a b',
      '  c = "x<d>"',
      '  e = [{"f" = null}]',
      '  g = {"h" = true}',
      '  e',
      '    f = null',
      '  g',
      '    h = true',
      'locals',
      '  i = 1',
    ]);
    assert.deepEqual(
      file.comments.map(comment => comment.text),
      ['why'],
    );
  });

  it('keeps a member that is being typed', () => {
    const file = parseHclJson('{"resource": {"a": {"b": {"c": }}}}');
    assert.deepEqual(
      file.body.blocks.flatMap(block => bodyLines(block.body, '')),
      ['c = ?'],
    );
  });
});
