/** Texts as they are written every day, without a trail unless asked for. The same number gives the same text. */

export function terraformFile(seed: number, blocks: number): string {
  return Array.from({ length: blocks }, (_, index) => terraformBlock(seed * 1000 + index)).join('\n');
}

export function cloudFormationTemplate(seed: number, resources: number, trail = ''): string {
  const parts = Array.from({ length: resources }, (_, index) => cloudFormationResource(seed * 1000 + index));
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: Part ${seed} of the platform
Parameters:
  Stage:
    Type: String
    Default: dev
Conditions:
  IsLive: !Equals [!Ref Stage, live]
Resources:
${trail}${parts.join('')}Outputs:
  Name:
    Value: !Sub "\${AWS::StackName}-${seed}"
`;
}

export const terraformTrail = `
resource "aws_cloudtrail" "audit" {
  name                          = "audit"
  s3_bucket_name                = aws_s3_bucket.logs.id
  include_global_service_events = true
  is_multi_region_trail         = true
  kms_key_id                    = var.kms_key_arn
}

variable "kms_key_arn" {
  type    = string
  default = null
}
`;

export const cloudFormationTrail = `  Audit:
    Type: AWS::CloudTrail::Trail
    DependsOn: LogsPolicy
    Properties:
      IsLogging: true
      S3BucketName: !Ref Logs
      KMSKeyId: !If [IsLive, !ImportValue log-key, !Ref "AWS::NoValue"]
`;

/** So many trails that take their key from one variable. */
export function terraformTrails(count: number): string {
  const trails = Array.from({ length: count }, (_, index) =>
    terraformTrail.slice(0, terraformTrail.indexOf('variable')).replaceAll('audit', `audit_${index}`),
  );
  return trails.join('') + terraformTrail.slice(terraformTrail.indexOf('variable'));
}

/** So many trails that take their key under one condition. */
export function cloudFormationTrails(count: number): string {
  const trails = Array.from({ length: count }, (_, index) =>
    cloudFormationTrail.replace('Audit', `Audit${index}`),
  );
  return trails.join('');
}

/** So many trails under one declared key with a policy. */
export function terraformTrailsUnderKey(count: number): string {
  const trails = Array.from({ length: count }, (_, index) =>
    terraformTrail
      .slice(0, terraformTrail.indexOf('variable'))
      .replaceAll('audit', `audit_${index}`)
      .replace('var.kms_key_arn', 'aws_kms_key.trails.arn'),
  );
  return `${trails.join('')}
resource "aws_kms_key" "trails" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.trails.json
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "trails" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    actions   = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:cloudtrail:*:\${data.aws_caller_identity.current.account_id}:trail/*"]
    }
  }
}
`;
}

/** The same. */
export function cloudFormationTrailsUnderKey(count: number): string {
  const trails = Array.from({ length: count }, (_, index) =>
    cloudFormationTrail
      .replace('Audit', `Audit${index}`)
      .replace('!If [IsLive, !ImportValue log-key, !Ref "AWS::NoValue"]', '!GetAtt Key.Arn'),
  );
  return `${trails.join('')}  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root' }
            Action: kms:*
            Resource: '*'
          - Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }
            Action: [kms:GenerateDataKey*, kms:DescribeKey, kms:Decrypt]
            Resource: '*'
            Condition:
              StringLike:
                aws:SourceArn: !Sub 'arn:\${AWS::Partition}:cloudtrail:*:\${AWS::AccountId}:trail/*'
`;
}

function terraformBlock(number: number): string {
  switch (number % 4) {
    case 0:
      return `# The bucket of service ${number}.
resource "aws_s3_bucket" "service_${number}" {
  bucket = "\${var.prefix}-service-${number}"

  tags = merge(local.tags, {
    Name  = "service-${number}"
    Owner = "team-${number % 17}"
  })
}
`;
    case 1:
      return `variable "service_${number}_size" {
  description = "How many instances service ${number} has."
  type        = number
  default     = ${number % 9}

  validation {
    condition     = var.service_${number}_size >= 0
    error_message = "A number of instances is not negative."
  }
}
`;
    case 2:
      return `data "aws_iam_policy_document" "service_${number}" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [aws_s3_bucket.service_${number - 2}.arn, "\${aws_s3_bucket.service_${number - 2}.arn}/*"]

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [var.organization]
    }
  }
}
`;
    default:
      return `resource "aws_lambda_function" "service_${number}" {
  function_name = format("%s-%d", var.prefix, ${number})
  role          = aws_iam_role.service.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  timeout       = var.live ? 30 : 300

  environment {
    variables = {
      STAGE = var.stage
      TABLE = aws_dynamodb_table.service.name
    }
  }
}
`;
  }
}

function cloudFormationResource(number: number): string {
  return number % 2 === 0
    ? `  Queue${number}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "\${Stage}-queue-${number}"
      VisibilityTimeout: ${number % 300}
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt DeadLetters.Arn
        maxReceiveCount: 3
`
    : `  Function${number}:
    Type: AWS::Lambda::Function
    Condition: IsLive
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Environment:
        Variables:
          STAGE: !Ref Stage
      Code:
        ZipFile: |
          exports.handler = async () => ({ statusCode: 200 });
`;
}

/** A program of the AWS CDK with one trail and so many constructs beside it. */
export function cdkProgram(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => cdkService(index));
  return `import * as cdk from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class AuditStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const key = new kms.Key(this, 'Key', { enableKeyRotation: true });
    key.grantEncryptDecrypt(new cdk.aws_iam.ServicePrincipal('cloudtrail.amazonaws.com'));
    new cloudtrail.Trail(this, 'Audit', { encryptionKey: key });
  }
}
${parts.join('')}`;
}

