import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  type Trail as SdkTrail,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Trails } from '../../core/account/ports.ts';
import type { LiveTrail, TrailStatus } from '../../core/account/trail.ts';
import type { ChangeableTrails } from '../../core/remediation/ports.ts';
import { regionOfArn, trailNameIn } from '../../core/trail/arn.ts';
import { oneAttempt } from '../clientOptions.ts';
import { type Connection, isAwsError, memberOf, perRegion, writtenOf } from '../connection.ts';

export function trailsThrough(connection: Connection): Trails & ChangeableTrails {
  const clientIn = perRegion(region => new CloudTrailClient(connection.clientOptions('CloudTrail', region)));
  // What a write rests on is read again before it is sent again, which the SDK would not do.
  const onceClientIn = (region: string) =>
    new CloudTrailClient({ ...connection.clientOptions('CloudTrail', region), ...oneAttempt(connection) });
  const call = (operation: string, region: string) => ({ service: 'cloudtrail', operation, region });
  return {
    async inRegion(region, signal) {
      const answer = await connection.call(call('DescribeTrails', region), signal, options =>
        clientIn(region).send(new DescribeTrailsCommand({ includeShadowTrails: true }), options),
      );
      const found = memberOf(answer.trailList, 'trailList', call('DescribeTrails', region));
      return found.flatMap(trail => liveTrail(trail, region) ?? []);
    },
    async status(trail, signal) {
      const region = trail.homeRegion;
      const answer = await connection.call(call('GetTrailStatus', region), signal, options =>
        clientIn(region).send(new GetTrailStatusCommand({ Name: trail.arn }), options),
      );
      const { clockOffset } = connection;
      return {
        ...statusOf(answer, memberOf(answer.IsLogging, 'IsLogging', call('GetTrailStatus', region))),
        ...(clockOffset !== 0 && { clockOffset }),
      };
    },
    async get(arn, signal) {
      const region = regionOfTrail(arn);
      try {
        const { Trail } = await connection.call(call('GetTrail', region), signal, options =>
          clientIn(region).send(new GetTrailCommand({ Name: arn }), options),
        );
        return memberOf(Trail && liveTrail(Trail, region), 'Trail', call('GetTrail', region));
      } catch (error) {
        if (isAwsError(error, 'TrailNotFoundException')) {
          return undefined;
        }
        throw error;
      }
    },
    async setKey(arn, kmsKeyId) {
      const region = regionOfTrail(arn);
      const answer = await connection.write(call('UpdateTrail', region), options =>
        onceClientIn(region).send(new UpdateTrailCommand({ Name: arn, KmsKeyId: kmsKeyId }), options),
      );
      // CloudTrail answers with the trail as it is now.
      const isDone = answer.TrailARN === arn && (answer.KmsKeyId ?? '') === kmsKeyId;
      memberOf(isDone || undefined, kmsKeyId === '' ? 'TrailARN' : 'KmsKeyId', call('UpdateTrail', region));
      return writtenOf(answer);
    },
    async startLogging(Name) {
      const region = regionOfTrail(Name);
      return writtenOf(
        await connection.write(call('StartLogging', region), options =>
          onceClientIn(region).send(new StartLoggingCommand({ Name }), options),
        ),
      );
    },
    async stopLogging(Name) {
      const region = regionOfTrail(Name);
      return writtenOf(
        await connection.write(call('StopLogging', region), options =>
          onceClientIn(region).send(new StopLoggingCommand({ Name }), options),
        ),
      );
    },
  };
}

/** `arn:P:cloudtrail:HOME_REGION:OWNER:trail/NAME`. */
function regionOfTrail(arn: string): string {
  return regionOfArn(arn) ?? '';
}

/** `undefined` for an entry that names no trail. */
function liveTrail(trail: SdkTrail, readFrom: string): LiveTrail | undefined {
  if (!trail.TrailARN) {
    return undefined;
  }
  const region = regionOfArn(trail.TrailARN);
  return {
    arn: trail.TrailARN,
    name: trail.Name ?? trailNameIn(trail.TrailARN),
    homeRegion: trail.HomeRegion ?? region ?? readFrom,
    readFrom,
    ...(trail.KmsKeyId && { kmsKeyId: trail.KmsKeyId }),
    bucket: trail.S3BucketName ?? '',
    ...(trail.S3KeyPrefix && { prefix: trail.S3KeyPrefix }),
    multiRegion: trail.IsMultiRegionTrail ?? false,
    organization: trail.IsOrganizationTrail ?? false,
    logFileValidation: trail.LogFileValidationEnabled ?? false,
    ...(trail.SnsTopicARN && { topicArn: trail.SnsTopicARN }),
    ...(trail.CloudWatchLogsLogGroupArn && { logGroupArn: trail.CloudWatchLogsLogGroupArn }),
  };
}

interface SdkStatus {
  readonly LatestDeliveryTime?: Date | undefined;
  readonly LatestDeliveryError?: string | undefined;
  readonly LatestDigestDeliveryTime?: Date | undefined;
  readonly LatestDigestDeliveryError?: string | undefined;
  readonly LatestNotificationError?: string | undefined;
  readonly LatestCloudWatchLogsDeliveryError?: string | undefined;
  readonly StartLoggingTime?: Date | undefined;
  readonly StopLoggingTime?: Date | undefined;
}

function statusOf(status: SdkStatus, logging: boolean): TrailStatus {
  return {
    logging,
    ...time('latestDelivery', status.LatestDeliveryTime),
    ...text('latestDeliveryError', status.LatestDeliveryError),
    ...time('latestDigestDelivery', status.LatestDigestDeliveryTime),
    ...text('latestDigestDeliveryError', status.LatestDigestDeliveryError),
    ...text('latestNotificationError', status.LatestNotificationError),
    ...text('latestLogGroupDeliveryError', status.LatestCloudWatchLogsDeliveryError),
    ...time('startedLogging', status.StartLoggingTime),
    ...time('stoppedLogging', status.StopLoggingTime),
  };
}

function time<K extends string>(name: K, value: Date | undefined): { readonly [N in K]?: number } {
  return value ? ({ [name]: value.getTime() } as { readonly [N in K]: number }) : {};
}

/** CloudTrail sends an empty text if there is no error. */
function text<K extends string>(name: K, value: string | undefined): { readonly [N in K]?: string } {
  return value ? ({ [name]: value } as { readonly [N in K]: string }) : {};
}
