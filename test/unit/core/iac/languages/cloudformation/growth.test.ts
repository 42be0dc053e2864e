import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../../src/core/iac/analysis/analyze.ts';
import { TemplateDocuments } from '../../../../../../src/core/iac/languages/cloudformation/documents.ts';
import { Scope } from '../../../../../../src/core/iac/languages/cloudformation/evaluation/scope.ts';
import { explore } from '../../../../../../src/core/iac/languages/cloudformation/evaluation/world.ts';
import { trailsOf } from '../../../../../../src/core/iac/languages/cloudformation/find.ts';
import { surroundingsOf } from '../../../../../../src/core/iac/languages/cloudformation/surroundings.ts';
import type { Template } from '../../../../../../src/core/iac/languages/cloudformation/template.ts';
import { keyProperty } from '../../../../../../src/core/iac/languages/cloudformation/trail.ts';
import { createLanguages } from '../../../../../../src/core/iac/languages/index.ts';
import { readService } from '../../../../../../src/core/iac/languages/serverless/service.ts';
import { describeState } from '../../../../../../src/core/iac/state.ts';
import { mostSteps } from '../../../../../../src/core/iac/worlds/explore.ts';
import { MemorySources } from '../../memorySources.ts';

/*
 * Texts that mean more than they hold, each at n, 2n, 4n and 8n. What an evaluation costs is counted in its own steps: it
 * grows as the text does, or what it makes grows faster and stops at a budget. Then the trail is given up, and its
 * neighbour is not.
 */

type Files = Record<string, string>;

const service = 'file:///serverless.yml';
const template = 'file:///template.yaml';

/** A shape, at a size, with the key of the trail `T` in it. Beside `T` stands `Other`, which has none. */
interface Shape {
  readonly name: string;
  readonly sizes: readonly [number, number, number, number];
  readonly files: (n: number) => Files;
  /** The value itself grows faster than its text: its budget is all that ends it. */
  readonly explodes?: true;
  /** The states of `T`, size by size. */
  readonly states: readonly string[];
}

const each = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

const trails = (key: string, indent = '') =>
  `Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties: { S3BucketName: b, IsLogging: true, KMSKeyId: ${key} }\n  Other:\n    Type: AWS::CloudTrail::Trail\n    Properties: { S3BucketName: b, IsLogging: true }\n`.replace(
    /^(?=.)/gm,
    indent,
  );

const serviceWith = (custom: string, key: string): Files => ({
  [service]: `service: s\nprovider: { name: aws }\ncustom:\n${custom}resources:\n${trails(key, '  ')}`,
});

