import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import type { InputSet } from '../../../../../src/core/iac/inputs.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import { describeState } from '../../../../../src/core/iac/state.ts';
import { findingMessage } from '../../../../../src/core/wording/findings.ts';
import { inEnglish } from '../../../../../src/core/wording/message.ts';
import { MemorySources } from '../memorySources.ts';

const root = 'file:///infra';
const uri = `${root}/main.tf`;
const arn = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1';

const text = `variable "key" {
  default = null
}

resource "aws_cloudtrail" "main" {
  name           = "audit"
  s3_bucket_name = "logs"
  kms_key_id     = var.key
}
`;

describe('what code is deployed with', () => {
  it('is told with a finding: all of a few sets, the first of many', async () => {
    const none = (name: string) => setOf(name, { key: '' });
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const told: string[] = [];
    for (const count of [1, 2, 3, 5, 7]) {
      const [trail] = await trailsWith(names.slice(0, count).map(none));
      told.push(...(trail?.messages ?? []).map(sentence => sentence.replace(/^.*\. /, '')));
    }
    assert.deepEqual(told, [
      'This applies with a.',
      'This applies with a and b.',
      'This applies with a, b and c.',
      'This applies with a, b, c, d and e.',
      'This applies with a, b, c, d and 3 more.',
    ]);
  });

  it('makes a finding where it is so with one, and none that is so with none', async () => {
    const prod = setOf('prod', { key: arn });
    const dev = setOf('dev', { key: null });
    assert.deepEqual(await trailsWith([prod]), [{ state: 'encrypted', inputs: ['prod'], messages: [] }]);
    const missing =
      'Trail aws_cloudtrail.main has no KMS key because kms_key_id is null or empty: its log files are encrypted with SSE-S3 only. Use a customer managed key. This applies with dev.';
    assert.deepEqual(await trailsWith([prod, dev]), [
      { state: 'conditional', inputs: ['prod', 'dev'], messages: [missing] },
    ]);
    assert.deepEqual(await trailsWith([dev]), [
      { state: 'not-encrypted', inputs: ['dev'], messages: [missing] },
    ]);
  });

  it('is nothing where nobody names what the code takes: then it is judged as it stands', async () => {
    const byDefault = await trailsWith([]);
    assert.equal(byDefault[0]?.inputs, undefined);
    assert.match(byDefault[0]?.messages[0] ?? '', /unless var\.key is set/);
    assert.deepEqual(await trailsWith([setOf('another', { region: 'x' })]), byDefault);
    assert.deepEqual(
      await trailsWith([{ ...setOf('elsewhere', { key: arn }), of: [`${root}/other`] }]),
      byDefault,
    );
    assert.deepEqual(
      await trailsWith([{ name: 'of templates', given: [{ kind: 'parameters', values: { key: arn } }] }]),
      byDefault,
    );
    const unread: InputSet = {
      name: 'not there',
      of: [root],
      given: [{ kind: 'variables', file: `${root}/nowhere.tfvars` }],
    };
    assert.deepEqual(await trailsWith([unread]), byDefault);
    const here = await trailsWith([{ ...setOf('here', { key: arn }), of: [root] }]);
    assert.deepEqual(here, [{ state: 'encrypted', inputs: ['here'], messages: [] }]);
  });

  it('is told of a bad key with each set that names it', async () => {
    const set = (name: string, key: string) => setOf(name, { key });
    const [trail] = await trailsWith([
      set('a', 'alias/aws/cloudtrail'),
      set('b', 'alias/audit'),
      set('c', 'alias/audit'),
    ]);
    assert.deepEqual(
      trail?.messages.map(sentence =>
        sentence.replace(/^Trail aws_cloudtrail\.main (.*?)[,:].*\. (This .*)$/, '$1 | $2'),
      ),
      [
        'uses alias/aws/cloudtrail | This applies with a.',
        'does not name KMS key alias/audit by its ARN | This applies with b and c.',
      ],
    );
  });

  it('is judged with each of several sets of one name, and once with the same one', async () => {
    const sets = [setOf('key', { key: arn }), setOf('key', { key: '' }), setOf('key', { key: '' })];
    const [trail, ...others] = await trailsWith(sets);
    assert.deepEqual(others, []);
    assert.equal(trail?.messages.length, 1);
    assert.match(trail?.messages[0] ?? '', /has no KMS key.* This applies with key \(2\)\.$/);
  });

  it('is answered by a fix that holds with all sets that the finding names', async () => {
    const sets = [setOf('null', { key: null }), setOf('empty', { key: '' }), setOf('prod', { key: arn })];
    const analyzer = analyzerWith(sets);
    const sources = new MemorySources({ [uri]: text });
    const document = { uri, text };
    const { assessments } = await analyzer.analyze(document, sources);
    const [finding] = assessments.flatMap(one => one.findings);
    assert.ok(finding);
    const fixes = await analyzer.fixesFor(finding, document, sources);
    const [first] = fixes;
    assert.deepEqual(first?.action, { kind: 'add-key', key: 'aws_kms_key.cloudtrail' });
    const content = first?.documents.flatMap(({ edits }) => edits.map(edit => edit.content)).join('');
    assert.match(content ?? '', /\(var\.key == null \|\| var\.key == ""\) \? aws_kms_key/);
  });

  it('keeps a file from being read that the code names, and none that a person names', async () => {
    const outside = 'file:///elsewhere/prod.json';
    const template = `Parameters: { Key: { Type: String, Default: '' } }
Resources:
  Trail: { Type: AWS::CloudTrail::Trail, Properties: { KMSKeyId: !Ref Key } }
`;
    const named: InputSet = { name: 'prod', given: [{ kind: 'parameters', file: outside }] };
    const sources = new MemorySources({ [outside]: `["Key=${arn}"]` });
    const document = { uri: `${root}/trail.yaml`, text: template };
    const { assessments, consulted } = await analyzerWith([named]).analyze(document, sources);
    assert.deepEqual(assessments.map(describeState), ['encrypted']);
    assert.ok(consulted.files.has(outside), 'a change of it is a change of what was found');
  });
});

function setOf(name: string, values: Readonly<Record<string, unknown>>): InputSet {
  return { name, given: [{ kind: 'variables', values }] };
}

function analyzerWith(sets: readonly InputSet[]) {
  return createAnalyzer({
    languages: createLanguages(),
    now: () => 0,
    rootOf: () => root,
    inputsOf: () => sets,
  });
}

async function trailsWith(sets: readonly InputSet[]) {
  const { assessments } = await analyzerWith(sets).analyze({ uri, text }, new MemorySources({ [uri]: text }));
  return assessments.map(assessment => ({
    state: describeState(assessment),
    inputs: assessment.inputs,
    messages: assessment.findings.map(finding => inEnglish(findingMessage(finding))),
  }));
}
