import type { Cause } from '../account/cause.ts';
import { type Message, message } from './message.ts';

/** What an error of AWS means, in a few words; they follow "could not be read:". */
export function causeInBrief(cause: Cause, name: string): Message {
  return cause === 'other' ? message('{0}', name) : briefs[cause];
}

/**
 * What an error of AWS means and what to do about it, whatever was asked: the same error has the same words while
 * reading and while changing. `name` is AWS's, `said` the text that came with it.
 */
export function causeInFull(cause: Cause, name: string, said = ''): Message {
  if (cause === 'other') {
    return said ? message('AWS answered {0}: {1}', name, said) : message('AWS answered {0}.', name);
  }
  const { text, quotes = false } = sentences[cause];
  const sentence = message(text, name);
  return quotes && said ? message('{0} AWS said: {1}', sentence, said) : sentence;
}

type Worded = Exclude<Cause, 'other'>;

const briefs: Readonly<Record<Worded, Message>> = {
  'trail-not-found': message('trail not found'),
  'trail-of-other-account': message('trail of another account'),
  'trail-arn-invalid': message('trail ARN rejected'),
  'trail-name-invalid': message('trail name rejected'),
  'not-the-home-region': message('not the home Region'),
  'change-in-progress': message('another change in progress'),
  'event-selectors-invalid': message('event selectors not valid'),
  'not-organization-administrator': message('organization trail: not from this account'),
  'organization-permissions-missing': message('Organizations permissions missing'),
  'organization-access-off': message('no trusted access for CloudTrail'),
  'organization-not-used': message('account is in no organization'),
  'organization-features-off': message('organization without all features'),
  'organization-role-missing': message('service-linked role missing'),
  'policy-keeps-cloudtrail-out': message('policy does not admit CloudTrail'),
  'key-not-found-or-elsewhere': message('key not found in the Region of the bucket'),
  'key-not-found': message('key not found'),
  'new-key-not-known-yet': message('new key not known yet'),
  'key-not-usable': message('key cannot be used'),
  'key-state': message('state of the key forbids it'),
  'key-id-invalid': message('key ID rejected'),
  'policy-arn-invalid': message('ARN rejected'),
  'policy-malformed': message('key policy rejected'),
  'policy-locks-caller-out': message('key policy would lock the caller out'),
  'policy-too-large': message('key policy too large'),
  'policy-not-editable': message('key policy cannot be changed'),
  'rotation-not-supported': message('rotation not applicable'),
  'key-quota': message('KMS quota reached'),
  'key-store': message('custom key store refused'),
  'tags-invalid': message('tags rejected'),
  'alias-exists': message('alias taken'),
  'alias-invalid': message('alias rejected'),
  'alias-quota': message('alias quota reached'),
  'listing-interrupted': message('list interrupted'),
  'bucket-missing': message('log bucket does not exist'),
  'bucket-policy': message('bucket policy does not admit CloudTrail'),
  'bucket-name-invalid': message('bucket name rejected'),
  'bucket-prefix-invalid': message('log file prefix rejected'),
  'topic-policy': message('SNS topic policy does not admit CloudTrail'),
  'topic-invalid': message('SNS topic rejected'),
  'topic-account-suspended': message('SNS topic of a suspended account'),
  'log-group-invalid': message('CloudWatch Logs group rejected'),
  'log-role-invalid': message('CloudWatch Logs role rejected'),
  'logs-unavailable': message('CloudWatch Logs delivery unavailable'),
  'session-policy-rejected': message('session policy rejected'),
  'identity-token-rejected': message('web identity token rejected'),
  'identity-provider-silent': message('identity provider did not answer'),
  'sso-role-not-found': message('account or role not found'),
  'not-permitted': message('operation not permitted'),
  'not-supported': message('operation not supported'),
  'request-rejected': message('request rejected'),
  'service-fault': message('internal error of AWS'),
  throttled: message('too many requests'),
  'access-denied': message('access denied'),
};

