/**
 * What an error that AWS names means. One name can mean different things to different calls: KMS's
 * `UnsupportedOperationException` of PutKeyPolicy is about the key, of CreateKey about a parameter.
 */
export type Cause =
  // The trail
  | 'trail-not-found'
  | 'trail-of-other-account'
  | 'trail-arn-invalid'
  | 'trail-name-invalid'
  | 'not-the-home-region'
  | 'change-in-progress'
  | 'event-selectors-invalid'
  // Its organization
  | 'not-organization-administrator'
  | 'organization-permissions-missing'
  | 'organization-access-off'
  | 'organization-not-used'
  | 'organization-features-off'
  | 'organization-role-missing'
  | 'aggregator-not-found'
  // Its key
  | 'policy-keeps-cloudtrail-out'
  | 'key-not-found-or-elsewhere'
  | 'key-not-found'
  | 'new-key-not-known-yet'
  | 'key-not-usable'
  | 'key-state'
  | 'key-id-invalid'
  | 'policy-arn-invalid'
  | 'policy-malformed'
  | 'policy-locks-caller-out'
  | 'policy-too-large'
  | 'policy-not-editable'
  | 'rotation-not-supported'
  | 'key-quota'
  | 'key-store'
  | 'tags-invalid'
  | 'alias-exists'
  | 'alias-invalid'
  | 'alias-quota'
  | 'listing-interrupted'
  // What it delivers to
  | 'bucket-missing'
  | 'bucket-policy'
  | 'bucket-name-invalid'
  | 'bucket-prefix-invalid'
  | 'topic-policy'
  | 'topic-invalid'
  | 'topic-account-suspended'
  | 'log-group-invalid'
  | 'log-role-invalid'
  | 'logs-unavailable'
  // The role of the profile
  | 'session-policy-rejected'
  | 'identity-token-rejected'
  | 'identity-provider-silent'
  | 'sso-role-not-found'
  // Any call
  | 'quota'
  | 'not-permitted'
  | 'not-supported'
  | 'request-rejected'
  | 'service-fault'
  | 'throttled'
  | 'access-denied'
  | 'other';

/** An error by the name that AWS gave it, with the call that it answers. */
export interface NamedError {
  readonly name: string;
  readonly service?: string;
  readonly operation?: string;
  /** What AWS said. */
  readonly detail?: string;
}

/** From the lists of errors in the API References of CloudTrail, KMS, STS, S3 and Account Management. */
export function causeOfError(error: NamedError): Cause {
  const { name, operation = '' } = error;
  const ofCall = byCall.get(`${operation} ${name}`);
  if (ofCall) {
    return ofCall;
  }
  if (name === 'MalformedPolicyDocumentException') {
    return isLockout(error) ? 'policy-locks-caller-out' : 'policy-malformed';
  }
  if (name === 'CloudTrailARNInvalidException') {
    return isOfOtherAccount(error) ? 'trail-of-other-account' : 'trail-arn-invalid';
  }
  return byName.get(name) ?? causeByForm(name);
}

/** The names by which services say that they broke in the middle (HTTP 5xx): whether the call took place is not said. */
export const serviceFaults: readonly string[] = [
  'KMSInternalException',
  'DependencyTimeoutException',
  'InternalFailure',
  'InternalError',
  'InternalException',
  'InternalServerError',
  'InternalServerException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'Unavailable',
  'UnavailableException',
];

/** One of those names, or the status of an answer without a name. */
export function isServiceFault(name: string): boolean {
  return serviceFaults.includes(name) || /^HTTP 5\d\d$/.test(name);
}

/** KMS's own check of a new policy, under the name of a malformed one (KMS Developer Guide, "Default key policy"). */
function isLockout({ detail = '' }: NamedError): boolean {
  return /not allow you to update the key policy/i.test(detail);
}

/** Reported for organization trails requested from a member account: "AccountID in ARN is wrong, …". */
function isOfOtherAccount({ detail = '' }: NamedError): boolean {
  return /account ?id in arn/i.test(detail);
}

/** Names that every service uses, by their form (API References, "Common Errors"), and those of KMS's custom key stores. */
function causeByForm(name: string): Cause {
  if (isServiceFault(name)) {
    return 'service-fault';
  }
  if (/^(?:CloudHsm|CustomKeyStore|XksKey)/.test(name)) {
    return 'key-store';
  }
  if (/^Unknown(?:Operation|Action)|^InvalidAction$|^UnsupportedOperation/.test(name)) {
    return 'not-supported';
  }
  return /^(?:Validation|InvalidParameter|InvalidQueryParameter|InvalidRequest|Malformed(?:Query|Http|XML|Input)|Missing(?:Action|Parameter)|Serialization|RequestEntityTooLarge|RequestAborted)/.test(
    name,
  )
    ? 'request-rejected'
    : 'other';
}

