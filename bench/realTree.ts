import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cloudFormationTemplate, terraformFile } from './samples.ts';

/**
 * A tree as teams have it. In six public repositories of infrastructure code with 2,750 such files between them, one file in 22
 * names CloudTrail, one in 13 of those declares a trail, and one in ten calls a module; here it is one in 20, and one in 8.
 * A team's trail is called through modules that call modules, three deep, with the key, its policy and the conditions of
 * both beside it; another team has a template. The other files that name CloudTrail are about its events, roles and buckets.
 */
export const teams = 12;
const filesOfTeam = 160;
const filesOfFolder = 10;
export const treeFiles = teams * filesOfTeam;
/** Each Terraform team's trail in its module and at each of the three calls that lead to it; each template's once. */
export const treeTrails = (teams / 2) * 4 + teams / 2;

/** Writes it into a folder, and answers the paths of its files. */
export function writeTree(folder: string): string[] {
  return Array.from({ length: teams }, (_, team) => {
    const isTerraform = team % 2 === 0;
    const files = isTerraform ? terraformTeam(team) : templateTeam(team);
    for (let index = Object.keys(files).length; index < filesOfTeam; index++) {
      const seed = team * 1000 + index;
      const part = Math.floor(index / filesOfFolder);
      const calls = index % filesOfFolder === 0 ? serviceCall(index) : '';
      files[isTerraform ? `live/area-${part}/part-${index}.tf` : `stacks/area-${part}/part-${index}.yaml`] =
        isTerraform ? terraformFile(seed, 12) + calls : cloudFormationTemplate(seed, 12);
    }
    return Object.entries(files).map(([path, text]) => {
      const file = join(folder, `team-${team}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    });
  }).flat();
}

/** Most modules that are called have nothing to do with trails. */
function serviceCall(index: number): string {
  return `
module "service_${index}" {
  source = "../../modules/service"
  name   = "service-${index}"
}
`;
}

function terraformTeam(team: number): Record<string, string> {
  return {
    'live/area-0/audit.tf': `module "audit" {
  source   = "../../modules/baseline"
  name     = "team-${team}-cloudtrail"
  encrypt  = var.encrypt
  is_live  = var.is_live
  accounts = ["111122223333", "444455556666"]
}

variable "encrypt" {
  type    = bool
  default = true
}

variable "is_live" {
  type    = bool
  default = false
}
`,
    'live/area-0/roles.tf': rolesThatRead('auditors'),
    'live/area-1/roles.tf': rolesThatRead('operators'),
    'live/area-2/roles.tf': rolesThatRead('responders'),
    'live/area-3/events.tf': `resource "aws_cloudwatch_event_rule" "root_sign_in" {
  name = "root-sign-in"
  event_pattern = jsonencode({
    "detail-type" = ["AWS Console Sign In via CloudTrail"]
    detail        = { userIdentity = { type = ["Root"] } }
  })
}
`,
    'live/area-4/main.tf': `# What is delivered here is set up by the CloudTrail module of the audit account.
${terraformFile(team, 4)}`,
    'modules/service/main.tf': `variable "name" {
  type = string
}

resource "aws_ecs_service" "this" {
  name = var.name
}
`,
    'modules/baseline/main.tf': `${inputs}
module "logging" {
  source   = "../logging"
  name     = var.name
  encrypt  = var.encrypt
  is_live  = var.is_live
  accounts = var.accounts
}
`,
    'modules/logging/main.tf': `${inputs}
locals {
  retention = var.is_live ? 3650 : 30
}

module "trail" {
  source   = "../trail"
  name     = var.name
  encrypt  = var.encrypt
  is_live  = var.is_live
  accounts = var.accounts
}
`,
    'modules/trail/main.tf': `${inputs}
resource "aws_cloudtrail" "this" {
  name           = var.name
  s3_bucket_name = aws_s3_bucket.logs.id
  kms_key_id     = var.encrypt ? aws_kms_key.trail[0].arn : null
}

resource "aws_s3_bucket" "logs" {
  bucket = "\${var.name}-logs"
}
`,
    'modules/trail/key.tf': `data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

resource "aws_kms_key" "trail" {
  count                   = var.encrypt ? 1 : 0
  enable_key_rotation     = true
  deletion_window_in_days = var.is_live ? 30 : 7
  policy                  = data.aws_iam_policy_document.key.json
}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  dynamic "statement" {
    for_each = var.accounts
    content {
      actions   = ["kms:Decrypt"]
      resources = ["*"]

      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::\${statement.value}:root"]
      }
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
      values   = ["arn:aws:cloudtrail:*:\${data.aws_caller_identity.current.account_id}:trail/\${var.name}"]
    }
  }
}
`,
  };
}

function rolesThatRead(name: string): string {
  return `data "aws_iam_policy_document" "${name}" {
  statement {
    actions   = ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:LookupEvents"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "${name}" {
  name   = "${name}"
  policy = data.aws_iam_policy_document.${name}.json
}
`;
}

const inputs = `variable "name" {
  type = string
}

variable "encrypt" {
  type = bool
}

variable "is_live" {
  type = bool
}

variable "accounts" {
  type = list(string)
}
`;

function templateTeam(team: number): Record<string, string> {
  const trail = `  Audit:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      TrailName: team-${team}
      S3BucketName: !Ref Logs
      KMSKeyId: !If [IsLive, !GetAtt Key.Arn, !ImportValue shared-key]
  Key:
    Type: AWS::KMS::Key
    Condition: IsLive
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
            Action: [kms:GenerateDataKey*, kms:DescribeKey]
            Resource: '*'
            Condition:
              StringEquals:
                aws:SourceArn: !Sub 'arn:\${AWS::Partition}:cloudtrail:\${AWS::Region}:\${AWS::AccountId}:trail/team-${team}'
`;
  const role = `  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: [cloudtrail:DescribeTrails, cloudtrail:LookupEvents]
            Resource: '*'
`;
  const rule = `  RootSignIn:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        detail-type: [AWS Console Sign In via CloudTrail]
`;
  return {
    'stacks/audit.yaml': cloudFormationTemplate(team, 6, trail),
    'stacks/README.yaml': '# CloudTrail: see audit.yaml.\n',
    'stacks/area-0/roles.yaml': cloudFormationTemplate(team, 6, role),
    'stacks/area-1/roles.yaml': cloudFormationTemplate(team + 1, 6, role),
    'stacks/area-2/roles.yaml': cloudFormationTemplate(team + 2, 6, role),
    'stacks/area-3/events.yaml': cloudFormationTemplate(team + 3, 6, rule),
    'stacks/area-4/events.yaml': cloudFormationTemplate(team + 4, 6, rule),
    'stacks/area-5/pipeline.yaml': `# Deploys the stack with the CloudTrail trail.\n${cloudFormationTemplate(team + 5, 8)}`,
  };
}
