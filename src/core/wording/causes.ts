import type { Cause } from '../account/cause.ts';
import { type Message, message, withFacts } from './message.ts';

/** What an error of AWS means, in a few words; they follow "could not be read:". */
export function causeInBrief(cause: Cause, name: string): Message {
  return cause === 'other' ? message('{0}', name) : words[cause].brief;
}

/**
 * What an error of AWS means and what to do about it, for every call: the same error has the same words while reading
 * and while changing. `name` is AWS's, `said` the text that came with it.
 */
export function causeInFull(cause: Cause, name: string, said = ''): Message {
  if (cause === 'other') {
    return said ? message('AWS answered {0}: {1}', name, said) : message('AWS answered {0}.', name);
  }
  const { full, quotes = false } = words[cause];
  const sentence = withFacts(full, name);
  return quotes && said ? message('{0} AWS said: {1}', sentence, said) : sentence;
}

type Worded = Exclude<Cause, 'other'>;

interface Words {
  readonly brief: Message;
  /** `{0}` is the name of the error. */
  readonly full: Message;
  /** AWS's own text says more than the name: which parameter, which statement, which limit. */
  readonly quotes?: boolean;
}

const words: Readonly<Record<Worded, Words>> = {
  'trail-not-found': {
    brief: message('trail not found'),
    full: message(
      'CloudTrail cannot find the trail ({0}). It was deleted, or another account owns it. Refresh.',
    ),
  },
  'trail-of-other-account': {
    brief: message('trail of another account'),
    full: message(
      'Another account owns the trail, and CloudTrail answers only that account about it ({0}). Use a profile of that account.',
    ),
  },
  'trail-arn-invalid': {
    brief: message('trail ARN rejected'),
    full: message(
      'CloudTrail rejected the ARN of the trail ({0}). The ARN is not valid, or another account owns the trail.',
    ),
    quotes: true,
  },
  'trail-name-invalid': {
    brief: message('trail name rejected'),
    full: message('CloudTrail rejected the name of the trail ({0}).'),
    quotes: true,
  },
  'not-the-home-region': {
    brief: message('not the home Region'),
    full: message('A trail can only be changed in its home Region ({0}). Refresh and try again.'),
  },
  'change-in-progress': {
    brief: message('another change in progress'),
    full: message('The trail is still being created or changed ({0}). Wait a few minutes and try again.'),
  },
  'event-selectors-invalid': {
    brief: message('event selectors not valid'),
    full: message(
      'CloudTrail rejected the event selectors of the trail ({0}). Correct them first, then try again.',
    ),
    quotes: true,
  },
  'not-organization-administrator': {
    brief: message('organization trail: not from this account'),
    full: message(
      'Only the management account of the organization or a delegated administrator of CloudTrail can change this organization trail ({0}). Use a profile of such an account.',
    ),
  },
  'organization-permissions-missing': {
    brief: message('Organizations permissions missing'),
    full: message(
      'This is an organization trail, and this user or role lacks permissions in AWS Organizations ({0}), such as organizations:DescribeOrganization and organizations:ListAWSServiceAccessForOrganization. Ask an administrator to allow them.',
    ),
    quotes: true,
  },
  'organization-access-off': {
    brief: message('no trusted access for CloudTrail'),
    full: message(
      'The organization has not enabled trusted access for CloudTrail ({0}). Ask its administrator to enable it.',
    ),
  },
  'organization-not-used': {
    brief: message('account not in an organization'),
    full: message(
      'This account is not a member of an organization ({0}). Use a profile of an account that is.',
    ),
  },
  'organization-features-off': {
    brief: message('all features not enabled in the organization'),
    full: message(
      'The organization does not have all features enabled, which an organization trail needs ({0}). Ask its administrator to enable them.',
    ),
  },
  'organization-role-missing': {
    brief: message('service-linked role missing'),
    full: message(
      'The management account of the organization has no service-linked role for CloudTrail ({0}). Ask its administrator to create AWSServiceRoleForCloudTrail.',
    ),
  },
  'aggregator-not-found': {
    brief: message('aggregator not found'),
    full: message(
      'AWS Config cannot find the aggregator ({0}). It was deleted, or it belongs to another account or Region.',
    ),
  },
  'policy-keeps-cloudtrail-out': {
    brief: message('policy does not allow CloudTrail'),
    full: message(
      'The key policy does not let CloudTrail use the key, or the bucket policy does not let it deliver ({0}). Check the key policy first, then the bucket policy.',
    ),
  },
  'key-not-found-or-elsewhere': {
    brief: message('key not found in the Region of the bucket'),
    full: message(
      'CloudTrail cannot find the KMS key in the Region of the log bucket ({0}). Use a key of that Region. If the trail has an SNS topic, the key of the topic can be the one that is missing.',
    ),
  },
  'key-not-found': {
    brief: message('key not found'),
    full: message(
      'KMS cannot find the key ({0}). It was deleted, it is in another Region or account, or it is so new that not every KMS endpoint knows it yet.',
    ),
  },
  'new-key-not-known-yet': {
    brief: message('new key not known yet'),
    full: message(
      'KMS cannot find the new key yet ({0}). It can take seconds, sometimes minutes, until a new key is known everywhere. Try again.',
    ),
  },
  'key-not-usable': {
    brief: message('key cannot be used'),
    full: message(
      'CloudTrail cannot use the key ({0}). It may be disabled, pending deletion or without key material, or its key store may be disconnected. Enable it, or use another key.',
    ),
    quotes: true,
  },
  'key-state': {
    brief: message('not allowed in the current key state'),
    full: message(
      'The current state of the key does not allow this ({0}). The key may be disabled, pending deletion or without key material, or its key store may be disconnected.',
    ),
    quotes: true,
  },
  'key-id-invalid': {
    brief: message('key ID rejected'),
    full: message("AWS rejected the key ID ({0}). Use the key's ARN."),
    quotes: true,
  },
  'policy-arn-invalid': {
    brief: message('ARN rejected'),
    full: message('KMS rejected an ARN in the request or in the key policy ({0}).'),
    quotes: true,
  },
  'policy-malformed': {
    brief: message('key policy rejected'),
    full: message(
      'KMS rejected the key policy ({0}). It may name an account, user or role that does not exist.',
    ),
    quotes: true,
  },
  'policy-locks-caller-out': {
    brief: message('key policy would lock the caller out'),
    full: message(
      'KMS rejected the key policy because it would not let this user or role change it again ({0}). If the policy leaves that to IAM, the IAM policies of this user or role lack kms:PutKeyPolicy. Ask an administrator to allow it.',
    ),
  },
  'policy-too-large': {
    brief: message('key policy too large'),
    full: message(
      'The key policy would be larger than KMS allows ({0}). Use another key, or shorten the policy first.',
    ),
    quotes: true,
  },
  'policy-not-editable': {
    brief: message('key policy cannot be changed'),
    full: message(
      'KMS does not allow changes to the policy of this key ({0}). Most likely AWS manages the key. Use a customer managed key.',
    ),
    quotes: true,
  },
  'rotation-not-supported': {
    brief: message('rotation not applicable'),
    full: message(
      'Automatic rotation does not apply to this key ({0}). KMS automatically rotates only symmetric encryption keys whose key material it created.',
    ),
    quotes: true,
  },
  'key-quota': {
    brief: message('KMS quota reached'),
    full: message('A KMS quota is reached ({0}). Use a key that exists, or ask AWS for a higher quota.'),
    quotes: true,
  },
  quota: { brief: message('quota reached'), full: message('An AWS quota is reached ({0}).'), quotes: true },
  'key-store': {
    brief: message('custom key store refused the key'),
    full: message('A custom key store refused the new key ({0}).'),
    quotes: true,
  },
  'tags-invalid': {
    brief: message('tags rejected'),
    full: message('KMS rejected the tags of the new key ({0}).'),
    quotes: true,
  },
  'alias-exists': {
    brief: message('alias taken'),
    full: message('Another key already has this alias ({0}). Use another alias.'),
  },
  'alias-invalid': {
    brief: message('alias rejected'),
    full: message('KMS rejected the alias ({0}). Use another alias.'),
    quotes: true,
  },
  'alias-quota': {
    brief: message('alias quota reached'),
    full: message(
      'The quota of KMS aliases is reached ({0}). Delete an alias that is not used, or continue without one.',
    ),
    quotes: true,
  },
  'listing-interrupted': {
    brief: message('list interrupted'),
    full: message('KMS could not continue its list ({0}). Read it again.'),
  },
  'bucket-missing': {
    brief: message('log bucket does not exist'),
    full: message('The log bucket does not exist ({0}). Create it or correct the trail first.'),
  },
  'bucket-policy': {
    brief: message('bucket policy does not allow CloudTrail'),
    full: message(
      'The policy of the log bucket does not let CloudTrail deliver ({0}). Correct the bucket policy first, then try again.',
    ),
  },
  'bucket-name-invalid': {
    brief: message('bucket name rejected'),
    full: message(
      "CloudTrail rejected the name of the trail's log bucket ({0}). Correct the trail first, then try again.",
    ),
    quotes: true,
  },
  'bucket-prefix-invalid': {
    brief: message('log file prefix rejected'),
    full: message(
      "CloudTrail rejected the trail's log file prefix ({0}). Correct the trail first, then try again.",
    ),
    quotes: true,
  },
  'topic-policy': {
    brief: message('SNS topic policy does not allow CloudTrail'),
    full: message(
      "The policy of the trail's SNS topic does not let CloudTrail publish ({0}). Correct the topic policy first, then try again.",
    ),
  },
  'topic-invalid': {
    brief: message('SNS topic rejected'),
    full: message(
      "CloudTrail rejected the trail's SNS topic ({0}). Correct the trail first, then try again.",
    ),
    quotes: true,
  },
  'topic-account-suspended': {
    brief: message('SNS topic of a suspended account'),
    full: message(
      "The trail's SNS topic may belong to a suspended account ({0}). Correct the trail first, then try again.",
    ),
    quotes: true,
  },
  'log-group-invalid': {
    brief: message('CloudWatch Logs group rejected'),
    full: message(
      "CloudTrail rejected the trail's CloudWatch Logs group ({0}). Correct the trail or the permissions of its role first, then try again.",
    ),
    quotes: true,
  },
  'log-role-invalid': {
    brief: message('CloudWatch Logs role rejected'),
    full: message(
      'CloudTrail rejected the role with which the trail writes to CloudWatch Logs ({0}). Correct the role first, then try again.',
    ),
    quotes: true,
  },
  'logs-unavailable': {
    brief: message('CloudWatch Logs delivery unavailable'),
    full: message(
      'CloudTrail cannot set up delivery to CloudWatch Logs in this Region ({0}). Try again later, or remove the log group from the trail.',
    ),
  },
  'session-policy-rejected': {
    brief: message('session policy rejected'),
    full: message('AWS STS rejected the session policy or the tags of the session ({0}).'),
    quotes: true,
  },
  'identity-token-rejected': {
    brief: message('web identity token rejected'),
    full: message(
      'The web identity token of this profile was rejected ({0}). Renew the file that web_identity_token_file names, then try again.',
    ),
    quotes: true,
  },
  'identity-provider-silent': {
    brief: message('identity provider did not answer'),
    full: message(
      'AWS STS could not reach the identity provider of the web identity token ({0}). Try again.',
    ),
  },
  'sso-role-not-found': {
    brief: message('account or role not found'),
    full: message(
      'IAM Identity Center has no such account or role ({0}). Check sso_account_id and sso_role_name in the configuration file.',
    ),
  },
  'not-permitted': {
    brief: message('operation not permitted'),
    full: message('AWS does not permit this operation ({0}).'),
    quotes: true,
  },
  'not-supported': {
    brief: message('operation not supported'),
    full: message(
      'AWS does not support this operation, or one of its parameters, for this resource or in this Region ({0}).',
    ),
    quotes: true,
  },
  'request-rejected': {
    brief: message('request rejected'),
    full: message('AWS rejected the request ({0}).'),
    quotes: true,
  },
  'service-fault': {
    brief: message('internal AWS error'),
    full: message('AWS reported an internal error ({0}). Try again in a moment.'),
  },
  throttled: {
    brief: message('too many requests'),
    full: message('AWS is throttling requests ({0}). Wait a moment and try again.'),
  },
  'access-denied': {
    brief: message('access denied'),
    full: message(
      'This user or role is not allowed to do this ({0}). Ask an administrator of the account to allow it.',
    ),
    quotes: true,
  },
};
