import assert from 'node:assert/strict';
import { createAnalyzer } from '../../../../../src/core/iac/analysis/analyze.ts';
import { createLanguages } from '../../../../../src/core/iac/languages/index.ts';
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
