import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cloudFormationTemplate, terraformFile } from './samples.ts';

/**
 * A tree as teams have it: of its files each twentieth names CloudTrail. A team's trail is called through modules that call
 * modules, three deep, with the key, its policy and the conditions of both beside it; another team has a template.
 */
export const teams = 50;
const filesOfTeam = 40;
export const treeFiles = teams * filesOfTeam;
/** Each Terraform team's trail in its module and at each of the three calls that lead to it; each template's once. */
export const treeTrails = (teams / 2) * 4 + teams / 2;

/** Writes it into a folder, and answers the paths of its files. */
export function writeTree(folder: string): string[] {
  return Array.from({ length: teams }, (_, team) => {
    const isTerraform = team % 2 === 0;
    const files = isTerraform ? terraformTeam(team) : templateTeam(team);
    for (let index = Object.keys(files).length; index < filesOfTeam; index++) {
      const seed = team * 100 + index;
      files[isTerraform ? `live/part-${index}.tf` : `stacks/part-${index}.yaml`] = isTerraform
        ? terraformFile(seed, 12)
        : cloudFormationTemplate(seed, 12);
    }
    return Object.entries(files).map(([path, text]) => {
      const file = join(folder, `team-${team}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    });
  }).flat();
}

function terraformTeam(team: number): Record<string, string> {
  return {
    'live/audit.tf': `module "audit" {
  source   = "../modules/baseline"
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
  return {
    'stacks/audit.yaml': cloudFormationTemplate(team, 6, trail),
    'stacks/README.yaml': '# CloudTrail: see audit.yaml.\n',
  };
}
