import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { KeyMetadata } from '../../../../src/core/account/ports.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { type Pair, pairsOf } from '../../../../src/core/drift/index.ts';
import type { Assessment } from '../../../../src/core/iac/finding.ts';
import { createAnalyzer, createLanguages } from '../../../../src/core/iac/index.ts';
import { driftInFull } from '../../../../src/core/wording/drift.ts';
import { inEnglish } from '../../../../src/core/wording/message.ts';
import { FakeAccount, type FakeAnswers, identity, liveTrail } from '../account/fakeAccount.ts';
import { MemorySources } from '../iac/memorySources.ts';

const logs = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const other = 'arn:aws:kms:eu-west-1:111122223333:key/00000000-12ab-34cd-56ef-1234567890ab';
const foreign = logs.replace('111122223333', '999988887777');
const metadata: KeyMetadata = {
  arn: logs,
  id: '1234abcd-12ab-34cd-56ef-1234567890ab',
  account: '111122223333',
  region: 'eu-west-1',
  description: '',
  state: 'Enabled',
  manager: 'CUSTOMER',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
  multiRegion: false,
};
const admitting = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'kms:*', Resource: '*' },
  ],
});
const keys: NonNullable<FakeAnswers['keys']> = {
  [logs]: { metadata: metadata, policy: admitting, aliases: ['alias/logs'] },
};
const disabled: typeof keys = {
  [logs]: {
    metadata: { ...metadata, state: 'Disabled' },
    policy: admitting,
    aliases: ['alias/logs'],
  },
};

/** Trails in AWS beside those that some files declare. */
async function pairs(
  answers: Partial<FakeAnswers>,
  files: Readonly<Record<string, string>>,
): Promise<readonly Pair<{ readonly assessment: Assessment }>[]> {
  const inventory = new Inventory({
    accounts: { open: async () => new FakeAccount({ identity, trails: {}, keys, ...answers }) },
    settings: () => ({ concurrency: 4, regions: [] }),
    now: () => 0,
  });
  inventory.setProfiles([{ name: 'prod', kind: 'static' }]);
  await inventory.load('prod');
  const sources = new MemorySources(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///case/${name}`, text])),
  );
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => 0,
    rootOf: () => 'file:///case',
  });
  const declared: { readonly assessment: Assessment }[] = [];
  for (const document of sources.documents) {
    const { assessments } = await analyzer.analyze(document, sources);
    declared.push(...assessments.map(assessment => ({ assessment })));
  }
  return pairsOf(inventory.states().flatMap(trailsOf), declared);
}

const live = (kmsKeyId?: string) => ({
  trails: { 'eu-west-1': [{ ...liveTrail('audit', 'eu-west-1'), ...(kmsKeyId && { kmsKeyId }) }] },
});
const trail = (key: string, more = '') =>
  `resource "aws_cloudtrail" "this" {\n  name           = "audit"\n  s3_bucket_name = "logs"\n${key === '' ? '' : `  kms_key_id     = ${key}\n`}}\n${more}`;
const variable = (value: string) => `variable "key" {\n  default = ${value}\n}\n`;
const template = (key: string) =>
  `Resources:\n  Audit:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      IsLogging: true\n      TrailName: audit\n      S3BucketName: logs\n      KMSKeyId: ${key}\n`;

