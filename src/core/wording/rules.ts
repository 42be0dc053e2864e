import type { FindingCode } from '../iac/findingCode.ts';
import { type Message, message } from './message.ts';

/** The text for lists of rules: a title, and what the rule requires and why. */
export interface RuleText {
  readonly title: Message;
  readonly help: Message;
}

export const ruleTexts: Readonly<Record<FindingCode, RuleText>> = {
  'no-kms-key': {
    title: message('Trail without a KMS key'),
    help: message(
      'The trail has no KMS key, so its log files are encrypted with SSE-S3, with keys that Amazon S3 owns. Use a customer managed key whose policy allows CloudTrail: reading log files then also needs kms:Decrypt on that key, and every use of the key is recorded.',
    ),
  },
  'kms-key-conditional': {
    title: message('KMS key for some inputs only'),
    help: message(
      'Whether the trail has a KMS key depends on an input, and a default or a caller leaves it out: its log files are then encrypted with SSE-S3 only. Require the key, or make a key the default.',
    ),
  },
  'kms-key-not-customer-managed': {
    title: message('AWS managed key on a trail'),
    help: message(
      'The trail uses an AWS managed key (alias/aws/…). The policy of such a key cannot be changed to allow CloudTrail, so the deployment fails. Use a customer managed key.',
    ),
  },
  'kms-key-unusable': {
    title: message('KMS key that a trail cannot use'),
    help: message(
      'A trail needs a symmetric encryption key that is enabled and in the Region of its log bucket. The key of the trail is declared otherwise, so the deployment or the delivery of log files fails. Correct the key, or use another one.',
    ),
  },
  'kms-key-not-arn': {
    title: message('KMS key that is not named by its ARN'),
    help: message(
      'The AWS provider for Terraform accepts only the ARN of a key: a key ID, the name of an alias or any other text fails the plan or, where the same code creates the key, the deployment. The ARN of an alias is accepted, but AWS answers with the ARN of the key, so every plan shows a difference. Use the ARN of the key.',
    ),
  },
  'kms-key-policy': {
    title: message('Key policy that does not allow CloudTrail'),
    help: message(
      'The policy declared with the key does not let cloudtrail.amazonaws.com call kms:GenerateDataKey for this trail. CloudTrail checks the key when it is set on the trail, so the deployment fails. Add the statements that the CloudTrail User Guide gives in "Configure AWS KMS key policies for CloudTrail".',
    ),
  },
  'kms-key-rotation-off': {
    title: message('KMS key without automatic rotation'),
    help: message(
      'The key of the trail is declared without automatic rotation. With rotation, KMS renews the key material every year; what was encrypted before stays readable. Turn rotation on.',
    ),
  },
};

/** The page of the documentation about a finding. */
export function pageOfFinding(code: string): string {
  return `https://github.com/cloudtrail-encryption/cloudtrail-encryption/blob/main/docs/findings/${code}.md`;
}