function cdkService(number: number): string {
  return `
export class Service${number} extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, private readonly size = ${number}) {
    super(scope, id);
    // The queue of service ${number}.
    this.queue = new sqs.Queue(this, 'Queue', {
      visibilityTimeout: cdk.Duration.seconds(${number}),
      queueName: \`service-\${cdk.Stack.of(this).stackName}-${number}\`,
    });
    const handler = new lambda.Function(this, 'Handler', {
      runtime: lambda.Runtime.NODEJS_20_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset('src/${number}'),
      environment: { QUEUE: this.queue.queueUrl, STAGE: process.env.STAGE ?? 'dev' },
    });
    if (size > 3) {
      this.queue.grantSendMessages(handler);
    }
  }
}
`;
}

/** The same in C#. */
export function cdkProgramInCsharp(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => csharpService(index));
  return `using System.Collections.Generic;
using Amazon.CDK;
using Amazon.CDK.AWS.CloudTrail;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Bench;

public class AuditStack : Stack
{
    public AuditStack(Construct scope, string id, IStackProps? props = null) : base(scope, id, props)
    {
        var key = new Key(this, "Key", new KeyProps { EnableKeyRotation = true });
        key.GrantEncryptDecrypt(new ServicePrincipal("cloudtrail.amazonaws.com"));
        _ = new Trail(this, "Audit", new TrailProps { EncryptionKey = key });
    }
}
${parts.join('')}`;
}

function csharpService(number: number): string {
  return `
public class Service${number} : Construct
{
    public Queue Queue { get; }

    public Service${number}(Construct scope, string id, int size = ${number}) : base(scope, id)
    {
        // The queue of service ${number}.
        Queue = new Queue(this, "Queue", new QueueProps
        {
            VisibilityTimeout = Duration.Seconds(${number}),
            QueueName = $"service-{Stack.Of(this).StackName}-${number}",
        });
        var handler = new Function(this, "Handler", new FunctionProps
        {
            Runtime = Runtime.DOTNET_8,
            Handler = "Service::Handler.Run",
            Code = Code.FromAsset("src/${number}"),
            Environment = new Dictionary<string, string> { ["QUEUE"] = Queue.QueueUrl },
        });
        if (size > 3)
        {
            Queue.GrantSendMessages(handler);
        }
    }
}
`;
}

/** The same in Java. */
export function cdkProgramInJava(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => javaService(index));
  return `package com.acme.bench;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudtrail.Trail;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

public class AuditStack extends Stack {
    public AuditStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);
        final Key key = Key.Builder.create(this, "Key").enableKeyRotation(true).build();
        key.grantEncryptDecrypt(new ServicePrincipal("cloudtrail.amazonaws.com"));
        Trail.Builder.create(this, "Audit").encryptionKey(key).build();
    }
}
${parts.join('')}`;
}

function javaService(number: number): string {
  return `
class Service${number} extends Construct {
    private final Queue queue;

    Service${number}(final Construct scope, final String id, final int size) {
        super(scope, id);
        // The queue of service ${number}.
        this.queue = Queue.Builder.create(this, "Queue")
            .visibilityTimeout(Duration.seconds(${number}))
            .queueName("service-" + Stack.of(this).getStackName() + "-${number}")
            .build();
        final Function handler = Function.Builder.create(this, "Handler")
            .runtime(Runtime.JAVA_21)
            .handler("com.acme.Handler")
            .code(Code.fromAsset("src/${number}"))
            .environment(Map.of("QUEUE", this.queue.getQueueUrl()))
            .build();
        if (size > 3) {
            this.queue.grantSendMessages(handler);
        }
    }
}
`;
}

/** The same in Go. */
export function cdkProgramInGo(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => goService(index));
  return `package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudtrail"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

func NewAuditStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)
	key := awskms.NewKey(stack, jsii.String("Key"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)})
	key.GrantEncryptDecrypt(awsiam.NewServicePrincipal(jsii.String("cloudtrail.amazonaws.com"), nil))
	awscloudtrail.NewTrail(stack, jsii.String("Audit"), &awscloudtrail.TrailProps{EncryptionKey: key})
	return stack
}
${parts.join('')}`;
}

