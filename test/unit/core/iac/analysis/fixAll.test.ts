import assert from 'node:assert/strict';
import type { Analyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import {
  type FixAllRequest,
  type FixedTogether,
  fixAll,
} from '../../../../../src/core/iac/analysis/fixAll.ts';
import type { Declaration } from '../../../../../src/core/iac/declaration.ts';
import type { Fix } from '../../../../../src/core/iac/fix.ts';
import { createAnalyzer, createLanguages } from '../../../../../src/core/iac/index.ts';
import { fixTitle } from '../../../../../src/core/wording/fixes.ts';
import { inEnglish } from '../../../../../src/core/wording/message.ts';
import { MemorySources } from '../memorySources.ts';

const trail = (name: string, more = '') => `
resource "aws_cloudtrail" "${name}" {
  name           = "${name}"
  s3_bucket_name = "logs"
${more}}
`;

const key = `
resource "aws_kms_key" "logs" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
      Resource  = "*"
    }]
  })
}
`;

/** A module whose key is optional, and a call that gives none. */
const optional = `${trail('this', '  kms_key_id     = var.kms_key_id\n')}
variable "kms_key_id" {
  type    = string
  default = null
}
`;
const call = (name: string) => `
module "${name}" {
  source = "./module"
}
`;

const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('fixing all findings', () => {
  it('gives every trail of a file its key, in edits of the text as it was', async () => {
    const { files, result } = await fixed({ 'main.tf': trail('app') + trail('web') + key });
    const used = '  kms_key_id     = aws_kms_key.logs.arn\n';
    assert.equal(files['main.tf'], trail('app', used) + trail('web', used) + key);
    assert.deepEqual(
      [result.answered, told(result)],
      [
        2,
        [
          'aws_cloudtrail.app: Encrypt with KMS key aws_kms_key.logs',
          'aws_cloudtrail.web: Encrypt with KMS key aws_kms_key.logs',
        ],
      ],
    );
    assert.deepEqual(result.left, []);
  });

  it('is given up where the fixes go round in circles, and says so', async () => {
    const { files, result } = await fixed(
      { 'main.tf': trail('app'), 'other.tf': trail('web') },
      { analyzer: neverEnding },
    );
    assert.deepEqual(files, { 'main.tf': trail('app'), 'other.tf': trail('web') });
    assert.deepEqual([result.fixed, result.answered], [[], 0]);
    assert.deepEqual(
      result.left.map(({ uri, reason }) => [uri, reason]),
      [
        ['file:///w/main.tf', 'given-up'],
        ['file:///w/other.tf', 'given-up'],
      ],
    );
  });

  it('makes one key for the trails of a file: the second uses what the first was given', async () => {
    const { files, result } = await fixed({ 'main.tf': trail('app') + trail('web') });
    assert.deepEqual(told(result), [
      'aws_cloudtrail.app: Create KMS key aws_kms_key.cloudtrail (policy, alias, rotation) and use it',
      'aws_cloudtrail.web: Encrypt with KMS key aws_kms_key.cloudtrail',
    ]);
    assert.equal(files['main.tf']?.match(/resource "aws_kms_key"/g)?.length, 1);
    assert.equal(files['main.tf']?.match(/kms_key_id/g)?.length, 2);
  });

  it('uses a key that the settings name, in each file', async () => {
    const { files, result } = await fixed(
      { 'a/main.tf': trail('app'), 'b/main.tf': trail('web') },
      { contextFor: () => ({ keyArn: arn }) },
    );
    assert.deepEqual(Object.values(files), [
      trail('app', `  kms_key_id     = "${arn}"\n`),
      trail('web', `  kms_key_id     = "${arn}"\n`),
    ]);
    assert.equal(result.answered, 2);
  });

  it('gives the calls of a module their keys before it asks for one there', async () => {
    const { files, result } = await fixed({
      'module/main.tf': optional,
      'main.tf': call('orders') + key,
    });
    assert.deepEqual(told(result), [
      'module.orders.aws_cloudtrail.this: Pass KMS key aws_kms_key.logs as kms_key_id to module.orders',
    ]);
    assert.equal(files['module/main.tf'], optional);
    assert.deepEqual(
      result.left.map(({ finding, reason }) => [finding?.declaration.resource, reason]),
      [['aws_cloudtrail.this', 'remark']],
    );
  });

  it('asks no caller for a key that it is not given', async () => {
    const texts = { 'module/main.tf': optional, 'main.tf': call('orders') };
    const { files, result } = await fixed(texts, {
      choose: (finding, fixes) =>
        finding.declaration.resource.startsWith('module.')
          ? undefined
          : fixes.find(({ preferred }) => preferred),
    });
    assert.deepEqual(files, texts);
    assert.deepEqual(
      result.left.map(({ finding, reason }) => [finding?.declaration.resource, reason]),
      [
        ['aws_cloudtrail.this', 'not-together'],
        ['module.orders.aws_cloudtrail.this', 'choice'],
      ],
    );
  });

  it('leaves what is a remark, what nobody can fix, and what a person has to choose, each with its reason', async () => {
    const condition = (isOn: boolean) => `
variable "on" {
  type    = bool
  default = ${isOn}
}
${trail('app', '  kms_key_id     = var.on ? aws_kms_key.logs.arn : null\n')}`;
    const disabled = key.replace('enable_key_rotation = true', 'is_enabled = false');
    const reasons = async (text: string, changed?: Changed) =>
      (await fixed({ 'main.tf': text }, changed)).result.left.map(
        ({ finding, reason }) => `${finding?.code}: ${reason}`,
      );
    assert.deepEqual(await reasons(condition(true) + key), ['kms-key-conditional: remark']);
    assert.deepEqual(await reasons(condition(false) + disabled), [
      'kms-key-conditional: no-fix',
      'kms-key-unusable: remark',
    ]);
    assert.deepEqual(await reasons(trail('app') + key, { analyzer: preferringNothing }), [
      'no-kms-key: choice',
    ]);
  });

  it('leaves out a fix that harms another trail together with the others', async () => {
    const { files, result } = await fixed(
      { 'a.tf': trail('app'), 'b.tf': trail('web') },
      { contextFor: () => ({ keyArn: arn }), analyzer: harmedTogether },
    );
    assert.deepEqual(files, { 'a.tf': trail('app', `  kms_key_id     = "${arn}"\n`), 'b.tf': trail('web') });
    assert.deepEqual(
      result.left.map(({ finding, reason }) => [finding?.declaration.resource, reason]),
      [['aws_cloudtrail.web', 'not-together']],
    );
  });

  it('fixes what only another fix makes fixable, in the same file or in another one', async () => {
    for (const texts of [
      { 'b.tf': trail('app') + trail('web') },
      { 'a.tf': trail('app'), 'b.tf': trail('web') },
    ]) {
      const { result } = await fixed(texts, { analyzer: onlyBehindAnother });
      assert.deepEqual(told(result), [
        'aws_cloudtrail.web: Create KMS key aws_kms_key.cloudtrail (policy, alias, rotation) and use it',
        'aws_cloudtrail.app: Encrypt with KMS key aws_kms_key.cloudtrail',
      ]);
      assert.deepEqual(result.left, []);
    }
  });

  it('says of a document that it could not be read, and fixes the others', async () => {
    const { files, result } = await fixed(
      { 'a.tf': trail('app'), 'b.tf': trail('web') },
      { contextFor: () => ({ keyArn: arn }), analyzer: failingAt('a.tf') },
    );
    assert.equal(files['a.tf'], trail('app'));
    assert.match(files['b.tf'] ?? '', /kms_key_id/);
    assert.deepEqual(
      result.left.map(({ uri, reason }) => [uri, reason]),
      [['file:///w/a.tf', 'unread']],
    );
  });

  it('ends when it is cancelled', async () => {
    const cancelling = new AbortController();
    const reason = new Error('cancelled');
    await assert.rejects(
      fixed(
        { 'a.tf': trail('app'), 'b.tf': trail('web') },
        {
          signal: cancelling.signal,
          onDocument: uri => uri.endsWith('b.tf') && cancelling.abort(reason),
        },
      ),
      reason,
    );
  });

  it('asks for a few readings a trail, whatever number of trails a file has', async () => {
    const counts: number[] = [];
    for (const trails of [2, 4, 8]) {
      let count = 0;
      const text = Array.from({ length: trails }, (_, index) => trail(`t${index}`)).join('');
      await fixed({ 'main.tf': text + key }, { analyzer: counting(() => count++) });
      counts.push(count / trails);
    }
    assert.ok(
      counts.every(count => count <= (counts[0] ?? 0)),
      String(counts),
    );
  });
});

function told({ fixed: all }: FixedTogether): readonly string[] {
  return all.map(({ finding, fix }) => `${finding.declaration.resource}: ${inEnglish(fixTitle(fix.action))}`);
}

type Changed = Partial<Omit<FixAllRequest, 'analyzer'>> & {
  readonly analyzer?: (analyzer: Analyzer) => FixAllRequest['analyzer'];
};

/** The files after it, and what it told. */
async function fixed(texts: Readonly<Record<string, string>>, { analyzer, ...changed }: Changed = {}) {
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [`file:///w/${name}`, text])),
  );
  const real = createAnalyzer({
    languages: await createLanguages(),
    now: () => 0,
    rootOf: () => 'file:///w',
  });
  const result = await fixAll({
    uris: Object.keys(texts).map(name => `file:///w/${name}`),
    analyzer: analyzer?.(real) ?? real,
    sources,
    reported: (_, assessments) => assessments.flatMap(({ findings }) => findings),
    contextFor: () => ({}),
    ...changed,
  });
  const files: Record<string, string> = { ...texts };
  for (const { before, edits } of result.documents) {
    let text = before.text;
    for (const { offset, length, content } of edits.toReversed()) {
      text = text.slice(0, offset) + content + text.slice(offset + length);
    }
    files[before.uri.slice('file:///w/'.length)] = text;
  }
  return { files, result };
}

