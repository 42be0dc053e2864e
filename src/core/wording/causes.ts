import type { Cause } from '../account/cause.ts';
import { type Message, message } from './message.ts';

/** What an error of AWS means, in a few words; they follow "could not be read:". */
export function causeInBrief(cause: Cause, name: string): Message {
  return cause === 'other' ? message('{0}', name) : message(words[cause].brief);
}

/**
 * What an error of AWS means and what to do about it, whatever was asked: the same error has the same words while
 * reading and while changing. `name` is AWS's, `said` the text that came with it.
 */
export function causeInFull(cause: Cause, name: string, said = ''): Message {
  if (cause === 'other') {
    return said ? message('AWS answered {0}: {1}', name, said) : message('AWS answered {0}.', name);
  }
  const { full, quotes = false } = words[cause];
  const sentence = message(full, name);
  return quotes && said ? message('{0} AWS said: {1}', sentence, said) : sentence;
}

type Worded = Exclude<Cause, 'other'>;

interface Words {
  readonly brief: string;
  /** `{0}` is the name of the error. */
  readonly full: string;
  /** AWS's own text says more than the name: which parameter, which statement, which limit. */
  readonly quotes?: boolean;
}

const words: Readonly<Record<Worded, Words>> = {
  'trail-not-found': {
    brief: 'trail not found',
    full: 'CloudTrail cannot find the trail ({0}). It was deleted, or another account owns it. Refresh.',
  },
  'trail-of-other-account': {
    brief: 'trail of another account',
    full: 'Another account owns the trail, and CloudTrail answers only that account about it ({0}). Use a profile of that account.',
  },
  'trail-arn-invalid': {
    brief: 'trail ARN rejected',
    full: 'CloudTrail rejected the ARN of the trail ({0}). The ARN is not valid, or another account owns the trail.',
    quotes: true,
  },
  'trail-name-invalid': {
    brief: 'trail name rejected',
    full: 'CloudTrail rejected the name of the trail ({0}).',
    quotes: true,
  },
  'not-the-home-region': {
    brief: 'not the home Region',
    full: 'A trail can only be changed in its home Region ({0}). Refresh and try again.',
  },
  'change-in-progress': {
    brief: 'another change in progress',
    full: 'The trail is still being created or changed ({0}). Wait a few minutes and try again.',
  },
  'event-selectors-invalid': {
    brief: 'event selectors not valid',
    full: 'CloudTrail rejected the event selectors of the trail ({0}). Correct them first, then try again.',
    quotes: true,
  },
  'not-organization-administrator': {
    brief: 'organization trail: not from this account',
    full: 'Only the management account of the organization or a delegated administrator of CloudTrail can change this organization trail ({0}). Use a profile of such an account.',
  },
  'organization-permissions-missing': {
    brief: 'Organizations permissions missing',
    full: 'This is an organization trail, and this user or role lacks permissions in AWS Organizations ({0}), such as organizations:DescribeOrganization and organizations:ListAWSServiceAccessForOrganization. Ask an administrator to allow them.',
    quotes: true,
  },
  'organization-access-off': {
    brief: 'no trusted access for CloudTrail',
    full: 'The organization has not enabled trusted access for CloudTrail ({0}). Ask its administrator to enable it.',
  },
  'organization-not-used': {
    brief: 'account is in no organization',
    full: 'This account is not a member of an organization ({0}). Use a profile of an account that is.',
  },
  'organization-features-off': {
    brief: 'organization without all features',
    full: 'The organization does not have all features enabled, which an organization trail needs ({0}). Ask its administrator to enable them.',
  },
  'organization-role-missing': {
    brief: 'service-linked role missing',
    full: 'The management account of the organization has no service-linked role for CloudTrail ({0}). Ask its administrator to create AWSServiceRoleForCloudTrail.',
  },
  'aggregator-not-found': {
    brief: 'aggregator not found',
    full: 'AWS Config cannot find the aggregator ({0}). It was deleted, or it belongs to another account or Region.',
  },
  'policy-keeps-cloudtrail-out': {
    brief: 'policy does not admit CloudTrail',
    full: 'The key policy does not let CloudTrail use the key, or the bucket policy does not let it deliver ({0}). Check the key policy first, then the bucket policy.',
  },
  'key-not-found-or-elsewhere': {
    brief: 'key not found in the Region of the bucket',
    full: 'CloudTrail cannot find the KMS key in the Region of the log bucket ({0}). Use a key of that Region. If the trail has an SNS topic, the key of the topic can be the one that is missing.',
  },
  'key-not-found': {
    brief: 'key not found',
    full: 'KMS cannot find the key ({0}). It was deleted, it is in another Region or account, or it is so new that KMS does not know it everywhere yet.',
  },
  'new-key-not-known-yet': {
    brief: 'new key not known yet',
    full: 'KMS cannot find the new key yet ({0}). A new key is known everywhere after some seconds, sometimes minutes. Try again.',
  },
  'key-not-usable': {
    brief: 'key cannot be used',
    full: 'CloudTrail cannot use the key ({0}). It may be disabled, pending deletion or without key material, or its key store may be disconnected. Enable it, or use another key.',
    quotes: true,
  },
  'key-state': {
    brief: 'state of the key forbids it',
    full: 'The present state of the key does not allow this ({0}). The key may be disabled, pending deletion or without key material, or its key store may be disconnected.',
    quotes: true,
  },
  'key-id-invalid': {
    brief: 'key ID rejected',
    full: "AWS rejected the key ID ({0}). Use the key's ARN.",
    quotes: true,
  },
  'policy-arn-invalid': {
    brief: 'ARN rejected',
    full: 'KMS rejected an ARN in the request or in the key policy ({0}).',
    quotes: true,
  },
  'policy-malformed': {
    brief: 'key policy rejected',
    full: 'KMS rejected the key policy ({0}). An account, user or role that it names may not exist, or no longer.',
    quotes: true,
  },
  'policy-locks-caller-out': {
    brief: 'key policy would lock the caller out',
    full: 'KMS rejected the key policy because it would not let this user or role change it again ({0}). Where the policy leaves that to IAM, kms:PutKeyPolicy is missing in the IAM policy of this user or role. Ask an administrator to allow it.',
  },
  'policy-too-large': {
    brief: 'key policy too large',
    full: 'The key policy would be larger than KMS allows ({0}). Use another key, or shorten the policy first.',
    quotes: true,
  },
  'policy-not-editable': {
    brief: 'key policy cannot be changed',
    full: 'KMS does not allow changes to the policy of this key ({0}). Most likely AWS manages the key. Use a customer managed key.',
    quotes: true,
  },
  'rotation-not-supported': {
    brief: 'rotation not applicable',
    full: 'Automatic rotation does not apply to this key ({0}). KMS automatically rotates only symmetric encryption keys whose key material it created.',
    quotes: true,
  },
  'key-quota': {
    brief: 'KMS quota reached',
    full: 'A KMS quota is reached ({0}). Use a key that exists, or ask AWS for a higher quota.',
    quotes: true,
  },
  quota: { brief: 'quota reached', full: 'A quota of AWS is reached ({0}).', quotes: true },
  'key-store': {
    brief: 'custom key store refused',
    full: 'A custom key store refused the new key ({0}).',
    quotes: true,
  },
  'tags-invalid': {
    brief: 'tags rejected',
    full: 'KMS rejected the tags of the new key ({0}).',
    quotes: true,
  },
  'alias-exists': {
    brief: 'alias taken',
    full: 'Another key already has this alias ({0}). Use another alias.',
  },
  'alias-invalid': {
    brief: 'alias rejected',
    full: 'KMS rejected the alias ({0}). Use another alias.',
    quotes: true,
  },
  'alias-quota': {
    brief: 'alias quota reached',
    full: 'The quota of KMS aliases is reached ({0}). Delete an alias that is not used, or go on without one.',
    quotes: true,
  },
  'listing-interrupted': {
    brief: 'list interrupted',
    full: 'KMS could not continue its list ({0}). Read it again.',
  },
  'bucket-missing': {
    brief: 'log bucket does not exist',
    full: 'The log bucket does not exist ({0}). Create it or correct the trail first.',
  },
  'bucket-policy': {
    brief: 'bucket policy does not admit CloudTrail',
    full: 'The policy of the log bucket does not let CloudTrail deliver ({0}). Correct the bucket policy first, then try again.',
  },
  'bucket-name-invalid': {
    brief: 'bucket name rejected',
    full: "CloudTrail rejected the name of the trail's log bucket ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'bucket-prefix-invalid': {
    brief: 'log file prefix rejected',
    full: "CloudTrail rejected the trail's log file prefix ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'topic-policy': {
    brief: 'SNS topic policy does not admit CloudTrail',
    full: "The policy of the trail's SNS topic does not let CloudTrail publish ({0}). Correct the topic policy first, then try again.",
  },
  'topic-invalid': {
    brief: 'SNS topic rejected',
    full: "CloudTrail rejected the trail's SNS topic ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'topic-account-suspended': {
    brief: 'SNS topic of a suspended account',
    full: "The trail's SNS topic may belong to a suspended account ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'log-group-invalid': {
    brief: 'CloudWatch Logs group rejected',
    full: "CloudTrail rejected the trail's CloudWatch Logs group ({0}). Correct the trail or the permissions of its role first, then try again.",
    quotes: true,
  },
  'log-role-invalid': {
    brief: 'CloudWatch Logs role rejected',
    full: 'CloudTrail rejected the role with which the trail writes to CloudWatch Logs ({0}). Correct the role first, then try again.',
    quotes: true,
  },
  'logs-unavailable': {
    brief: 'CloudWatch Logs delivery unavailable',
    full: 'CloudTrail cannot set up delivery to CloudWatch Logs in this Region ({0}). Try again later, or remove the log group from the trail.',
  },
  'session-policy-rejected': {
    brief: 'session policy rejected',
    full: 'AWS STS rejected the session policy or the tags of the session ({0}).',
    quotes: true,
  },
  'identity-token-rejected': {
    brief: 'web identity token rejected',
    full: 'The web identity token of this profile was rejected ({0}). Renew the file that web_identity_token_file names, then try again.',
    quotes: true,
  },
  'identity-provider-silent': {
    brief: 'identity provider did not answer',
    full: 'AWS STS could not reach the identity provider of the web identity token ({0}). Try again.',
  },
  'sso-role-not-found': {
    brief: 'account or role not found',
    full: 'IAM Identity Center has no such account or role ({0}). Check sso_account_id and sso_role_name in the configuration file.',
  },
  'not-permitted': {
    brief: 'operation not permitted',
    full: 'AWS does not permit this operation ({0}).',
    quotes: true,
  },
  'not-supported': {
    brief: 'operation not supported',
    full: 'AWS does not support this operation, or one of its parameters, for this resource or in this Region ({0}).',
    quotes: true,
  },
  'request-rejected': { brief: 'request rejected', full: 'AWS rejected the request ({0}).', quotes: true },
  'service-fault': {
    brief: 'internal error of AWS',
    full: 'AWS reported an internal error ({0}). Try again in a moment.',
  },
  throttled: {
    brief: 'too many requests',
    full: 'AWS is throttling requests ({0}). Wait a moment and try again.',
  },
  'access-denied': {
    brief: 'access denied',
    full: 'This user or role is not allowed to do this ({0}). Ask an administrator of the account to allow it.',
    quotes: true,
  },
};
