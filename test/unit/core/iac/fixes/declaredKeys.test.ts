import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import { keysToOffer } from '../../../../../src/core/iac/fixes/declaredKeys.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
import { known } from '../../../../../src/core/trail/fact.ts';
import type { KeyFacts } from '../../../../../src/core/trail/key.ts';
import { unknownKey } from '../../../../../src/core/trail/unknowns.ts';
import { MemorySources } from '../memorySources.ts';

const statement = {
  Sid: 'ForCloudTrail',
  Effect: 'Allow',
  Principal: { Service: 'SERVICE' },
  Action: 'kms:*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/other' } },
};
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

const programs: Readonly<Record<string, readonly [file: string, text: string]>> = {
  Terraform: [
    'main.tf',
    `
resource "aws_kms_key" "data" {
  # cloudtrail.amazonaws.com was asked for once
  enable_key_rotation = true
  policy              = jsonencode(${policy})
}
resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "audit-bucket"
}
`,
  ],
  Pulumi: [
    'index.ts',
    `
import * as aws from "@pulumi/aws";
const data = new aws.kms.Key("data", {
  enableKeyRotation: true,
  policy: JSON.stringify(/* cloudtrail.amazonaws.com was asked for once */ ${policy}),
});
const audit = new aws.cloudtrail.Trail("audit", { name: "audit", s3BucketName: "audit-bucket" });
`,
  ],
  'AWS CDK': [
    'stack.ts',
    `
import * as cdk from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
export class Audit extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const data = new kms.Key(this, 'Data', {
      enableKeyRotation: true,
      policy: iam.PolicyDocument.fromJson(/* cloudtrail.amazonaws.com was asked for once */ ${policy}),
    });
    new cloudtrail.CfnTrail(this, 'Audit', { trailName: 'audit', isLogging: true, s3BucketName: 'audit-bucket' });
  }
}
`,
  ],
};

async function offered(file: string, text: string): Promise<readonly string[]> {
  const sources = new MemorySources({ [`file:///case/${file}`]: text });
  const analyzer = createAnalyzer({
    languages: createLanguages(),
    now: () => Date.parse('2026-01-01'),
    rootOf: () => 'file:///case',
  });
  const [document] = sources.documents;
  assert.ok(document);
  const { assessments } = await analyzer.analyze(document, sources);
  const [finding] = assessments.flatMap(({ findings }) => findings);
  assert.equal(finding?.code, 'no-kms-key');
  return (await analyzer.fixesFor(finding, document, sources)).map(({ action }) => action.kind);
}

describe('a declared key whose name says nothing of logs, and whose policy keeps the trail out', () => {
  for (const [language, [file, text]] of Object.entries(programs)) {
    it(`is offered where its policy lets CloudTrail in for another trail: ${language}`, async () =>
      assert.ok(
        (await offered(file, text.replace('SERVICE', 'cloudtrail.amazonaws.com'))).includes(
          'use-declared-key',
        ),
      ));

    it(`is not where only a comment speaks of CloudTrail: ${language}`, async () =>
      assert.ok(
        !(await offered(file, text.replace('SERVICE', 's3.amazonaws.com'))).includes('use-declared-key'),
      ));
  }

  it('is not where nothing can be added to its policy: one of a template has no method for that', async () => {
    const [file, text] = programs['AWS CDK'] ?? ['', ''];
    const ofTemplate = text
      .replace('SERVICE', 'cloudtrail.amazonaws.com')
      .replace('new kms.Key(', 'new kms.CfnKey(')
      .replace(/policy: iam\.PolicyDocument\.fromJson\((.*)\)/, 'keyPolicy: $1');
    assert.match(ofTemplate, /new kms\.CfnKey[^;]*keyPolicy: /);
    assert.ok(!(await offered(file, ofTemplate)).includes('use-declared-key'));
  });
});

describe('the declared keys that are offered for a trail', () => {
  const admits = { answer: 'admits', describe: true, open: false } as const;
  const shut = { answer: 'does-not-admit', missing: ['kms:GenerateDataKey'] } as const;

  /** Their names, in the order in which they are offered. */
  const offeredOf = (facts: Readonly<Record<string, Partial<KeyFacts>>>) =>
    keysToOffer(
      Object.entries(facts).map(([name, own]) => ({
        key: name,
        name,
        facts: { ...unknownKey(name), ...own },
        namesCloudTrail: false,
      })),
      known('eu-west-1'),
    ).map(({ key, opens }) => `${key}${opens ? ', opened' : ''}`);

  it('are three: those that let CloudTrail in before those of which it is not known, and before those that are opened', () =>
    assert.deepEqual(
      offeredOf({
        logs: { policy: known(shut) },
        data: {},
        audit: { policy: known(admits) },
        mail: { policy: known(admits) },
      }),
      ['audit', 'mail', 'data'],
    ));

  it('are those for logs first, and of these the ones that rotate', () =>
    assert.deepEqual(
      offeredOf({
        data: { policy: known(admits) },
        logs: { policy: known(admits), rotation: known(false) },
        audit: { policy: known(admits) },
      }),
      ['audit', 'logs', 'data'],
    ));

  it('are none that any account may use before another, and none that cannot serve', () =>
    assert.deepEqual(
      offeredOf({
        logs: { policy: known({ ...admits, everybody: true }) },
        data: {},
        far: { region: known('us-east-1') },
        mail: { policy: known(shut) },
        audit: { policy: known(shut), state: known('Disabled') },
      }),
      ['data', 'logs'],
    ));

  it('are opened where that is all that they lack, and they are for logs', () =>
    assert.deepEqual(offeredOf({ data: { policy: known(shut) }, trails: { policy: known(shut) } }), [
      'trails, opened',
    ]));
});