/** A world in which each fix does harm, and answers nothing: the finding has another name whenever it is looked for. */
function neverEnding(analyzer: Analyzer): FixAllRequest['analyzer'] {
  let count = 0;
  return {
    fixesFor: async () => [{ ...changesNothing, documents: [{ uri: 'file:///w/main.tf', edits: [] }] }],
    async analyze(document, sources, signal) {
      const analysis = await analyzer.analyze(document, sources, signal);
      if (++count > 5000) {
        throw new Error('This does not end.');
      }
      const resource = `aws_cloudtrail.number_${count}`;
      const renamed = <T extends { readonly declaration: Declaration }>(one: T) => ({
        ...one,
        declaration: { ...one.declaration, resource },
      });
      return {
        ...analysis,
        assessments: analysis.assessments.map(one => ({
          ...renamed(one),
          findings: one.findings.map(renamed),
        })),
      };
    },
  };
}

const changesNothing: Omit<Fix, 'documents'> = {
  answers: [],
  action: { kind: 'enable-rotation', key: 'aws_kms_key.logs' },
  preferred: true,
};

/** A world in which the trail of `a.tf` is lost once that of `b.tf` has a key. */
function harmedTogether(analyzer: Analyzer): FixAllRequest['analyzer'] {
  return {
    fixesFor: (...asked) => analyzer.fixesFor(...asked),
    async analyze(document, sources, signal) {
      const analysis = await analyzer.analyze(document, sources, signal);
      const other = await sources.read('file:///w/b.tf');
      return document.uri.endsWith('a.tf') && other?.text.includes('kms_key_id')
        ? { ...analysis, assessments: [] }
        : analysis;
    },
  };
}

