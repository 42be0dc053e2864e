import type { FindingCode } from '../iac/findingCode.ts';
import { type Message, message } from './message.ts';

/** What stands in lists of rules: a title, and what the rule asks for and why. */
export interface RuleText {
  readonly title: Message;
  readonly help: Message;
}

export const ruleTexts: Readonly<Record<FindingCode, RuleText>> = {
  'no-kms-key': {
    title: message('Trail without a KMS key'),
    help: message(
      'The trail names no KMS key, so its log files are encrypted with SSE-S3, under keys that Amazon S3 owns. Name a customer managed key whose policy admits CloudTrail: then access to the log files also needs kms:Decrypt on that key, and every use of it is recorded.',
    ),
  },
  'kms-key-conditional': {
    title: message('KMS key for some inputs only'),
    help: message(
      'Whether the trail has a KMS key depends on an input, and a default or a caller leaves it out: its log files are then encrypted with SSE-S3 only. Require the key, or give the input a default that names one.',
    ),
  },
  'kms-key-not-customer-managed': {
    title: message('AWS managed key on a trail'),
    help: message(
      'The trail names an AWS managed key (alias/aws/…). Their policies cannot be changed, so CloudTrail cannot be let in, and the deployment fails. Name a customer managed key.',
    ),
  },
  'kms-key-unusable': {
    title: message('KMS key that a trail cannot use'),
    help: message(
      'A trail needs a symmetric encryption key that is enabled and lies in the Region of its S3 bucket. The key that it names is declared otherwise, so that the deployment or the delivery of log files fails.',
    ),
  },
  'kms-key-not-arn': {
    title: message('KMS key that is not named by its ARN'),
    help: message(
      "The AWS provider for Terraform takes the ARN of a key only: a key ID, the name of an alias and any other text fail the plan or, where the key is created by the same code, the deployment. The ARN of an alias is accepted, but AWS answers with the ARN of the key, so every plan shows a difference. Use the key's ARN.",
    ),
  },
  'kms-key-policy': {
    title: message('Key policy that does not admit CloudTrail'),
    help: message(
      'CloudTrail checks the key when it is set on the trail. The policy declared with the key does not let cloudtrail.amazonaws.com call kms:GenerateDataKey for this trail, so the deployment fails. Add the statements that the CloudTrail User Guide gives in "Configure AWS KMS key policies for CloudTrail".',
    ),
  },
  'kms-key-rotation-off': {
    title: message('KMS key without automatic rotation'),
    help: message(
      'The key that the trail names is declared without automatic rotation. With it KMS renews the key material every year; what was encrypted before stays readable.',
    ),
  },
};

/** The page of the documentation about a finding. */
export function pageOfFinding(code: string): string {
  return `https://github.com/cloudtrail-encryption/cloudtrail-encryption/blob/main/docs/findings/${code}.md`;
}
