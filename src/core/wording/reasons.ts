import type { Reason, ReasonCode } from '../trail/reason.ts';
import { type Message, message } from './message.ts';

/** A reason in a few words, for the line of a trail. */
export function reasonInBrief({ code }: Reason): Message {
  return briefs[code];
}

/** A reason in a sentence that says what it means for the trail and what to do. */
export function reasonInFull({ code }: Reason): Message {
  return sentences[code];
}

const briefs: Readonly<Record<ReasonCode, Message>> = {
  'no-kms-key': message('no KMS key'),
  'kms-key-conditional': message('KMS key only for some inputs'),
  'kms-key-not-customer-managed': message('AWS managed key'),
  'kms-key-not-found': message('key does not exist'),
  'kms-key-disabled': message('key disabled'),
  'kms-key-pending-deletion': message('key pending deletion'),
  'kms-key-unavailable': message('key not available'),
  'kms-key-unusable': message('key cannot be used'),
  'kms-key-not-arn': message('key not named by its ARN'),
  'kms-key-policy': message('key policy does not allow CloudTrail'),
  'kms-key-policy-open': message('key policy is too permissive'),
  'kms-key-describe': message('key policy lacks kms:DescribeKey'),
  'kms-key-rotation-off': message('key rotation off'),
  'kms-key-material-expiring': message('key material expires'),
  'kms-key-other-account': message('key in another account'),
  'kms-key-other-region': message('key and bucket in different Regions'),
  'kms-key-shared': message('key used by several trails'),
  'delivery-failing': message('delivery failing'),
  'not-logging': message('not logging'),
  'log-file-validation-off': message('log file validation off'),
  'bucket-key': message('S3 Bucket Key on'),
  'organization-trail': message('organization trail'),
};

const sentences: Readonly<Record<ReasonCode, Message>> = {
  'no-kms-key': message('The trail has no KMS key: its log files are encrypted with SSE-S3 only.'),
  'kms-key-conditional': message('The trail has a KMS key only for some inputs.'),
  'kms-key-not-customer-managed': message(
    'The key is managed by AWS. CloudTrail needs a customer managed key, because the key policy must allow it.',
  ),
  'kms-key-not-found': message('The KMS key of the trail does not exist: log files cannot be delivered.'),
  'kms-key-disabled': message(
    'The KMS key is disabled: no log file can be delivered or read. Enable the key.',
  ),
  'kms-key-pending-deletion': message(
    'The KMS key is pending deletion. Once it is deleted, log files encrypted with it can never be read again. Cancel the deletion.',
  ),
  'kms-key-unavailable': message(
    'The KMS key has no usable key material: it has not been imported, or its key store is disconnected.',
  ),
  'kms-key-unusable': message(
    'CloudTrail uses symmetric encryption keys only, and this key is of another kind.',
  ),
  'kms-key-not-arn': message('The trail does not name its KMS key by its ARN.'),
  'kms-key-policy': message(
    'The key policy does not let CloudTrail use the key: log files cannot be delivered.',
  ),
  'kms-key-policy-open': message(
    'The key policy allows more than the trails of one account. Restrict it with aws:SourceArn.',
  ),
  'kms-key-describe': message(
    'The key policy does not let CloudTrail call kms:DescribeKey, which AWS requires.',
  ),
  'kms-key-rotation-off': message('Automatic rotation of the key is off.'),
  'kms-key-material-expiring': message(
    'The imported key material has an expiry date. After it, log files cannot be delivered or read.',
  ),
  'kms-key-other-account': message('The key belongs to another account, so its policy could not be checked.'),
  'kms-key-other-region': message('The key and the log bucket are in different Regions.'),
  'kms-key-shared': message('Other trails use the same key.'),
  'delivery-failing': message('The last log file could not be delivered.'),
  'not-logging': message('The trail is not logging.'),
  'log-file-validation-off': message(
    'Log file validation is off: a changed or deleted log file would go unnoticed.',
  ),
  'bucket-key': message('The log bucket has an S3 Bucket Key, so CloudTrail also needs kms:Decrypt.'),
  'organization-trail': message(
    'The trail covers all accounts of the organization. Only the management account and a delegated administrator of CloudTrail can change it.',
  ),
};