/** A world in which `app` can be fixed once `b.tf` has a key. */
function onlyBehindAnother(analyzer: Analyzer): FixAllRequest['analyzer'] {
  return {
    analyze: (...asked) => analyzer.analyze(...asked),
    async fixesFor(finding, document, sources, context) {
      const other = await sources.read('file:///w/b.tf');
      const isOpen =
        finding.declaration.resource === 'aws_cloudtrail.app' && !other?.text.includes('aws_kms_key');
      return isOpen ? [] : analyzer.fixesFor(finding, document, sources, context);
    },
  };
}

function preferringNothing(analyzer: Analyzer): FixAllRequest['analyzer'] {
  return {
    analyze: (...asked) => analyzer.analyze(...asked),
    fixesFor: async (...asked) =>
      (await analyzer.fixesFor(...asked)).map(fix => ({ ...fix, preferred: false })),
  };
}

function failingAt(name: string): (analyzer: Analyzer) => FixAllRequest['analyzer'] {
  return analyzer => ({
    fixesFor: (...asked) => analyzer.fixesFor(...asked),
    async analyze(document, sources, signal) {
      if (document.uri.endsWith(name)) {
        throw new Error('the engine is gone');
      }
      return analyzer.analyze(document, sources, signal);
    },
  });
}

function counting(count: () => unknown): (analyzer: Analyzer) => FixAllRequest['analyzer'] {
  return analyzer => ({
    fixesFor: (...asked) => analyzer.fixesFor(...asked),
    analyze(...asked) {
      count();
      return analyzer.analyze(...asked);
    },
  });
}
