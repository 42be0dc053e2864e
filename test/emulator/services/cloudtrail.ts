import { callerMay } from '../rules/authorization.ts';
import { pageOf } from '../rules/paging.ts';
import { updatesAreSlow } from '../rules/quota.ts';
import {
  bucketAdmitsCloudTrail,
  bucketExists,
  bucketIsNamed,
  bucketTakesEncryption,
  prefixIsShort,
} from '../rules/trailBucket.ts';
import {
  accountMayChange,
  calledAtHome,
  globalEventsFit,
  logGroupFits,
  topicIsNamed,
  trailToChange,
} from '../rules/trailChange.ts';
import { keyForTrail } from '../rules/trailKey.ts';
import { type TrailReference, trailIsNamed } from '../rules/trailName.ts';
import { trailIsSeen, trailsOfAccount, trailsSeenFrom } from '../rules/trailView.ts';
import { jsonProtocol } from '../wire/json.ts';
import { boolean, list, optional, string } from '../wire/members.ts';
import type { Trail } from '../world/model.ts';
import { isOn } from '../world/regions.ts';
import { type Call, operation, type Service, seconds } from './service.ts';

export const cloudtrail: Service = {
  name: 'cloudtrail',
  protocol: jsonProtocol('CloudTrail_20131101'),
  operations: {
    DescribeTrails: operation(
      { trailNameList: optional(list(string())), includeShadowTrails: optional(boolean()) },
      (call, { trailNameList = [], includeShadowTrails = true }) => {
        callerMay(call, 'cloudtrail:DescribeTrails');
        const references = trailNameList.map(trailIsNamed);
        const seen = trailsSeenFrom(call.world, call.account, call.region).filter(({ trail, shadow }) => {
          if (shadow && !includeShadowTrails) return false;
          return references.length === 0 || references.some(each => isNamedBy(each, trail, shadow));
        });
        return { trailList: seen.map(({ trail }) => writeTrail(trail)) };
      },
    ),

    ListTrails: operation({ NextToken: optional(string()) }, (call, { NextToken }) => {
      callerMay(call, 'cloudtrail:ListTrails');
      // A list of the account: trails at home in any enabled Region, whichever Region is asked.
      const trails = trailsOfAccount(call.world, call.account).filter(trail =>
        isOn(call.account.regions.get(trail.homeRegion)),
      );
      const page = pageOf(call, trails, {
        token: NextToken,
        size: 100,
        invalid: ['InvalidNextTokenException', 'The NextToken is invalid.'],
      });
      return {
        Trails: page.items.map(({ arn, name, homeRegion }) => ({
          TrailARN: arn,
          Name: name,
          HomeRegion: homeRegion,
        })),
        NextToken: page.next,
      };
    }),

    GetTrail: operation({ Name: optional(string()) }, (call, { Name }) => ({
      Trail: writeTrail(readable(call, 'cloudtrail:GetTrail', Name)),
    })),

    GetTrailStatus: operation({ Name: optional(string()) }, (call, { Name }) =>
      writeStatus(readable(call, 'cloudtrail:GetTrailStatus', Name)),
    ),

    StartLogging: operation({ Name: optional(string()) }, (call, { Name }) => {
      switchLogging(call, 'cloudtrail:StartLogging', Name, true);
      return {};
    }),

    StopLogging: operation({ Name: optional(string()) }, (call, { Name }) => {
      switchLogging(call, 'cloudtrail:StopLogging', Name, false);
      return {};
    }),

    UpdateTrail: operation(
      {
        Name: optional(string()),
        S3BucketName: optional(string()),
        S3KeyPrefix: optional(string()),
        SnsTopicName: optional(string()),
        IncludeGlobalServiceEvents: optional(boolean()),
        IsMultiRegionTrail: optional(boolean()),
        EnableLogFileValidation: optional(boolean()),
        CloudWatchLogsLogGroupArn: optional(string()),
        CloudWatchLogsRoleArn: optional(string()),
        KmsKeyId: optional(string()),
        IsOrganizationTrail: optional(boolean()),
      },
      (call, input) => updateTrail(call, input),
    ),
  },
};

interface UpdateTrailInput {
  readonly Name: string | undefined;
  readonly S3BucketName: string | undefined;
  readonly S3KeyPrefix: string | undefined;
  readonly SnsTopicName: string | undefined;
  readonly IncludeGlobalServiceEvents: boolean | undefined;
  readonly IsMultiRegionTrail: boolean | undefined;
  readonly EnableLogFileValidation: boolean | undefined;
  readonly CloudWatchLogsLogGroupArn: string | undefined;
  readonly CloudWatchLogsRoleArn: string | undefined;
  readonly KmsKeyId: string | undefined;
  readonly IsOrganizationTrail: boolean | undefined;
}

