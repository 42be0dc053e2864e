import { refuse } from '../errors.ts';
import type { Call } from '../services/service.ts';
import type { Account, Organization, Trail } from '../world/model.ts';
import { isAllowed } from './authorization.ts';
import type { TrailReference } from './trailName.ts';
import { trailsOfAccount, trailsSeenFrom, unknownTrail } from './trailView.ts';

/**
 * The trail to be changed exists and the caller's account has to do with it. An ARN of an account outside the organization is
 * CloudTrailARNInvalidException; a name or ARN that finds nothing is TrailNotFoundException. CloudTrail API Reference, UpdateTrail.
 */
export function trailToChange(call: Call, reference: TrailReference): Trail {
  const { world, account, region } = call;
  if (reference.kind === 'name') {
    // From elsewhere a bare name still finds the account's own multi-Region trail, to be refused for its home Region.
    const own = trailsSeenFrom(world, account, region).find(
      ({ trail }) => trail.name === reference.name && trail.accountId === account.id,
    );
    return own?.trail ?? unknownTrail(account, region, reference);
  }
  const trail = trailsOfAccount(world, account).find(each => each.arn === reference.arn);
  if (trail) return trail;
  const related = world.organizationOf(account.id)?.managementAccountId;
  if (reference.parts.account !== account.id && reference.parts.account !== related) {
    refuse('CloudTrailARNInvalidException', `Account in trail ARN is invalid: ${reference.arn}`);
  }
  return unknownTrail(account, region, reference);
}

/** A trail is changed in its home Region only. CloudTrail API Reference, UpdateTrail: InvalidHomeRegionException. */
export function calledAtHome(call: Call, trail: Trail): void {
  if (trail.homeRegion !== call.region) {
    refuse(
      'InvalidHomeRegionException',
      `Trail ${trail.arn} can only be modified from its home region ${trail.homeRegion}.`,
    );
  }
}

/**
 * An organization trail is changed by the management account or a delegated administrator of CloudTrail, nobody else.
 * CloudTrail API Reference, UpdateTrail: NotOrganizationMasterAccountException.
 */
export function accountMayChange(call: Call, organizationTrail: boolean): void {
  if (!organizationTrail) return;
  const organization = call.world.organizationOf(call.account.id);
  if (!organization) {
    refuse('OrganizationsNotInUseException', 'Your account is not a member of an organization.');
  }
  if (!administers(organization, call.account)) {
    refuse(
      'NotOrganizationMasterAccountException',
      'Only the management account or a delegated administrator of the organization can change an organization trail.',
    );
  }
  organizationIsReady(organization);
  callerSeesOrganization(call);
}

/**
 * The organization has all features and trusts CloudTrail. CloudTrail User Guide, "Prepare for creating a trail for your
 * organization": OrganizationNotInAllFeaturesModeException, CloudTrailAccessNotEnabledException.
 */
function organizationIsReady(organization: Organization): void {
  if (!organization.allFeatures) {
    refuse(
      'OrganizationNotInAllFeaturesModeException',
      'The organization does not have all features enabled.',
    );
  }
  if (!organization.trustedAccess) {
    refuse(
      'CloudTrailAccessNotEnabledException',
      'Trusted access is not enabled for CloudTrail in the organization.',
    );
  }
}

/**
 * Whoever changes an organization trail may ask about the organization.
 * CloudTrail API Reference, UpdateTrail: InsufficientDependencyServiceAccessPermissionException.
 */
function callerSeesOrganization({ world, caller }: Call): void {
  const needed = ['organizations:DescribeOrganization', 'organizations:ListAWSServiceAccessForOrganization'];
  const lacking = needed.find(action => !isAllowed(world, caller, action));
  if (lacking !== undefined) {
    refuse(
      'InsufficientDependencyServiceAccessPermissionException',
      `The caller lacks permission for a call that an organization trail depends on: ${lacking}.`,
    );
  }
}

/** Global service events belong to every multi-Region trail. UpdateTrail: InvalidParameterCombinationException. */
export function globalEventsFit(multiRegion: boolean, globalServiceEvents: boolean): void {
  if (multiRegion && !globalServiceEvents) {
    refuse('InvalidParameterCombinationException', 'Multi-Region trail must include global service events.');
  }
}

/**
 * Log group and role come together, each a well-formed ARN. UpdateTrail: InvalidCloudWatchLogsLogGroupArnException,
 * InvalidCloudWatchLogsRoleArnException.
 */
export function logGroupFits(groupArn: string | undefined, roleArn: string | undefined): void {
  if (
    groupArn !== undefined &&
    !/^arn:[a-z-]+:logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+(:\*)?$/.test(groupArn)
  ) {
    refuse('InvalidCloudWatchLogsLogGroupArnException', `Invalid log group ARN: ${groupArn}`);
  }
  if (roleArn !== undefined && !/^arn:[a-z-]+:iam::\d{12}:role\/.+$/.test(roleArn)) {
    refuse('InvalidCloudWatchLogsRoleArnException', `Invalid role ARN: ${roleArn}`);
  }
  if ((groupArn === undefined) !== (roleArn === undefined)) {
    refuse(
      'InvalidParameterCombinationException',
      'CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn must be set together.',
    );
  }
}

/** A topic is named by name or ARN, at most 256 characters. UpdateTrail: InvalidSnsTopicNameException. */
export function topicIsNamed(topic: string): void {
  const bare = /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:(.+)$/.exec(topic)?.[1] ?? topic;
  if (topic.length > 256 || !/^[A-Za-z0-9_-]+(\.fifo)?$/.test(bare)) {
    refuse('InvalidSnsTopicNameException', `SNS topic name is invalid: ${topic}`);
  }
}

function administers(organization: Organization, account: Account): boolean {
  return (
    organization.managementAccountId === account.id ||
    organization.delegatedAdministrators.includes(account.id)
  );
}
