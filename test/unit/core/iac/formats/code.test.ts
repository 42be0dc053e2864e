import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csharp } from '../../../../../src/core/iac/formats/code/csharp.ts';
import { go } from '../../../../../src/core/iac/formats/code/go.ts';
import { java } from '../../../../../src/core/iac/formats/code/java.ts';
import { javascript } from '../../../../../src/core/iac/formats/code/javascript.ts';
import { python } from '../../../../../src/core/iac/formats/code/python.ts';
import type {
  Argument,
  Expression,
  Grammar,
  Program,
  Statement,
} from '../../../../../src/core/iac/formats/code/syntax.ts';
import { holds } from '../../../holds.ts';

const typescriptText = `import * as cdk from 'aws-cdk-lib';
import { Trail as T } from "aws-cdk-lib/aws-cloudtrail";
import kms = require('@aws-cdk/aws-kms');
const { Key } = require('lib');
export { A } from './a';
interface Props extends cdk.StackProps { readonly key?: kms.IKey; on: boolean }
export class Stack extends cdk.Stack {
  private key: kms.Key = new kms.Key(this, 'K'); // the key
  get own() { return this.key; }
  constructor(scope: Construct, id: string, props?: Props, private readonly z = 1) {
    super(scope, id, { ...props, description: \`a \${id}\` });
    if (!props) { throw new Error('x'); } else if (props.on) return;
    let trail = new T(this, 'Trail', { encryptionKey: props?.key ?? (this.key as any), 'a': 1, z });
    for (const s of ['a', 'b']) { this.key.grantEncrypt(new P(s)); }
    (trail.node.defaultChild as X).kmsKeyId = on ? 'x' : undefined;
    trail['kmsKeyId'] ??= z!;
  }
}
`;

const pythonText = `from aws_cdk import (aws_cloudtrail as ct, aws_kms)
import aws_cdk as cdk
from .keys import make
class Stack(cdk.Stack):
    """A stack."""
    def __init__(self, scope, id: str, *, key: aws_kms.IKey = None, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        self.key = aws_kms.Key(self, "K", enable_key_rotation=True)  # the key
        if not key:
            raise ValueError("x")
        elif key == "a" and id is not None:
            return
        trail = ct.Trail(self, "Trail", encryption_key=key or self.key, **{"a": f"{id}!"})
        for s in ["a", "b"]:
            self.key.grant_encrypt(P(s))
        trail.node.default_child.kms_key_id = "x" if on else None
    @property
    def own(self):
        return self.key
`;

const javaText = `package com.acme;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.iam.*;
public class Stack extends software.amazon.awscdk.Stack {
  private final Key key; // the key
  Stack(Construct scope, String id) { this(scope, id, null, true); }
  Stack(final Construct scope, String id, IKey given, boolean on) {
    super(scope, id);
    key = new Key(this, "K");
    if (given == null && !on) { throw new X(); } else if (on) return;
    final Trail trail = Trail.Builder.create(this, "Trail").encryptionKey(on ? key : given).build();
    for (String s : List.of("a", "b")) { getKey().grantEncrypt(new P(s)); }
    ((CfnTrail) trail.getNode().getDefaultChild()).setKmsKeyId("x" + id);
    use(Map.of("a", 1), Props.builder().names("b", "c").build(), optional.orElse(x), s -> f(s));
  }
  public Key getKey() { return this.key; }
  static class Inner {}
  record Props(@Nullable IKey key, boolean on) {}
}
`;

const goText = `package main
import (
	ct "github.com/aws/aws-cdk-go/awscdk/v2/awscloudtrail"
	"github.com/aws/jsii-runtime-go"
)
type Props struct {
	awscdk.StackProps
	Key awskms.IKey // the key
	On  bool
}
func New(scope constructs.Construct, id string, props *Props) awscdk.Stack {
	on := true
	if props.On != nil && !on {
		on = *props.On
	}
	key, err := awskms.NewKey(scope, jsii.String("K"), &awskms.KeyProps{Enabled: jsii.Bool(on)}, nil)
	if err != nil {
		panic(err)
	}
	for _, s := range []string{"a", "b"} {
		key.Grant(s, names...)
	}
	trail.Node().DefaultChild().(ct.CfnTrail).SetKmsKeyId(key.KeyArn())
	_ = map[string]interface{}{"a": []*string{x}}
	return nil
}
`;

