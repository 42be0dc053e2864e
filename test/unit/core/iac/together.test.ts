import assert from 'node:assert/strict';
import { createAnalyzer, createLanguages } from '../../../../src/core/iac/index.ts';
import { fixedTogether } from '../../../../src/core/iac/together.ts';
import { applyEdits, MemorySources } from './memorySources.ts';

const folder = 'file:///infra/';
const analyzer = createAnalyzer({
  languages: createLanguages(),
  now: Date.now,
  rootOf: () => 'file:///infra',
});

const trail = (name: string, more = '') =>
  `resource "aws_cloudtrail" "${name}" {\n  name           = "${name}"\n  s3_bucket_name = "logs"\n${more}}\n`;

/** The files as all preferred fixes leave them, and what was done, in order. */
async function fixed(files: Readonly<Record<string, string>>, keyArn?: string) {
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [folder + name, text])),
  );
  const { documents, done, failures } = await fixedTogether(
    Object.keys(files).map(name => folder + name),
    {
      analyzer,
      sources,
      isWanted: ({ code }) => code !== 'kms-key-rotation-off',
      choose: fixes => fixes.find(({ preferred }) => preferred),
      contextOf: () => (keyArn === undefined ? {} : { keyArn }),
    },
  );
  assert.deepEqual(failures, []);
  const after = new Map(Object.entries(files));
  for (const { uri, edits } of documents) {
    const name = uri.slice(folder.length);
    after.set(name, applyEdits(files[name] ?? '', edits));
  }
  return {
    after: Object.fromEntries(after),
    done: done.map(({ finding, fix }) => [finding.declaration.resource, fix.action.kind]),
  };
}

describe('fixes together', () => {
  it('give a second trail the key that was created for the first', async () => {
    const { after, done } = await fixed({ 'main.tf': trail('a') + trail('b') + trail('c') });
    assert.deepEqual(done, [
      ['aws_cloudtrail.a', 'add-key'],
      ['aws_cloudtrail.b', 'use-declared-key'],
      ['aws_cloudtrail.c', 'use-declared-key'],
    ]);
    const text = after['main.tf'] ?? '';
    assert.equal(text.split('resource "aws_kms_key"').length - 1, 1);
    assert.equal(text.split('kms_key_id ').length - 1, 3);
  });

  it('leave nothing that could be fixed again, and change nothing the second time', async () => {
    const files = {
      'main.tf': `${trail('a')}${trail('b', '  kms_key_id     = var.key\n')}variable "key" {\n  default = ""\n}\n`,
      'live/main.tf': `module "audit" {\n  source = "../"\n}\n`,
    };
    const first = await fixed(files);
    assert.ok(first.done.length > 0);
    const second = await fixed(first.after);
    assert.deepEqual(second, { after: first.after, done: [] });
  });

  it('write the key that is configured, at each trail', async () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const { after, done } = await fixed({ 'main.tf': trail('a') + trail('b') }, arn);
    assert.deepEqual(done, [
      ['aws_cloudtrail.a', 'use-key-arn'],
      ['aws_cloudtrail.b', 'use-key-arn'],
    ]);
    assert.equal(
      after['main.tf'],
      trail('a', `  kms_key_id     = "${arn}"\n`) + trail('b', `  kms_key_id     = "${arn}"\n`),
    );
  });

  it('end over a document that cannot be read to its end, and go on with the next', async () => {
    const sources = new MemorySources({ [`${folder}a.tf`]: trail('a'), [`${folder}b.tf`]: trail('b') });
    const { documents, failures } = await fixedTogether([`${folder}a.tf`, `${folder}b.tf`], {
      analyzer: {
        ...analyzer,
        analyze: async (document, ...more) => {
          if (document.uri.endsWith('a.tf')) {
            throw new Error('did not end within 10 s');
          }
          return analyzer.analyze(document, ...more);
        },
      },
      sources,
      isWanted: () => true,
      choose: ([first]) => first,
    });
    assert.deepEqual(failures, [{ uri: `${folder}a.tf`, detail: 'did not end within 10 s' }]);
    assert.deepEqual(
      documents.map(({ uri }) => uri),
      [`${folder}b.tf`],
    );
  });
});