const shapes: readonly Shape[] = [
  {
    name: 'variables that double',
    sizes: [6, 12, 24, 48],
    files: n =>
      serviceWith(
        `  v0: x\n${each(n, index => `  v${index + 1}: "\${self:custom.v${index}}\${self:custom.v${index}}"\n`)}`,
        `"\${self:custom.v${n}}"`,
      ),
    states: ['encrypted', 'encrypted', 'unknown', 'unknown'],
  },
  {
    name: 'lists of variables that double',
    explodes: true,
    sizes: [6, 12, 24, 48],
    files: n =>
      serviceWith(
        `  v0: [x]\n${each(n, index => `  v${index + 1}: ["\${self:custom.v${index}}", "\${self:custom.v${index}}"]\n`)}`,
        `!Join ['', "\${self:custom.v${n}}"]`,
      ),
    states: ['unknown', 'unknown', 'unknown', 'unknown'],
  },
  {
    name: 'variables that lead to each other',
    sizes: [10, 20, 40, 5000],
    files: n =>
      serviceWith(
        `  v0: alias/x\n${each(n, index => `  v${index + 1}: "\${self:custom.v${index}}"\n`)}`,
        `"\${self:custom.v${n}}"`,
      ),
    states: ['encrypted', 'encrypted', 'encrypted', 'unknown'],
  },
  {
    name: 'a variable that contains itself',
    sizes: [1, 2, 4, 8],
    files: n => serviceWith(`  v: [${'"${self:}", '.repeat(n)}]\n`, '!Join ["", "${self:custom.v}"]'),
    states: ['unknown', 'unknown', 'unknown', 'unknown'],
  },
  {
    name: 'a variable that is never closed',
    sizes: [1500, 3000, 6000, 12_000],
    files: n => serviceWith('  v: 1\n', `'${'${self:custom.'.repeat(n)}'`),
    states: ['encrypted', 'encrypted', 'encrypted', 'unknown'],
  },
  {
    name: 'variables inside each other',
    sizes: [4, 8, 16, 2000],
    files: n => serviceWith('  v: v\n', `'${'${self:custom.'.repeat(n)}v${'}'.repeat(n)}'`),
    states: ['encrypted', 'encrypted', 'unknown', 'unknown'],
  },
  {
    name: 'aliases that double',
    sizes: [6, 12, 24, 48],
    files: n => ({
      [template]: `a0: &a0 x\n${each(n, index => `a${index + 1}: &a${index + 1} !Join ['', [*a${index}, *a${index}]]\n`)}${trails(`*a${n}`)}`,
    }),
    states: ['encrypted', 'encrypted', 'unknown', 'unknown'],
  },
  {
    name: 'merged maps that double',
    explodes: true,
    sizes: [4, 8, 16, 32],
    files: n => ({
      [template]: `a0: &a0 { k: x }\n${each(n, index => `a${index + 1}: &a${index + 1} { <<: [*a${index}, *a${index}], k${index}: *a${index} }\n`)}${trails(`!Join ['', *a${n}]`)}`,
    }),
    states: ['unknown', 'unknown', 'unknown', 'unknown'],
  },
  {
    name: 'substitutions that double',
    sizes: [6, 12, 24, 48],
    files: n => ({
      [template]: trails(`${each(n, () => "!Sub ['${A}${A}', { A: ")}x${' }]'.repeat(n)}`),
    }),
    states: ['encrypted', 'encrypted', 'unknown', 'unknown'],
  },
  {
    name: 'conditions that refer to the one above twice',
    sizes: [10, 20, 40, 80],
    files: n => ({
      [template]: `Conditions:\n  C0: !Equals [!Ref AWS::Region, eu-west-1]\n${each(n, index => `  C${index + 1}: !And [!Condition C${index}, !Condition C${index}]\n`)}${trails(`!If [C${n}, alias/a, alias/b]`)}`,
    }),
    states: ['encrypted', 'encrypted', 'encrypted', 'encrypted'],
  },
  {
    name: 'loops inside each other',
    explodes: true,
    sizes: [1, 2, 4, 8],
    files: n => ({
      [template]: `Transform: AWS::LanguageExtensions\nResources:\n${each(n, index => `${'  '.repeat(2 * index + 1)}Fn::ForEach::L${index}:\n${'  '.repeat(2 * index + 2)}- I${index}\n${'  '.repeat(2 * index + 2)}- [a, b, c, d]\n${'  '.repeat(2 * index + 2)}-\n`)}${'  '.repeat(2 * n + 1)}T:\n${'  '.repeat(2 * n + 2)}Type: AWS::CloudTrail::Trail\n${'  '.repeat(2 * n + 2)}Properties: { S3BucketName: b, KMSKeyId: alias/a }\n  Other:\n    Type: AWS::CloudTrail::Trail\n    Properties: { S3BucketName: b }\n`,
    }),
    states: ['encrypted', 'encrypted', 'encrypted', 'none'],
  },
];