const csharpText = `#nullable enable
using Amazon.CDK.AWS.KMS;
using Aws = Pulumi.Aws;
namespace Acme;
public record Names(string Trail, IKey? Key = null);
[Tag("x")]
public class AuditStack : Stack
{
  private readonly Key _key = new(null, "K"); // the key
  public required IBucket Bucket { get; init; }
  public bool On { get; set; }
  public Key Own => _key;
  internal AuditStack(Construct scope, string id, Props? props = null) : base(scope, id, props)
  {
    if (props is null && !props!.On) { throw new X(nameof(id)); } else if (string.IsNullOrEmpty(id)) return;
    var trail = new Trail(this, "Trail", new TrailProps { EncryptionKey = On ? _key : props?.Key });
    foreach (var s in new[] { "a", "b" }) { Own.GrantEncrypt(new P(s)); }
    ((CfnTrail)trail.Node.DefaultChild).KmsKeyId = $"x{{{id + "!":N2}" + @"a""b";
    _ = new Aws.CloudTrail.Trail("t", new() { Tags = { ["a"] = 1, { "b", 2 } }, DependsOn = { trail }, L = ["x", ..more] });
    var (a, b) = Pair<int>(x => x, named: 1);
    Use(env switch { "prod" => 1, _ => 2 }, props with { Key = null }, """
      raw {
      """);
  }
  public static bool operator ==(A a, B b) => true;
  class Inner { }
}
public class Short(string id, IKey key) : Construct(id)
{
  private Key Make() => new(key, "M");
}
`;

/** A function of Go with statements of several lines, which end where their last line does. */
const goFunction = fc
  .array(fc.record({ depth: fc.nat(3), properties: fc.nat(8), isAssigned: fc.boolean() }), { maxLength: 8 })
  .map(statements => {
    const lines = statements.map(({ depth, properties, isAssigned }, index) => {
      const own = Array.from(
        { length: properties },
        (_, one) => `P${one}: jsii.String("property ${one}"),\n`,
      );
      const inner = `${own.join('')}${'Inner: &map[string]interface{}{\n'.repeat(depth)}${'},\n'.repeat(depth)}`;
      return `${isAssigned ? `t.K${index} = ` : ''}awskms.NewKey(t.Stack, jsii.String("Key${index}"), &awskms.KeyProps{\n${inner}})\n`;
    });
    return `// What makes keys\nfunc (t *T) Make() {\n${lines.join('\n')}}\n`;
  });