/** Members not sent stay as they are; `""` clears. Nothing changes unless everything is in order. */
function updateTrail(call: Call, input: UpdateTrailInput) {
  updatesAreSlow(call);
  const reference = trailIsNamed(input.Name);
  callerMay(call, 'cloudtrail:UpdateTrail', resourceOf(call, reference));
  const trail = trailToChange(call, reference);
  calledAtHome(call, trail);
  accountMayChange(call, trail.organization || input.IsOrganizationTrail === true);

  const next: Trail = {
    ...trail,
    bucket: input.S3BucketName ?? trail.bucket,
    prefix: cleared(input.S3KeyPrefix, trail.prefix),
    topicArn: cleared(
      input.SnsTopicName && topicArn(trail, input.SnsTopicName),
      trail.topicArn,
      input.SnsTopicName,
    ),
    logGroupArn: cleared(input.CloudWatchLogsLogGroupArn, trail.logGroupArn),
    logRoleArn: cleared(input.CloudWatchLogsRoleArn, trail.logRoleArn),
    multiRegion: input.IsMultiRegionTrail ?? trail.multiRegion,
    organization: input.IsOrganizationTrail ?? trail.organization,
    globalServiceEvents: input.IncludeGlobalServiceEvents ?? trail.globalServiceEvents,
    logFileValidation: input.EnableLogFileValidation ?? trail.logFileValidation,
  };
  globalEventsFit(next.multiRegion, next.globalServiceEvents);
  logGroupFits(next.logGroupArn, next.logRoleArn);
  bucketIsNamed(next.bucket);
  if (next.prefix !== undefined) prefixIsShort(next.prefix);
  const bucket = bucketExists(call.world, next.bucket, call.account.partition);
  bucketAdmitsCloudTrail(bucket);
  const keyId = cleared(input.KmsKeyId, trail.kmsKeyId);
  next.kmsKeyId = keyId === undefined ? undefined : keyForTrail(call, next, bucket, keyId).arn;

  if (call.world.settings.updateTriesBucketPolicy) bucketTakesEncryption(bucket, next);

  Object.assign(trail, next);
  const {
    HomeRegion: _home,
    HasCustomEventSelectors: _events,
    HasInsightSelectors: _insights,
    ...answer
  } = writeTrail(trail);
  return answer;
}

/** CloudTrail API Reference, StartLogging and StopLogging: from the home Region alone. What is so already is accepted. */
function switchLogging(call: Call, action: string, name: string | undefined, on: boolean): void {
  const reference = trailIsNamed(name);
  callerMay(call, action, resourceOf(call, reference));
  const trail = trailToChange(call, reference);
  calledAtHome(call, trail);
  accountMayChange(call, trail.organization);
  if (trail.status.logging === on) return;
  trail.status.logging = on;
  const now = call.world.clock.now();
  if (on) trail.status.startedAt = now;
  else trail.status.stoppedAt = now;
}

function cleared(given: string | undefined, before: string | undefined, sent = given): string | undefined {
  if (sent === undefined) return before;
  return given === '' ? undefined : given;
}

function topicArn(trail: Trail, topic: string): string {
  topicIsNamed(topic);
  const [, partition] = trail.arn.split(':');
  return topic.startsWith('arn:')
    ? topic
    : `arn:${partition}:sns:${trail.homeRegion}:${trail.accountId}:${topic}`;
}

function readable(call: Call, action: string, name: string | undefined): Trail {
  const reference = trailIsNamed(name);
  callerMay(call, action, resourceOf(call, reference));
  return trailIsSeen(call.world, call.account, call.region, reference).trail;
}

function resourceOf({ account, region }: Call, reference: TrailReference): string {
  return reference.kind === 'arn'
    ? reference.arn
    : `arn:${account.partition}:cloudtrail:${region}:${account.id}:trail/${reference.name}`;
}

/** A bare name stands for a trail of this Region and account only. */
function isNamedBy(reference: TrailReference, trail: Trail, shadow: boolean): boolean {
  return reference.kind === 'arn' ? trail.arn === reference.arn : trail.name === reference.name && !shadow;
}

function writeTrail(trail: Trail) {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    S3KeyPrefix: trail.prefix,
    SnsTopicName: trail.topicArn,
    SnsTopicARN: trail.topicArn,
    IncludeGlobalServiceEvents: trail.globalServiceEvents,
    IsMultiRegionTrail: trail.multiRegion,
    HomeRegion: trail.homeRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.logFileValidation,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.logRoleArn,
    KmsKeyId: trail.kmsKeyId,
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
    IsOrganizationTrail: trail.organization,
  };
}

function writeStatus({ status }: Trail) {
  return {
    IsLogging: status.logging,
    LatestDeliveryTime: seconds(status.deliveredAt),
    LatestDeliveryError: status.deliveryError,
    LatestDigestDeliveryTime: seconds(status.digestDeliveredAt),
    LatestDigestDeliveryError: status.digestError,
    LatestNotificationTime: seconds(status.notifiedAt),
    LatestNotificationError: status.notificationError,
    LatestCloudWatchLogsDeliveryTime: seconds(status.logsDeliveredAt),
    LatestCloudWatchLogsDeliveryError: status.logsError,
    StartLoggingTime: seconds(status.startedAt),
    StopLoggingTime: seconds(status.stoppedAt),
    // No longer in use, and empty in real answers too.
    LatestDeliveryAttemptTime: '',
    LatestDeliveryAttemptSucceeded: '',
    LatestNotificationAttemptTime: '',
    LatestNotificationAttemptSucceeded: '',
    TimeLoggingStarted: '',
    TimeLoggingStopped: '',
  };
}