describe('What an evaluation of templates costs', () => {
  for (const { name, sizes, files, states, explodes } of shapes) {
    it(`${explodes ? 'stops at a budget' : 'grows as the text does'}: ${name}`, async () => {
      const costs: number[] = [];
      for (const [index, size] of sizes.entries()) {
        const { found, gaveUp } = await read(files(size));
        const wanted = [states[index], 'not-encrypted'];
        assert.deepEqual([found['T'] ?? 'none', found['Other']], wanted, `at ${size}`);
        costs.push(await stepsFor(files(size)));
        const growth = size / (sizes[index - 1] ?? size);
        const isLinear = index === 0 || (costs[index] ?? 0) <= growth * (costs[index - 1] ?? 0) + 100;
        assert.ok(explodes || isLinear || gaveUp.includes('T'), `steps: ${costs.join()}`);
        assert.ok((costs[index] ?? 0) <= budget, `steps: ${costs.join()}`);
      }
    });
  }
});

describe('Files that name each other', () => {
  it('stacks that nest one another are entered a hundred times, and the rest is given up', async () => {
    const nests = (count: number) => ({
      ...Object.fromEntries(
        Array.from({ length: count }, (_, file) => [
          `file:///s${file}.yaml`,
          `Parameters:\n  K: { Type: String, Default: '' }\nResources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties: { S3BucketName: b, KMSKeyId: !Ref K }\n${each(count, index => `  S${index}:\n    Type: AWS::CloudFormation::Stack\n    Properties: { TemplateURL: s${index}.yaml, Parameters: { K: !Ref K } }\n`)}`,
        ]),
      ),
    });
    for (const count of [1, 2, 4, 8]) {
      const { found, gaveUp } = await read(nests(count));
      const names = Object.keys(found);
      assert.ok(names.includes('T') && names.length <= 1 + count * 100, `${count}: ${names.length}`);
      const lost = count < 8 ? [] : ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'];
      assert.deepEqual(gaveUp, lost, `${count}: ${names.length}`);
    }
  });

  it('resource files that list one another make a template all the same', async () => {
    for (const count of [4, 8, 16, 32]) {
      const list = each(count, index => `- \${file(f${index}.yml)}\n`);
      const files = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`file:///f${index}.yml`, list]),
      );
      const main = `service: s\nprovider: { name: aws }\nresources:\n${list.replace(/^(?=-)/gm, '  ')}  - ${trails("''", '    ').trim()}\n`;
      const { found } = await read({ [service]: main, ...files });
      assert.deepEqual(found, { T: 'not-encrypted', Other: 'not-encrypted' });
    }
  });
});

/** Of all worlds, and of one that begins when little of it is left. */
const budget = mostSteps + 60_000;

/** The states of all trails by their names, and those that were given up. */
async function read(files: Files) {
  const sources = new MemorySources(files);
  const analyzer = createAnalyzer({ languages: createLanguages(), now: () => 0 });
  const [document] = sources.documents;
  assert.ok(document);
  const { assessments, problems } = await analyzer.analyze(document, sources);
  const found: Record<string, string> = {};
  for (const assessment of assessments) {
    found[assessment.declaration.resource] = describeState(assessment);
  }
  return { found, gaveUp: problems.map(({ resource }) => resource) };
}

/** What it takes to find the key of every trail, in all worlds. */
async function stepsFor(files: Files): Promise<number> {
  const sources = new MemorySources(files);
  const documents = new TemplateDocuments();
  let steps = 0;
  for (const document of sources.documents) {
    const made = await readService(document, one => documents.file(one), sources);
    const templates: readonly Template[] = made ? [made.template] : documents.read(document).templates;
    for (const one of templates) {
      const surroundings = await surroundingsOf(one, documents.read, sources);
      for (const trail of trailsOf(one)) {
        const { outcomes } = explore(world => {
          const scope = new Scope(one, world, surroundings).within(trail);
          const item = scope?.propertiesOf(trail).entries.get(keyProperty);
          return item && scope?.evaluate(item.entry.value, item.file);
        });
        steps += outcomes.reduce((sum, { world }) => sum + world.answers.steps, 0);
      }
    }
  }
  return steps;
}
