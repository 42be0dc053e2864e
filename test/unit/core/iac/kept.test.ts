import assert from 'node:assert/strict';
import { basename } from 'node:path';
import fc from 'fast-check';
import { type Analysis, createAnalyzer } from '../../../../src/core/iac/analysis/analyze.ts';
import type { Declaration } from '../../../../src/core/iac/declaration.ts';
import type { Language } from '../../../../src/core/iac/language.ts';
import { createLanguages } from '../../../../src/core/iac/languages/index.ts';
import { languageTable } from '../../../../src/core/iac/languageTable.ts';
import { holds } from '../../holds.ts';
import { casesOf, readCase } from './golden.ts';
import { MemorySources } from './memorySources.ts';

const root = 'file:///case';

function analyze(languages: readonly Language[], sources: MemorySources, uri: string): Promise<Analysis> {
  const document = sources.documents.find(one => one.uri === uri);
  assert.ok(document);
  return createAnalyzer({
    languages,
    now: () => Date.parse('2026-01-01'),
    rootOf: () => root,
  }).analyze(document, sources);
}

/** What is said of a text before and after it was changed, by languages that read both. */
async function typed(
  files: Readonly<Record<string, string>>,
  name: string,
  change: (text: string) => string,
  others: Readonly<Record<string, string>> = {},
): Promise<{ readonly before: readonly Declaration[]; readonly after: readonly Declaration[] }> {
  const languages = createLanguages();
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([one, text]) => [`${root}/${one}`, text])),
  );
  const uri = `${root}/${name}`;
  const before = await analyze(languages, sources, uri);
  const changed = change(files[name] ?? '');
  assert.notEqual(changed, files[name], 'the change changes something');
  sources.write(uri, changed);
  for (const [one, text] of Object.entries(others)) {
    sources.write(`${root}/${one}`, text);
  }
  const after = await analyze(languages, sources, uri);
  assert.deepEqual(after, await analyze(createLanguages(), sources, uri), 'a new reading says the same');
  return { before: trailsOf(before), after: trailsOf(after) };
}

function trailsOf({ assessments }: Analysis): readonly Declaration[] {
  return assessments.map(({ declaration }) => declaration);
}

/** The facts of what is kept are the ones that were read before, and not others that say the same. */
function assertKept({ before, after }: Awaited<ReturnType<typeof typed>>, isKept = true): void {
  assert.ok(before.length > 0 && before.length === after.length);
  for (const [index, { facts }] of after.entries()) {
    assert.equal(facts === before[index]?.facts, isKept);
  }
}

const terraform = {
  'main.tf': `resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

# The trail of the account.
resource "aws_cloudtrail" "main" {
  name       = "main"
  kms_key_id = var.key
}

variable "key" {
  default = ""
}

resource "aws_sqs_queue" "mails" {
  name = "mails"
}
`,
  'other.tf': 'variable "size" {}\n',
};

const template = {
  'stack.yaml': `Parameters:
  Key:
    Type: String
    Default: ''
Resources:
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
      KMSKeyId: !Ref Key
  Mails:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: mails
  # Nobody reads these yet.
  Letters:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: letters
`,
};