describe('a trail in AWS beside its declaration', () => {
  const cases: readonly [title: string, Partial<FakeAnswers>, Record<string, string>, string][] = [
    [
      'loses its key where the code has none',
      live(logs),
      { 'a.tf': trail('') },
      'code-takes-key-away/critical',
    ],
    ['agrees where neither has one', live(), { 'a.tf': trail('') }, 'nothing'],
    ['is behind the code', live(), { 'a.tf': trail(`"${logs}"`) }, 'code-adds-key/medium'],
    ['agrees by the ARN', live(logs), { 'a.tf': trail(`"${logs}"`) }, 'nothing'],
    ['gets another key, by the ARN', live(logs), { 'a.tf': trail(`"${other}"`) }, 'code-changes-key/high'],
    ['agrees by the id', live(logs), { 'a.yaml': template(logs.replace(/.*\//, '')) }, 'nothing'],
    [
      'gets another key, by the id',
      live(logs),
      { 'a.yaml': template(other.replace(/.*\//, '')) },
      'code-changes-key/high',
    ],
    ['agrees by an alias', live(logs), { 'a.yaml': template('alias/logs') }, 'nothing'],
    [
      'gets another key, by an alias',
      live(logs),
      { 'a.yaml': template('alias/other') },
      'code-changes-key/high',
    ],
    [
      'may agree by an alias, where those of the key are not known',
      { ...live(foreign), keys: { [foreign]: { metadata: { ...metadata, arn: foreign }, policy: '' } } },
      { 'a.yaml': template('alias/other') },
      'nothing',
    ],
    [
      'may agree with a key that is an expression',
      live(logs),
      { 'a.tf': trail('aws_kms_key.k.arn', 'resource "aws_kms_key" "k" {\n  policy = var.p\n}\n') },
      'nothing',
    ],
    [
      'agrees with one of the keys that inputs lead to',
      live(logs),
      { 'a.tf': trail('var.key', variable('null')) },
      'nothing',
    ],
    [
      'may agree with what somebody must give',
      live(),
      { 'a.tf': trail('var.key', 'variable "key" {}\n') },
      'code-adds-key/medium',
    ],
    ['may agree with what nobody can tell', live(logs), { 'a.tf': trail('local.nowhere') }, 'nothing'],
    [
      'is broken though the code is right',
      { ...live(logs), keys: disabled },
      { 'a.tf': trail(`"${logs}"`) },
      'live-key-broken/high',
    ],
    [
      'keeps its key under the Cloud Control provider, where none is written',
      live(logs),
      {
        'a.tf':
          'resource "awscc_cloudtrail_trail" "this" {\n  trail_name     = "audit"\n  s3_bucket_name = "logs"\n  is_logging     = true\n}\n',
      },
      'nothing',
    ],
    [
      'keeps its key under Ansible, where none is written',
      live(logs),
      {
        'a.yml':
          '- hosts: localhost\n  tasks:\n    - amazon.aws.cloudtrail:\n        name: audit\n        s3_bucket_name: logs\n',
      },
      'nothing',
    ],
    [
      'keeps its key under a controller, where none is written',
      live(logs),
      {
        'a.yaml':
          'apiVersion: cloudtrail.services.k8s.aws/v1alpha1\nkind: Trail\nmetadata:\n  name: audit\nspec:\n  name: audit\n  s3BucketName: logs\n',
      },
      'nothing',
    ],
  ];
  for (const [title, answers, files, expected] of cases) {
    it(title, async () => {
      const [pair, ...others] = await pairs(answers, files);
      assert.ok(pair);
      assert.deepEqual(others, []);
      assert.equal(pair.drift ? `${pair.drift.kind}/${pair.drift.weight}` : 'nothing', expected);
    });
  }

  it('says what a deployment makes of it', async () => {
    const said = async (...args: Parameters<typeof pairs>) =>
      (await pairs(...args)).flatMap(driftInFull).map(inEnglish);
    assert.deepEqual(
      await Promise.all([
        said(live(logs), { 'a.tf': trail('') }),
        said(live(logs), { 'a.tf': trail(`"${other}"`) }),
        said(live(), { 'a.yaml': template('alias/logs') }),
        said({ ...live(logs), keys: disabled }, { 'a.tf': trail(`"${logs}"`) }),
      ]),
      [
        ['The code sets no KMS key for this trail: the next deployment removes alias/logs.'],
        [`The code sets another KMS key: the next deployment replaces alias/logs with ${other}.`],
        ['The code sets the KMS key alias/logs, which is not deployed yet.'],
        ['The KMS key alias/logs needs attention in AWS; the code is correct.'],
      ],
    );
  });
});

describe('the declaration of a trail in AWS', () => {
  const names = async (...args: Parameters<typeof pairs>) =>
    (await pairs(...args)).map(
      ({ declared, isDoubtful }) =>
        `${declared.assessment.declaration.uri.slice('file:///case/'.length)} ${declared.assessment.declaration.resource}${isDoubtful ? '?' : ''}`,
    );

  it('has its name', async () => {
    assert.deepEqual(
      await names(live(), { 'a.tf': trail(''), 'b/b.tf': trail('').replace('"audit"', '"other"') }),
      ['a.tf aws_cloudtrail.this'],
    );
  });

  it('is not one in another Region', async () => {
    const provider = (region: string) => `provider "aws" {\n  region = "${region}"\n}\n`;
    const files = { 'a/a.tf': trail('', provider('us-east-1')), 'b/b.tf': trail('', provider('eu-west-1')) };
    assert.deepEqual(await names(live(), files), ['b/b.tf aws_cloudtrail.this']);
  });

  it('is not one in another account, where the provider says which', async () => {
    const provider = (more: string) => `provider "aws" {\n  region = "eu-west-1"\n  ${more}\n}\n`;
    const files = {
      'a/a.tf': trail('', provider('allowed_account_ids = ["444455556666"]')),
      'b/b.tf': trail('', provider('allowed_account_ids = ["111122223333"]')),
      'c/c.tf': trail('', provider('allowed_account_ids = ["111122223333", "444455556666"]')),
      'd/d.tf': trail(
        '',
        provider('assume_role {\n    role_arn = "arn:aws:iam::444455556666:role/terraform"\n  }'),
      ),
      'e/e.tf': trail(
        '',
        provider('assume_role {\n    role_arn = "arn:aws:iam::${local.account}:role/terraform"\n  }') +
          'locals {\n  account = "444455556666"\n}\n',
      ),
    };
    assert.deepEqual(await names(live(), files), ['b/b.tf aws_cloudtrail.this']);
    const { 'b/b.tf': _, ...others } = files;
    assert.deepEqual(await names(live(), others), ['c/c.tf aws_cloudtrail.this']);
  });

  it('may be one of several in accounts that the code does not tell apart', async () => {
    const elsewhere = liveTrail('audit', 'eu-west-1', {
      arn: 'arn:aws:cloudtrail:eu-west-1:444455556666:trail/audit',
    });
    const several = { trails: { 'eu-west-1': [...(live(logs).trails['eu-west-1'] ?? []), elsewhere] } };
    assert.deepEqual(await names(several, { 'a.tf': trail('') }), [
      'a.tf aws_cloudtrail.this?',
      'a.tf aws_cloudtrail.this?',
    ]);
    const provider = 'provider "aws" {\n  allowed_account_ids = ["444455556666"]\n}\n';
    assert.deepEqual(await names(several, { 'a.tf': trail('', provider) }), ['a.tf aws_cloudtrail.this']);
  });

  it('is the call of a module, not the module', async () => {
    const files = {
      'live/a.tf': 'module "audit" {\n  source = "../modules/audit"\n  key    = null\n}\n',
      'modules/audit/m.tf': trail('var.key', 'variable "key" {}\n'),
    };
    assert.deepEqual(await names(live(), files), ['live/a.tf module.audit.aws_cloudtrail.this']);
  });

  it('is doubtful where several have the name, and then no difference is to be acted on', async () => {
    const found = await pairs(live(logs), { 'a/a.tf': trail(''), 'b/b.tf': trail(`"${logs}"`) });
    assert.deepEqual(
      found.map(({ isDoubtful, drift }) => [isDoubtful, drift?.kind]),
      [
        [true, 'code-takes-key-away'],
        [true, undefined],
      ],
    );
    assert.deepEqual(found.flatMap(driftInFull).map(inEnglish).slice(1, 2), [
      'Matched by name only: several trails have this name, and the code does not say which account it is for.',
    ]);
  });
});
