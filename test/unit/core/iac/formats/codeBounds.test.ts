import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import { NoProgram } from '../../../../../src/core/iac/formats/code/boundedParse.ts';
import { csharp } from '../../../../../src/core/iac/formats/code/csharp.ts';
import { go } from '../../../../../src/core/iac/formats/code/go.ts';
import { java } from '../../../../../src/core/iac/formats/code/java.ts';
import { javascript } from '../../../../../src/core/iac/formats/code/javascript.ts';
import { python } from '../../../../../src/core/iac/formats/code/python.ts';
import type { Program } from '../../../../../src/core/iac/formats/code/syntax.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import { MemorySources } from '../memorySources.ts';

/*
 * Without a bound, each of these takes minutes or gigabytes: the parsers copy all that is open with each token of what can be
 * read in several ways, and look for a way to go on behind each error.
 */

const grammars = [
  ['JavaScript', javascript, 'a(1);\nx = ', ';\n'],
  ['Python', python, 'a(1)\nx = ', '\n'],
  ['Java', java, 'class A { void b() { a(1); x = ', '; } }'],
  ['Go', go, 'package main\nfunc b() {\na(1)\nx = ', '\n}\n'],
] as const;

describe('a text that is no program', () => {
  for (const [name, grammar, before, behind] of grammars) {
    for (const [open, close] of [
      ['f(', ')'],
      ['[', ']'],
      ['{', '}'],
    ] as const) {
      it(`is read in ${name} up to the brackets that are too many: ${open}`, () => {
        const program = grammar.parse(`${before}${open.repeat(20_000)}${close.repeat(20_000)}${behind}`);
        assert.ok(program.statements.length > 0);
      });
    }

    for (const part of ['- ', '] ']) {
      it(`is read, or told, in ${name}: ${part}`, () => {
        const text = `${before}${part.repeat(30_000)}${behind}`;
        let program: Program;
        try {
          program = grammar.parse(text);
        } catch (error) {
          assert.ok(error instanceof NoProgram);
          return;
        }
        assert.ok(program.statements.length > 0);
      });
    }
  }

  it('is read in C#, whose texts may hold any number of quotes', () => {
    const program = csharp.parse(
      `class A { void B() { a(1); x = ${'@"'.repeat(400_000)}${'"'.repeat(400_000)}; } }`,
    );
    assert.ok(program.statements.length > 0);
  });

  it('is none that is long, or has long comments and texts', () => {
    const long = ' -'.repeat(100_000);
    const text = `/*${long}*/\na = \`${long}\`;\n${'f(a, [1, 2], { b: `c` });\n'.repeat(5_000)}`;
    assert.equal(javascript.parse(text).statements.length, 5_001);
  });

  const trail = `import { Trail } from 'aws-cdk-lib/aws-cloudtrail';\nimport { name } from './other';\nnew Trail(this, name);\n`;
  const broken = `export const name = ${'- '.repeat(30_000)};\n`;
  const handing = `import { App } from 'aws-cdk-lib';\nimport { Audit } from './other';\nnew Audit(new App());\n`;

  it('is left out where an app imports it', async () => {
    const { assessments, problems } = await analyzed({ 'app.ts': handing, 'other/index.ts': broken });
    assert.deepEqual([assessments, problems], [[], []]);
  });

  it('is named where it declares trails', async () => {
    const { assessments, problems } = await analyzed({ 'app.ts': trail + broken, 'other.ts': '' });
    assert.deepEqual(assessments, []);
    assert.match(problems.map(({ detail }) => detail).join(), /^The text is nested too deep/);
  });

  for (const name of ['other.ts', 'other/index.ts']) {
    it(`keeps no trail of the program that imports it from being told: ${name}`, async () => {
      const { assessments, problems } = await analyzed({ 'app.ts': trail, [name]: broken });
      assert.deepEqual(problems, []);
      assert.deepEqual(
        assessments.flatMap(({ findings }) => findings.map(({ code }) => code)),
        ['no-kms-key'],
      );
    });
  }
});

async function analyzed(files: Readonly<Record<string, string>>) {
  const all = Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///case/${name}`, text]));
  const sources = new MemorySources(all);
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => 0,
    rootOf: () => 'file:///case',
  });
  const uri = 'file:///case/app.ts';
  return analyzer.analyze({ uri, text: all[uri] ?? '' }, sources);
}