describe('What is kept between keystrokes', () => {
  const kept: readonly [what: string, files: Record<string, string>, from: string, to: string][] = [
    ['a comment between blocks', terraform, '# The trail', '# This is the trail'],
    ['a block that nobody read', terraform, '"jobs"\n', '"all-the-jobs"\n'],
    ['a blank line', terraform, '\nresource "aws_cloudtrail"', '\n\nresource "aws_cloudtrail"'],
    ['a comment behind a key', template, '  Trail:\n', '  Trail: # of the account\n'],
    ['a comment between resources', template, '# Nobody', '# Hardly anybody'],
    ['a resource that nobody read', template, 'QueueName: mails', 'QueueName: all-the-mails'],
  ];
  for (const [what, files, from, to] of kept) {
    it(`stays when somebody types in ${what}`, async () => {
      const [name = ''] = Object.keys(files);
      assertKept(await typed(files, name, text => text.replace(from, to)));
    });
  }

  const lost: readonly [what: string, files: Record<string, string>, from: string, to: string][] = [
    ['the trail', terraform, '"main"\n', '"all"\n'],
    ['what its key comes from', terraform, 'default = ""', 'default = "alias/logs"'],
    ['the name of a block', terraform, '"mails" {', '"messages" {'],
    [
      'a comment that silences',
      terraform,
      '# The trail of',
      '# tfsec:ignore:aws-cloudtrail-enable-at-rest-encryption',
    ],
    ['the properties of a trail', template, 'IsLogging: true', 'IsLogging: false'],
    ['a parameter', template, "Default: ''", 'Default: alias/logs'],
    [
      'the type of a resource',
      template,
      'Type: AWS::SQS::Queue\n    Properties:\n      QueueName: mails',
      'Type: AWS::KMS::Alias',
    ],
    ['the name of a resource', template, '  Mails:', '  Messages:'],
    ['a comment that silences, behind a key', template, '  Trail:\n', '  Trail: # checkov:skip=CKV_AWS_35\n'],
  ];
  for (const [what, files, from, to] of lost) {
    it(`goes when somebody types in ${what}`, async () => {
      const [name = ''] = Object.keys(files);
      assertKept(await typed(files, name, text => text.replace(from, to)), false);
    });
  }

  it('goes when another file changes', async () => {
    const change = (text: string) => `${text}\n`;
    assertKept(await typed(terraform, 'main.tf', change, { 'other.tf': 'locals {}\n' }), false);
  });

  it('goes when a file comes', async () => {
    const change = (text: string) => `${text}\n`;
    assertKept(await typed(terraform, 'main.tf', change, { 'terraform.tfvars': 'key = "alias/a"\n' }), false);
  });

  const cases = [...Object.keys(languageTable), 'same'].flatMap(folder =>
    casesOf(folder).map(one => ({ name: `${folder}/${basename(one)}`, files: readCase(one) })),
  );
  const languages = createLanguages();
  const claimed = cases.flatMap(({ name, files }) =>
    Object.entries(files)
      .filter(([uri, text]) => languages.some(language => language.claims({ uri, text })))
      .map(([uri]) => ({ name, uri, files })),
  );
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const inserted = fc.oneof(
    fc.constantFrom(
      '\n',
      '\n\n',
      ' # x',
      ' # checkov:skip=CKV_AWS_35',
      '\n# tfsec:ignore:*\n',
      '\n  More:\n    Type: AWS::SQS::Queue\n',
      '\nresource "aws_sqs_queue" "more" {\n}\n',
      '\nmodule "more" {\n  source = "./more"\n}\n',
      'AWS::KMS::Alias',
      '{{ x }}',
    ),
    fc.string({ unit: fc.constantFrom(...'{}[]()"$%<#\n=,.:? a\\-&*'), maxLength: 4 }),
  );
  const edit = fc.record({ at: share, isAtLineEnd: fc.boolean(), removed: fc.nat(12), inserted });

  it('is what a new reading says, after any edits', () =>
    holds(
      fc.asyncProperty(
        fc.constantFrom(...claimed),
        fc.array(edit, { minLength: 1, maxLength: 5 }),
        async ({ uri, files }, edits) => {
          const sources = new MemorySources(files);
          const keeping = createLanguages();
          await analyze(keeping, sources, uri);
          let text = files[uri] ?? '';
          for (const one of edits) {
            const place = Math.floor(one.at * text.length);
            const lineEnd = text.indexOf('\n', place);
            const at = one.isAtLineEnd && lineEnd >= 0 ? lineEnd : place;
            const removed = one.isAtLineEnd ? 0 : one.removed;
            text = text.slice(0, at) + one.inserted + text.slice(at + removed);
            sources.write(uri, text);
            const [now, anew] = [
              await analyze(keeping, sources, uri),
              await analyze(createLanguages(), sources, uri),
            ];
            assert.deepEqual(now, anew);
          }
        },
      ),
      { numRuns: 60 },
    ));
});