/** Where the call decides. CreateAlias and EnableKeyRotation are about a key that was created a moment ago. */
const byCall: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['CreateAlias NotFoundException', 'new-key-not-known-yet'],
  ['EnableKeyRotation NotFoundException', 'new-key-not-known-yet'],
  ['CreateKey InvalidArnException', 'policy-arn-invalid'],
  ['PutKeyPolicy InvalidArnException', 'policy-arn-invalid'],
  ['CreateKey LimitExceededException', 'key-quota'],
  ['CreateAlias LimitExceededException', 'alias-quota'],
  ['PutKeyPolicy LimitExceededException', 'policy-too-large'],
  ['PutKeyPolicy UnsupportedOperationException', 'policy-not-editable'],
  ['EnableKeyRotation UnsupportedOperationException', 'rotation-not-supported'],
  ['GetKeyRotationStatus UnsupportedOperationException', 'rotation-not-supported'],
  ['AssumeRole MalformedPolicyDocumentException', 'session-policy-rejected'],
  ['AssumeRoleWithWebIdentity MalformedPolicyDocumentException', 'session-policy-rejected'],
  ['AssumeRoleWithWebIdentity ExpiredTokenException', 'identity-token-rejected'],
]);

const byName: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ['TrailNotFoundException', 'trail-not-found'],
  ['InvalidTrailNameException', 'trail-name-invalid'],
  ['InvalidHomeRegionException', 'not-the-home-region'],
  ['ConflictException', 'change-in-progress'],
  ['InvalidEventSelectorsException', 'event-selectors-invalid'],
  ['NotOrganizationMasterAccountException', 'not-organization-administrator'],
  ['InsufficientDependencyServiceAccessPermissionException', 'organization-permissions-missing'],
  ['CloudTrailAccessNotEnabledException', 'organization-access-off'],
  ['OrganizationsNotInUseException', 'organization-not-used'],
  ['AWSOrganizationsNotInUseException', 'organization-not-used'],
  ['OrganizationNotInAllFeaturesModeException', 'organization-features-off'],
  ['NoManagementAccountSLRExistsException', 'organization-role-missing'],
  ['NoSuchConfigurationAggregatorException', 'aggregator-not-found'],
  ['InvalidNextTokenException', 'listing-interrupted'],
  ['InvalidExpressionException', 'request-rejected'],
  ['InvalidLimitException', 'request-rejected'],
  ['InsufficientEncryptionPolicyException', 'policy-keeps-cloudtrail-out'],
  ['KmsKeyNotFoundException', 'key-not-found-or-elsewhere'],
  ['NotFoundException', 'key-not-found'],
  ['KmsException', 'key-not-usable'],
  ['KmsKeyDisabledException', 'key-not-usable'],
  ['DisabledException', 'key-state'],
  ['KMSInvalidStateException', 'key-state'],
  ['InvalidKmsKeyIdException', 'key-id-invalid'],
  ['InvalidArnException', 'key-id-invalid'],
  ['LimitExceededException', 'quota'],
  ['TagException', 'tags-invalid'],
  ['AlreadyExistsException', 'alias-exists'],
  ['InvalidAliasNameException', 'alias-invalid'],
  ['InvalidMarkerException', 'listing-interrupted'],
  ['S3BucketDoesNotExistException', 'bucket-missing'],
  ['NoSuchBucket', 'bucket-missing'],
  ['NotFound', 'bucket-missing'],
  ['InsufficientS3BucketPolicyException', 'bucket-policy'],
  ['InvalidS3BucketNameException', 'bucket-name-invalid'],
  ['InvalidS3PrefixException', 'bucket-prefix-invalid'],
  ['InsufficientSnsTopicPolicyException', 'topic-policy'],
  ['InvalidSnsTopicNameException', 'topic-invalid'],
  ['CloudTrailInvalidClientTokenIdException', 'topic-account-suspended'],
  ['InvalidCloudWatchLogsLogGroupArnException', 'log-group-invalid'],
  ['InvalidCloudWatchLogsRoleArnException', 'log-role-invalid'],
  ['CloudWatchLogsDeliveryUnavailableException', 'logs-unavailable'],
  ['PackedPolicyTooLargeException', 'session-policy-rejected'],
  ['InvalidIdentityTokenException', 'identity-token-rejected'],
  ['IDPRejectedClaimException', 'identity-token-rejected'],
  ['IDPCommunicationErrorException', 'identity-provider-silent'],
  ['ResourceNotFoundException', 'sso-role-not-found'],
  ['OperationNotPermittedException', 'not-permitted'],
  ['TrailNotProvidedException', 'request-rejected'],
  ['ThrottlingException', 'throttled'],
  ['AccessDeniedException', 'access-denied'],
]);