function goService(number: number): string {
  return `
type Service${number} struct {
	constructs.Construct
	Queue awssqs.Queue
}

func NewService${number}(scope constructs.Construct, id string, size int) *Service${number} {
	this := constructs.NewConstruct(scope, &id)
	// The queue of service ${number}.
	queue := awssqs.NewQueue(this, jsii.String("Queue"), &awssqs.QueueProps{
		VisibilityTimeout: awscdk.Duration_Seconds(jsii.Number(${number})),
		QueueName:         jsii.Sprintf("service-%s-${number}", *awscdk.Stack_Of(this).StackName()),
	})
	handler := awslambda.NewFunction(this, jsii.String("Handler"), &awslambda.FunctionProps{
		Runtime: awslambda.Runtime_PROVIDED_AL2023(),
		Handler: jsii.String("bootstrap"),
		Code:    awslambda.Code_FromAsset(jsii.String("src/${number}"), nil),
		Environment: &map[string]*string{
			"QUEUE": queue.QueueUrl(),
		},
	})
	if size > 3 {
		queue.GrantSendMessages(handler)
	}
	return &Service${number}{this, queue}
}
`;
}

/** The same in Python. */
export function cdkProgramInPython(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => pythonService(index));
  return `import os

from aws_cdk import Duration, Stack, aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms
from aws_cdk import aws_lambda as lambda_, aws_sqs as sqs
from constructs import Construct


class AuditStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        key = kms.Key(self, "Key", enable_key_rotation=True)
        key.grant_encrypt_decrypt(iam.ServicePrincipal("cloudtrail.amazonaws.com"))
        cloudtrail.Trail(self, "Audit", encryption_key=key)

${parts.join('')}`;
}

function pythonService(number: number): string {
  return `
class Service${number}(Construct):
    def __init__(self, scope: Construct, id: str, size: int = ${number}) -> None:
        super().__init__(scope, id)
        # The queue of service ${number}.
        self.queue = sqs.Queue(
            self,
            "Queue",
            visibility_timeout=Duration.seconds(${number}),
            queue_name=f"service-{Stack.of(self).stack_name}-${number}",
        )
        handler = lambda_.Function(
            self,
            "Handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="index.handler",
            code=lambda_.Code.from_asset("src/${number}"),
            environment={"QUEUE": self.queue.queue_url, "STAGE": os.environ.get("STAGE", "dev")},
        )
        if size > 3:
            self.queue.grant_send_messages(handler)

`;
}

/** A program of Pulumi with one trail and so many resources beside it. */
export function pulumiProgram(services: number): string {
  const parts = Array.from({ length: services }, (_, index) => pulumiService(index));
  return `import * as pulumi from '@pulumi/pulumi';
import * as aws from '@pulumi/aws';

const config = new pulumi.Config();
const key = new aws.kms.Key('audit', { enableKeyRotation: true, policy: config.require('policy') });
export const trail = new aws.cloudtrail.Trail('audit', { s3BucketName: 'audit-logs', kmsKeyId: key.arn });
${parts.join('')}`;
}

function pulumiService(number: number): string {
  return `
export class Service${number} extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;

  constructor(name: string, size = ${number}, opts?: pulumi.ComponentResourceOptions) {
    super('acme:Service${number}', name, {}, opts);
    // The queue of service ${number}.
    this.queue = new aws.sqs.Queue(\`\${name}-queue\`, {
      visibilityTimeoutSeconds: ${number},
      name: pulumi.interpolate\`service-\${pulumi.getStack()}-${number}\`,
    });
    const role = new aws.iam.Role(\`\${name}-role\`, {
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'lambda.amazonaws.com' }),
    });
    const handler = new aws.lambda.Function(\`\${name}-handler\`, {
      runtime: 'nodejs20.x',
      handler: 'index.handler',
      role: role.arn,
      environment: { variables: { QUEUE: this.queue.url, STAGE: process.env.STAGE ?? 'dev' } },
    });
    if (size > 3) {
      this.registerOutputs({ handler: handler.arn });
    }
  }
}
`;
}

/** A playbook with one trail and twice so many tasks beside it. */
export function playbook(services: number): string {
  const tasks = Array.from(
    { length: services },
    (_, index) => `
    # Service ${index}
    - name: Queue ${index}
      community.aws.sqs_queue:
        name: "service-{{ stage }}-${index}"
        region: eu-west-1
        visibility_timeout: ${index}
      register: queue_${index}
    - name: Tell ${index}
      ansible.builtin.debug:
        msg: "{{ queue_${index}.queue_url }}"
      when: stage == "live"
`,
  );
  return `- hosts: localhost
  vars:
    stage: dev
  tasks:
    - name: Trail
      amazon.aws.cloudtrail:
        name: audit
        s3_bucket_name: logs
        kms_key_id: "{{ key | default(omit) }}"
${tasks.join('')}`;
}
