import assert from 'node:assert/strict';
import { told } from '../situations.ts';

/** A policy for another trail, as JSON in a text, with what is known at deployment within a string and in the place of a value. */
function policy(region: string, version: string): string {
  return (
    `{"Version": ${version}, "Statement": [` +
    '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}, ' +
    '{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, ' +
    '"Action": ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"], "Resource": "*", "Condition": {"StringEquals": ' +
    `{"aws:SourceArn": "arn:aws:cloudtrail:${region}:111122223333:trail/other"}}}]}`
  );
}

const programs: Readonly<Record<string, readonly [file: string, text: string]>> = {
  Terraform: [
    'main.tf',
    `
variable "policy_version" {}
data "aws_region" "here" {}
resource "aws_kms_key" "logs" {
  enable_key_rotation = true
  policy              = <<EOT
${policy('${data.aws_region.here.region}', '${jsonencode(var.policy_version)}')}
EOT
}
resource "aws_cloudtrail" "audit" {
  name           = "audit"
  s3_bucket_name = "audit-logs"
  kms_key_id     = aws_kms_key.logs.arn
}
`,
  ],
  CloudFormation: [
    'template.yaml',
    `
Resources:
  Logs:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      KeyPolicy: !Sub '${policy('${AWS::Region}', '"2012-10-17"')}'
  Audit:
    Type: AWS::CloudTrail::Trail
    Properties:
      TrailName: audit
      IsLogging: true
      S3BucketName: audit-logs
      KMSKeyId: !GetAtt Logs.Arn
`,
  ],
  'Pulumi YAML': [
    'Pulumi.yaml',
    `
name: audit
runtime: yaml
config:
  policyVersion:
    type: string
variables:
  here:
    fn::invoke:
      function: aws:getRegion
      arguments: {}
resources:
  logs:
    type: aws:kms:Key
    properties:
      enableKeyRotation: true
      policy: '${policy('${here.name}', '${policyVersion}')}'
  audit:
    type: aws:cloudtrail:Trail
    properties:
      name: audit
      s3BucketName: audit-logs
      kmsKeyId: \${logs.arn}
`,
  ],
  Ansible: [
    'play.yml',
    `
- hosts: localhost
  tasks:
    - amazon.aws.kms_key:
        alias: logs
        enable_key_rotation: true
        policy: '${policy('{{ region }}', '{{ policy_version }}')}'
      register: logs
    - amazon.aws.cloudtrail:
        name: audit
        s3_bucket_name: audit-logs
        kms_key_id: "{{ logs.key_arn }}"
`,
  ],
  'a program of Pulumi': [
    'index.ts',
    `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const here = aws.getRegionOutput();
const logs = new aws.kms.Key("logs", {
  enableKeyRotation: true,
  policy: pulumi.interpolate\`${policy('${here.name}', '${config.require("policyVersion")}')}\`,
});
const audit = new aws.cloudtrail.Trail("audit", { name: "audit", s3BucketName: "audit-logs", kmsKeyId: logs.arn });
`,
  ],
  'a program of the AWS CDK': [
    'stack.ts',
    `
import * as cdk from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as kms from 'aws-cdk-lib/aws-kms';
export class Audit extends cdk.Stack {
  constructor(scope: cdk.App, id: string, props: { policyVersion: string }) {
    super(scope, id);
    const logs = new kms.CfnKey(this, 'Logs', {
      enableKeyRotation: true,
      keyPolicy: \`${policy('${this.region}', '${props.policyVersion}')}\`,
    });
    new cloudtrail.CfnTrail(this, 'Audit', {
      trailName: 'audit', isLogging: true, s3BucketName: 'audit-logs', kmsKeyId: logs.attrArn,
    });
  }
}
`,
  ],
};

describe('a key policy as JSON in a text, of which parts are given later', () => {
  for (const [language, [file, text]] of Object.entries(programs)) {
    it(`is judged in ${language}`, async () => {
      const trails = await told({ [`file:///case/${file}`]: text }, []);
      assert.deepEqual(
        trails.map(({ state, findings }) => [state, findings]),
        [['encrypted', ['kms-key-policy/error']]],
      );
    });
  }
});
