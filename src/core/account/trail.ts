import { accountOfArn } from '../trail/arn.ts';

/** A trail as DescribeTrails or GetTrail answers it, with the Region it was read from. */
export interface LiveTrail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly readFrom: string;
  /** ARN of the KMS key; absent = SSE-S3. */
  readonly kmsKeyId?: string;
  readonly bucket: string;
  readonly prefix?: string;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly logFileValidation: boolean;
  readonly topicArn?: string;
  readonly logGroupArn?: string;
}

/** GetTrailStatus, the members that are still kept up to date. Times in milliseconds since 1970. */
export interface TrailStatus {
  readonly logging: boolean;
  readonly latestDelivery?: number;
  readonly latestDeliveryError?: string;
  readonly latestDigestDelivery?: number;
  readonly latestDigestDeliveryError?: string;
  readonly latestNotificationError?: string;
  readonly latestLogGroupDeliveryError?: string;
  readonly startedLogging?: number;
  readonly stoppedLogging?: number;
  /** Milliseconds by which AWS's clock was ahead of this computer's, where they did not agree. */
  readonly clockOffset?: number;
}

/** The account in a trail's ARN: `arn:P:cloudtrail:HOME_REGION:OWNER:trail/NAME`. */
export function ownerOf(trailArn: string): string {
  return accountOfArn(trailArn) ?? '';
}

/** Whether it is an organization's trail that another account owns: that one and a delegated administrator may change it. */
export function isForeignOrganizationTrail(trail: LiveTrail, account: string): boolean {
  return trail.organization && ownerOf(trail.arn) !== account;
}

/** AWS Control Tower names its trails like this and denies changes to them by a mandatory control. */
export function belongsToControlTower(trail: LiveTrail): boolean {
  return trail.name.startsWith('aws-controltower');
}