describe('programs of every language in one syntax', () => {
  it('TypeScript', () => {
    assert.deepEqual(javascript.parse(typescriptText).statements.map(written), [
      'import aws-cdk-lib: * as cdk',
      'import aws-cdk-lib/aws-cloudtrail: Trail as T',
      'import @aws-cdk/aws-kms: * as kms',
      'require("@aws-cdk/aws-kms")',
      'import lib: Key as Key',
      'import ./a: A as A',
      'type Props(key?, on) of cdk.StackProps',
      'class Stack of cdk.Stack { key = new kms.Key(this, "K"); get own() { return this.key }; constructor(scope, id, props?, z?) { super(scope, id, {...props, description: `a ${id}`}); if (!props) { fail } else { if (props.on) { return } }; trail = new T(this, "Trail", {encryptionKey: (props.key ?? this.key), a: 1, z: z}); for (s of ["a", "b"]) { this.key.grantEncrypt(new P(s)) }; trail.node.defaultChild.kmsKeyId = (on ? "x" : null); trail.kmsKeyId ??= z } }',
    ]);
  });

  it('Python', () => {
    assert.deepEqual(python.parse(pythonText).statements.map(written), [
      'import aws_cdk: aws_cloudtrail as ct, aws_kms as aws_kms',
      'import aws_cdk: * as cdk',
      'import .keys: make as make',
      'class Stack of cdk.Stack { constructor(scope, id, key?, kwargs) { super(scope, id, **kwargs); this.key = aws_kms.Key(this, "K", enable_key_rotation=true); if (!key) { fail } else { if (((key == "a") && (id != null))) { return } }; trail = ct.Trail(this, "Trail", encryption_key=(key || this.key), **{a: `${id}!`}); for (s of ["a", "b"]) { this.key.grant_encrypt(P(s)) }; trail.node.default_child.kms_key_id = (on ? "x" : null) }; get own() { return this.key } }',
    ]);
  });

  it('Java', () => {
    assert.deepEqual(java.parse(javaText).statements.map(written), [
      'import software.amazon.awscdk.services.kms.Key: Key as Key',
      'import software.amazon.awscdk.services.iam: * as *',
      'class Stack of software.amazon.awscdk.Stack { key = -; constructor(scope, id, given?, on?) { super(scope, id); key = new Key(this, "K"); if (((given == null) && !on)) { fail } else { if (on) { return } }; trail = new Trail(this, "Trail", {encryptionKey: (on ? key : given)}); for (s of ["a", "b"]) { this.key.grantEncrypt(new P(s)) }; trail.node.defaultChild.kmsKeyId = ("x" + id); use({a: 1}, {names: ["b", "c"]}, (optional ?? x), =>) }; get key() { return this.key } }',
      'class Inner of - {  }',
      'type Props(key?, on) of ',
      'class Props of - { constructor(key?, on) {  } }',
    ]);
  });

  it('Go', () => {
    assert.deepEqual(go.parse(goText).statements.map(written), [
      'import github.com/aws/aws-cdk-go/awscdk/v2/awscloudtrail: * as ct',
      'import github.com/aws/jsii-runtime-go: * as jsii',
      'type Props(Key?, On?) of awscdk.StackProps',
      'New() { on = true; if (((props.On != null) && !on)) { on = props.On }; key = awskms.NewKey(scope, jsii.String("K"), {Enabled: jsii.Bool(on)}, null); err = null; if (false) { fail }; for (s of ["a", "b"]) { key.Grant(s, ...names) }; trail.Node().DefaultChild().KmsKeyId = key.KeyArn(); {a: [x]}; return null }',
    ]);
  });

  it('C#', () => {
    assert.deepEqual(csharp.parse(csharpText).statements.map(written), [
      'import Amazon.CDK.AWS.KMS: * as *',
      'import Pulumi.Aws: * as Aws',
      'type Names(Trail, Key?) of ',
      'class Names of - { constructor(Trail, Key?) {  } }',
      'type AuditStack(Bucket, On?) of Stack',
      'class AuditStack of Stack { _key = new Key(null, "K"); Bucket = -; On = -; get Own() { return _key }; constructor(scope, id, props?) { super(scope, id, props); if (((props == null) && !props.On)) { fail } else { if (!id) { return } }; trail = new Trail(this, "Trail", {EncryptionKey: (On ? _key : props.Key)}); for (s of ["a", "b"]) { Own.GrantEncrypt(new P(s)) }; trail.Node.DefaultChild.KmsKeyId = (`x{${(id + "!")}` + "a\\"b"); new Aws.CloudTrail.Trail("t", {Tags: {a: 1, b: 2}, DependsOn: [trail], L: ["x", ...more]}); {a, b} = Pair(=>, named=1); Use(((env == "prod") ? 1 : 2), {...props, Key: null}, "raw {") } }',
      'class Inner of - {  }',
      'class Short of Construct { constructor(id, key) { super(id) }; Make() { return new Key(key, "M") } }',
    ]);
  });

  for (const [name, grammar, text] of [
    ['TypeScript', javascript, typescriptText],
    ['Python', python, pythonText],
    ['Java', java, javaText],
    ['Go', go, goText],
    ['C#', csharp, csharpText],
  ] as const) {
    it(`${name}: comments without their marks, and no flaw in what is right`, () => {
      const program = grammar.parse(text);
      assert.deepEqual(
        program.comments.map(one => one.text.trim()),
        ['the key'],
      );
      assert.equal(grammar.parse(`${text}(((`).flaws > 0, true);
    });

    it(`${name}: what is taken over of a former reading is what a new one says`, () =>
      holds(
        fc.asyncProperty(
          fc.nat(),
          fc.nat(30),
          fc.constantFrom(
            '',
            'x',
            '(',
            '"',
            '\n',
            '}',
            '/*',
            '//',
            "'",
            '@"',
            '$"{',
            '"""',
            '#if',
            '?',
            '=',
            '.',
          ),
          async (at, length, put) => {
            const place = at % text.length;
            const changed = text.slice(0, place) + put + text.slice(place + length);
            assert.equal(shown(grammar, changed, grammar.parse(text)), shown(grammar, changed));
          },
        ),
        { numRuns: 100 },
      ));
  }

  for (const [name, grammar, head, body] of [
    ['TypeScript', javascript, '', typescriptText],
    ['Python', python, '', pythonText],
    ['Java', java, '', javaText],
    ['Go', go, goText, goText.slice(goText.indexOf('func '))],
    ['C#', csharp, '', csharpText],
  ] as const) {
    it(`${name}: a line that is added to or taken from a long text is nothing to what is around it`, () => {
      const lines = (head + body.repeat(20)).split('\n');
      const text = lines.join('\n');
      const comment = name === 'Python' ? '# new' : '// new';
      const former = grammar.parse(text);
      for (let at = 3; at < lines.length; at += 29) {
        const indent = /^\s*/.exec(lines[at] ?? '')?.[0] ?? '';
        for (const put of [[`${indent}${comment}`, lines[at] ?? ''], []]) {
          const changed = lines.toSpliced(at, 1, ...put).join('\n');
          assert.equal(grammar.parse(changed, former).flaws, grammar.parse(changed).flaws, `line ${at + 1}`);
        }
      }
    });
  }

  it('ends lines of Go where they end, whatever is taken over', () =>
    holds(
      fc.asyncProperty(
        fc.array(goFunction, { minLength: 12, maxLength: 20 }),
        fc.nat(),
        fc.boolean(),
        async (functions, place, isNew) => {
          const lines = `package main\n\n${functions.join('\n')}`.split('\n');
          const at = 2 + (place % (lines.length - 2));
          const line = lines[at] ?? '';
          const changed = lines
            .toSpliced(at, 1, ...(isNew ? ['// new', line] : [`${line} // new`]))
            .join('\n');
          assert.equal(go.parse(changed, go.parse(lines.join('\n'))).flaws, 0);
        },
      ),
      { numRuns: 60 },
    ));

  it('ends a bracket of C# that nobody closes with its statement or its member', () => {
    const text = `
class A {
  void One() { Use(new B { C = 1; Next(); }
  public Key Two = new Key("two"
  public Key Three = new Key("three")
  public void Four() { if (x) { Use("four");
  private Key Five = new Key("five");
}
class D { }
`;
    assert.deepEqual(csharp.parse(text).statements.map(written), [
      'class A of - { One() { Use({C: 1}); Next() }; Two = new Key("two"); Three = new Key("three"); Four() { if (x) { Use("four") } }; Five = new Key("five") }',
      'class D of - {  }',
    ]);
  });

  it('does not end a property of C# with the first of its accessors', () => {
    const text = 'class A { int B { get => b; set => b = value; } int C { get; init; } int D() => 1; }';
    assert.deepEqual(csharp.parse(text).statements.map(written), [
      'type A(C) of ',
      'class A of - { get B() { return b }; C = -; D() { return 1 } }',
    ]);
  });

  it('reads C# that is nested however deeply', () => {
    const shapes = [
      'f(',
      'new A { B = ',
      '{',
      '() => {',
      'x => ',
      'a ? b : ',
      '!',
      '(A)',
      '$"{',
      'if (a) ',
      'class A {',
      'A<',
    ];
    for (const shape of shapes) {
      const read = csharp.parse(`class A { void B() { ${shape.repeat(3_000)}`).statements.map(written);
      assert.ok(read.length > 0, shape);
    }
  });

  it('reads what comes before something that is nested however deeply, and long sums whole', () => {
    const grammars = [
      [javascript, (text: string) => `a(1);\n${text};\nb(2);\n`],
      [python, (text: string) => `a(1)\n${text}\nb(2)\n`],
      [java, (text: string) => `class A { void a() { a(1); ${text}; b(2); } }`],
      [go, (text: string) => `package main\nfunc a() {\na(1)\n${text}\nb(2)\n}\n`],
    ] as const;
    for (const [grammar, around] of grammars) {
      for (const [open, middle, close] of [
        ['(', '1', ')'],
        ['[', '', ']'],
        ['{', '', '}'],
      ] as const) {
        const text = around(`x = ${open.repeat(8_000)}${middle}${close.repeat(8_000)}`);
        const read = grammar.parse(text).statements.map(written).join('\n');
        assert.ok(read.includes('a(1)'), `${open} ${read.slice(0, 200)}`);
      }
      const sum = grammar
        .parse(around(`x = "0"${' + "1"'.repeat(400)}`))
        .statements.map(written)
        .join('\n');
      assert.equal(sum.match(/"1"/g)?.length, 400);
    }
  });

  it('reads what stands behind void in JavaScript: only the value is dropped', () => {
    const { statements } = javascript.parse(
      'void new Trail(1);\nvoid list.push(2);\nvoid (a = 4);\n(b = 5);\nconst none = void 0;\nconst made = void new Trail(3);\n',
    );
    assert.deepEqual(statements.map(written), [
      'new Trail(1)',
      'list appends [2]',
      'a = 4',
      'b = 5',
      'none = null',
      'made = ?(new Trail(3))',
    ]);
  });

  it('reads what stands around something that does not parse', () => {
    const calls = javascript
      .parse("new Trail(this, 'A', { encryptionKey: ,});\nconst = ;\nnew Trail(this, 'B');\n")
      .statements.map(written);
    assert.equal(calls.at(-1), 'new Trail(this, "B")');
    assert.match(calls[0] ?? '', /^new Trail\(this, "A"/);
  });
});

function shown(grammar: Grammar, text: string, former?: Program): string {
  const { statements, comments, flaws } = grammar.parse(text, former);
  return [...statements.map(written), ...comments.map(one => JSON.stringify(one)), flaws].join('\n');
}

function written(statement: Statement): string {
  const all = (statements: readonly Statement[]) => `{ ${statements.map(written).join('; ')} }`;
  switch (statement.kind) {
    case 'import':
      return `import ${statement.module}: ${statement.names.map(one => `${one.imported ?? '*'} as ${one.local}`).join(', ')}`;
    case 'declare':
      return `${statement.target.kind === 'name' ? statement.target.name : `{${statement.target.parts.map(one => one.name).join(', ')}}`} = ${expressed(statement.value)}`;
    case 'assign':
      return `${expressed(statement.target)} ${statement.operator} ${expressed(statement.value)}`;
    case 'expression':
      return expressed(statement.expression);
    case 'if':
      return `if (${expressed(statement.test)}) ${all(statement.whenTrue)}${statement.whenFalse.length > 0 ? ` else ${all(statement.whenFalse)}` : ''}`;
    case 'loop':
      return `for (${statement.variable} of ${expressed(statement.over)}) ${all(statement.body)}`;
    case 'return':
      return statement.value ? `return ${expressed(statement.value)}` : 'return';
    case 'fail':
      return 'fail';
    case 'block':
      return all(statement.body);
    case 'function-statement':
      return `${statement.name}() ${all(statement.declaration.body)}`;
    case 'class': {
      const members = statement.members.map(member =>
        member.kind === 'field'
          ? `${member.name} = ${expressed(member.value)}`
          : `${member.isGetter ? 'get ' : ''}${member.name}(${member.declaration.parameters.map(({ target, isOptional }) => `${target.kind === 'name' ? target.name : '{}'}${isOptional ? '?' : ''}`).join(', ')}) ${all(member.declaration.body)}`,
      );
      return `class ${statement.name} of ${expressed(statement.base)} { ${members.join('; ')} }`;
    }
    case 'type':
      return `type ${statement.name}(${statement.properties.map(({ name, isOptional }) => name + (isOptional ? '?' : '')).join(', ')}) of ${statement.bases.join()}`;
  }
}

function expressed(expression: Expression | undefined): string {
  const one = expression;
  switch (one?.kind) {
    case undefined:
      return '-';
    case 'literal':
      return JSON.stringify(one.value);
    case 'template':
      return `\`${one.parts.map(part => (typeof part === 'string' ? part : `\${${expressed(part)}}`)).join('')}\``;
    case 'list':
      return `[${one.items.map(item => (item.kind === 'spread' ? `...${expressed(item.value)}` : expressed(item))).join(', ')}]`;
    case 'object':
      return `{${one.entries.map(entry => (entry.kind === 'spread' ? `...${expressed(entry.value)}` : `${entry.name}: ${expressed(entry.value)}`)).join(', ')}}`;
    case 'name':
      return one.name;
    case 'self':
      return one.isBase ? 'super' : 'this';
    case 'member':
      return `${expressed(one.object)}.${one.name}`;
    case 'index':
      return `${expressed(one.object)}[${expressed(one.index)}]`;
    case 'call':
      return `${one.isNew ? 'new ' : ''}${expressed(one.callee)}(${one.args.map(argument).join(', ')})`;
    case 'result':
      return `${expressed(one.call)}#${one.index}`;
    case 'conditional':
      return `(${expressed(one.test)} ? ${expressed(one.yes)} : ${expressed(one.no)})`;
    case 'operation':
      return `(${expressed(one.left)} ${one.operator} ${expressed(one.right)})`;
    case 'not':
      return `!${expressed(one.operand)}`;
    case 'function':
      return '=>';
    case 'class-expression':
      return written(one.declaration);
    case 'unknown':
      return `?(${one.inside.map(expressed).join(', ')})`;
  }
}

function argument({ name, value, spread }: Argument): string {
  const mark =
    spread === 'named' ? '**' : spread === 'positional' ? '...' : name === undefined ? '' : `${name}=`;
  return mark + expressed(value);
}
