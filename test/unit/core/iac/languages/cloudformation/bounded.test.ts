import assert from 'node:assert/strict';
import { habitsOf } from '../../../../../../src/core/iac/formats/edit.ts';
import { hasServerlessVariables } from '../../../../../../src/core/iac/languages/cloudformation/claims.ts';
import { createCloudFormation } from '../../../../../../src/core/iac/languages/cloudformation/index.ts';
import { createServerless } from '../../../../../../src/core/iac/languages/serverless/index.ts';
import { judge } from '../../../../../../src/core/trail/verdict.ts';
import { MemorySources } from '../../memorySources.ts';

/** The state of the trails that a text declares; the runner's time limit is the bound. */
async function states(text: string, uri = 'file:///t.yaml'): Promise<string[]> {
  const sources = new MemorySources({ [uri]: text });
  const language = createCloudFormation();
  const [document] = sources.documents;
  assert.ok(document && language.claims(document));
  const { trails: declarations } = await language.read(document, sources);
  return declarations.map(({ resource, facts }) => `${resource}: ${judge(facts, 0).state}`);
}

const inputs = (count: number) => {
  const each = (line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join('');
  return `Parameters:\n${each(n => `  P${n}: { Type: String, Default: a }\n`)}Conditions:\n${each(n => `  C${n}: !Equals [!Ref P${n}, b]\n`)}`;
};
const trail = (key: string) =>
  `Resources:\n  T:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      S3BucketName: b\n      KMSKeyId: ${key}\n`;

describe('Templates that are out to cost time', () => {
  it('a hundred conditions inside each other, with a key in each', async () => {
    let key = 'alias/end';
    for (let index = 0; index < 100; index++) {
      key = `!If [C${index}, alias/k${index}, ${key}]`;
    }
    assert.deepEqual(await states(inputs(100) + trail(key)), ['T: encrypted']);
  });

  it('a hundred conditions inside each other, with no key at the end', async () => {
    let key = '!Ref AWS::NoValue';
    for (let index = 0; index < 100; index++) {
      key = `!If [C${index}, alias/k${index}, ${key}]`;
    }
    assert.deepEqual(await states(inputs(100) + trail(key)), ['T: conditional']);
  });

  it('more worlds than can be looked at: what is so by default is known, the rest is not guessed', async () => {
    let key = '!Ref AWS::NoValue';
    for (let index = 0; index < 12; index++) {
      key = `!If [C${index}, ${key}, ${key}]`;
    }
    assert.deepEqual(await states(inputs(12) + trail(key)), ['T: conditional']);
  });

  it('a service of more files than are read says so', async () => {
    const parts = Array.from({ length: 81 }, (_, index) => [
      `file:///part-${index}.yml`,
      `Resources:\n  B${index}:\n    Type: AWS::S3::Bucket\n`,
    ]);
    const named = parts.map(([uri]) => `  - \${file(${uri?.slice('file:///'.length)})}\n`).join('');
    const service = `service: a\nprovider: aws\nresources:\n${named}  - ${trail('alias/a').trim().replaceAll('\n', '\n    ')}\n`;
    const sources = new MemorySources({ 'file:///serverless.yml': service, ...Object.fromEntries(parts) });
    const [document] = sources.documents;
    assert.ok(document);
    const { trails, gaveUp } = await createServerless().read(document, sources);
    assert.equal(trails.length, 1);
    assert.deepEqual(gaveUp, [{ resource: 'resources', detail: 'more than 80 files' }]);
  });

  it('a variable of many blanks', async () => {
    const blanks = ' '.repeat(200_000);
    const text = `Parameters:\n  P: { Type: String, Default: "\${${blanks}{" }\n`;
    assert.deepEqual(await states(text + trail(`!Sub "\${A${blanks}B}"`)), ['T: unknown']);
  });

  it('blank lines without end, looked through for the habits of the text', () => {
    assert.equal(habitsOf(`${'\n'.repeat(200_000)}A: !Ref B\n`, 'yaml').shortForms, true);
    assert.equal(habitsOf(`${'\n'.repeat(200_000)}A:\n  - Ref: B\n`, 'yaml').shortForms, false);
  });

  it('calls and variables that begin and never end', async () => {
    const service = `service: s\nprovider: { name: aws }\n# ${'file('}${' '.repeat(200_000)}(\nresources:\n`;
    const indented = trail('alias/k').replace(/^(?=.)/gm, '  ');
    assert.equal(hasServerlessVariables('${s3('.repeat(200_000)), false);
    const sources = new MemorySources({ 'file:///serverless.yml': service + indented });
    const [document] = sources.documents;
    assert.ok(document);
    const { trails: declarations } = await createServerless().read(document, sources);
    assert.deepEqual(
      declarations.map(({ resource }) => resource),
      ['T'],
    );
  });

  it('aliases that double', async () => {
    let text = 'a0: &a0 [x, x]\n';
    for (let index = 1; index < 40; index++) {
      text += `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]\n`;
    }
    assert.deepEqual(await states(text + trail('!Join ["", *a39]')), ['T: unknown']);
  });

  it('conditions in a circle', async () => {
    const circle = 'Conditions:\n  A: !Condition B\n  B: !Not [!Condition A]\n';
    assert.deepEqual(await states(circle + trail('!If [A, alias/x, !Ref AWS::NoValue]')), ['T: conditional']);
  });

  it('a stack that nests itself', async () => {
    const stack = '  S:\n    Type: AWS::CloudFormation::Stack\n    Properties: { TemplateURL: t.yaml }\n';
    const parameter = 'Parameters:\n  K: { Type: String, Default: "" }\n';
    assert.deepEqual(await states(parameter + trail('!Ref K') + stack), ['T: conditional']);
  });

  it('five megabytes of JSON', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'k', Value: 'v'.repeat(60) }] } };
    const buckets = Object.fromEntries(Array.from({ length: 22_000 }, (_, index) => [`B${index}`, bucket]));
    const template = { Resources: { ...buckets, T: { Type: 'AWS::CloudTrail::Trail' } } };
    const text = JSON.stringify(template, undefined, 2);
    assert.ok(text.length > 5_000_000);
    assert.deepEqual(await states(text, 'file:///t.json'), ['T: not-encrypted']);
  });

  it('noise', async () => {
    const noise = Array.from({ length: 500_000 }, (_, index) =>
      String.fromCharCode((index * 7919) % 251),
    ).join('');
    assert.deepEqual(await states(`${noise}\nResources:\n  AWS::CloudTrail::Trail`), []);
  });

  it('indentation without end', async () => {
    const steps = Array.from({ length: 1500 }, (_, index) => `${' '.repeat(index + 1)}a:`).join('\n');
    assert.deepEqual(await states(`${trail('alias/x')}  Deep:\n${steps} AWS::CloudTrail::Trail\n`), [
      'T: encrypted',
    ]);
  });
});