interface Sentence {
  /** `{0}` is the name of the error. */
  readonly text: string;
  /** AWS's own text says more than the name: which parameter, which statement, which limit. */
  readonly quotes?: boolean;
}

const sentences: Readonly<Record<Worded, Sentence>> = {
  'trail-not-found': {
    text: 'CloudTrail cannot find the trail ({0}). It was deleted, or another account owns it. Refresh.',
  },
  'trail-of-other-account': {
    text: 'Another account owns the trail, and CloudTrail answers only that account about it ({0}). Use a profile of that account.',
  },
  'trail-arn-invalid': {
    text: 'CloudTrail rejected the ARN of the trail ({0}). The ARN is not valid, or another account owns the trail.',
    quotes: true,
  },
  'trail-name-invalid': { text: 'CloudTrail rejected the name of the trail ({0}).', quotes: true },
  'not-the-home-region': {
    text: 'A trail can only be changed in its home Region ({0}). Refresh and try again.',
  },
  'change-in-progress': {
    text: 'The trail is still being created or changed ({0}). Wait a few minutes and try again.',
  },
  'event-selectors-invalid': {
    text: 'CloudTrail rejected the event selectors of the trail ({0}). Correct them first, then try again.',
    quotes: true,
  },
  'not-organization-administrator': {
    text: 'Only the management account of the organization or a delegated administrator of CloudTrail can change this organization trail ({0}). Use a profile of such an account.',
  },
  'organization-permissions-missing': {
    text: 'This is an organization trail, and this user or role lacks permissions in AWS Organizations ({0}), such as organizations:DescribeOrganization and organizations:ListAWSServiceAccessForOrganization. Ask an administrator to allow them.',
    quotes: true,
  },
  'organization-access-off': {
    text: 'The organization has not enabled trusted access for CloudTrail ({0}). Ask its administrator to enable it.',
  },
  'organization-not-used': {
    text: 'This account is not a member of an organization ({0}). Use a profile of an account that is.',
  },
  'organization-features-off': {
    text: 'The organization does not have all features enabled, which an organization trail needs ({0}). Ask its administrator to enable them.',
  },
  'organization-role-missing': {
    text: 'The management account of the organization has no service-linked role for CloudTrail ({0}). Ask its administrator to create AWSServiceRoleForCloudTrail.',
  },
  'policy-keeps-cloudtrail-out': {
    text: 'The key policy does not let CloudTrail use the key, or the bucket policy does not let it deliver ({0}). Check the key policy first, then the bucket policy.',
  },
  'key-not-found-or-elsewhere': {
    text: 'CloudTrail cannot find the KMS key in the Region of the log bucket ({0}). Use a key of that Region. If the trail has an SNS topic, the key of the topic can be the one that is missing.',
  },
  'key-not-found': {
    text: 'KMS cannot find the key ({0}). It was deleted, it is in another Region or account, or it is so new that KMS does not know it everywhere yet.',
  },
  'new-key-not-known-yet': {
    text: 'KMS cannot find the new key yet ({0}). A new key is known everywhere after some seconds, sometimes minutes. Try again.',
  },
  'key-not-usable': {
    text: 'CloudTrail cannot use the key ({0}). It may be disabled, pending deletion or without key material, or its key store may be disconnected. Enable it, or use another key.',
    quotes: true,
  },
  'key-state': {
    text: 'The present state of the key does not allow this ({0}). The key may be disabled, pending deletion or without key material, or its key store may be disconnected.',
    quotes: true,
  },
  'key-id-invalid': { text: "AWS rejected the key ID ({0}). Use the key's ARN.", quotes: true },
  'policy-arn-invalid': {
    text: 'KMS rejected an ARN in the request or in the key policy ({0}).',
    quotes: true,
  },
  'policy-malformed': {
    text: 'KMS rejected the key policy ({0}). A user or role that it names may have been deleted.',
    quotes: true,
  },
  'policy-locks-caller-out': {
    text: 'KMS rejected the key policy because it would not let this user or role change it again ({0}). Where the policy leaves that to IAM, kms:PutKeyPolicy is missing in the IAM policy of this user or role. Ask an administrator to allow it.',
  },
  'policy-too-large': {
    text: 'The key policy would be larger than KMS allows ({0}). Use another key, or shorten the policy first.',
    quotes: true,
  },
  'policy-not-editable': {
    text: 'KMS does not allow changes to the policy of this key ({0}). Most likely AWS manages the key. Use a customer managed key.',
    quotes: true,
  },
  'rotation-not-supported': {
    text: 'Automatic rotation does not apply to this key ({0}). KMS automatically rotates only symmetric encryption keys whose key material it created.',
    quotes: true,
  },
  'key-quota': {
    text: 'A KMS quota is reached ({0}). Use a key that exists, or ask AWS for a higher quota.',
    quotes: true,
  },
  'key-store': { text: 'A custom key store refused the new key ({0}).', quotes: true },
  'tags-invalid': { text: 'KMS rejected the tags of the new key ({0}).', quotes: true },
  'alias-exists': { text: 'Another key already has this alias ({0}). Use another alias.' },
  'alias-invalid': { text: 'KMS rejected the alias ({0}). Use another alias.', quotes: true },
  'alias-quota': {
    text: 'The quota of KMS aliases is reached ({0}). Delete an alias that is not used, or go on without one.',
    quotes: true,
  },
  'listing-interrupted': { text: 'KMS could not continue its list ({0}). Read it again.' },
  'bucket-missing': { text: 'The log bucket does not exist ({0}). Create it or correct the trail first.' },
  'bucket-policy': {
    text: 'The policy of the log bucket does not let CloudTrail deliver ({0}). Correct the bucket policy first, then try again.',
  },
  'bucket-name-invalid': {
    text: "CloudTrail rejected the name of the trail's log bucket ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'bucket-prefix-invalid': {
    text: "CloudTrail rejected the trail's log file prefix ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'topic-policy': {
    text: "The policy of the trail's SNS topic does not let CloudTrail publish ({0}). Correct the topic policy first, then try again.",
  },
  'topic-invalid': {
    text: "CloudTrail rejected the trail's SNS topic ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'topic-account-suspended': {
    text: "The trail's SNS topic may belong to a suspended account ({0}). Correct the trail first, then try again.",
    quotes: true,
  },
  'log-group-invalid': {
    text: "CloudTrail rejected the trail's CloudWatch Logs group ({0}). Correct the trail or the permissions of its role first, then try again.",
    quotes: true,
  },
  'log-role-invalid': {
    text: 'CloudTrail rejected the role with which the trail writes to CloudWatch Logs ({0}). Correct the role first, then try again.',
    quotes: true,
  },
  'logs-unavailable': {
    text: 'CloudTrail cannot set up delivery to CloudWatch Logs in this Region ({0}). Try again later, or remove the log group from the trail.',
  },
  'session-policy-rejected': {
    text: 'AWS STS rejected the session policy or the tags of the session ({0}).',
    quotes: true,
  },
  'identity-token-rejected': {
    text: 'The web identity token of this profile was rejected ({0}). Renew the file that web_identity_token_file names, then try again.',
    quotes: true,
  },
  'identity-provider-silent': {
    text: 'AWS STS could not reach the identity provider of the web identity token ({0}). Try again.',
  },
  'sso-role-not-found': {
    text: 'IAM Identity Center has no such account or role ({0}). Check sso_account_id and sso_role_name in the configuration file.',
  },
  'not-permitted': { text: 'AWS does not permit this operation ({0}).', quotes: true },
  'not-supported': {
    text: 'AWS does not support this operation, or one of its parameters, for this resource or in this Region ({0}).',
    quotes: true,
  },
  'request-rejected': { text: 'AWS rejected the request ({0}).', quotes: true },
  'service-fault': { text: 'AWS reported an internal error ({0}). Try again in a moment.' },
  throttled: { text: 'AWS is throttling requests ({0}). Wait a moment and try again.' },
  'access-denied': {
    text: 'This user or role is not allowed to do this ({0}). Ask an administrator of the account to allow it.',
    quotes: true,
  },
};
