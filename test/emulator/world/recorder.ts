import type { Account, Bucket, Key, RecordedItem, Recorder, Trail } from './model.ts';
import { isOn } from './regions.ts';
import type { World } from './world.ts';

/**
 * Takes down what an account has now, as its recorder of AWS Config would: each resource in its Region, a multi-Region trail in
 * every Region that shows it, an organization trail in every member. What the recorder does not record has no item.
 */
export function recordConfiguration(world: World, account: Account, recorder: Recorder): void {
  const records = (type: string, region: string) =>
    recorder.types.includes(type) &&
    isOn(account.regions.get(region)) &&
    (recorder.regions === 'all' || recorder.regions.includes(region));
  const regions = [...account.regions.keys()];
  const management = world.organizationOf(account.id)?.managementAccountId;
  const shared =
    management === undefined || management === account.id
      ? []
      : (world.accounts.get(management)?.trails ?? []).filter(({ organization }) => organization);
  const base = { accountId: account.id, at: world.clock.now() };
  const items = [
    ...[...account.trails, ...shared].flatMap(trail =>
      regions
        .filter(region => trail.multiRegion || region === trail.homeRegion)
        .filter(region => records('AWS::CloudTrail::Trail', region))
        .map(region => itemOfTrail(trail, { ...base, region })),
    ),
    ...account.keys
      .filter(key => records('AWS::KMS::Key', key.region))
      .map(key => itemOfKey(key, { ...base, region: key.region })),
    ...world.buckets
      .filter(bucket => bucket.accountId === account.id && records('AWS::S3::Bucket', bucket.region))
      .map(bucket => itemOfBucket(bucket, { ...base, region: bucket.region })),
  ];
  world.recorded.set(account.id, items);
  world.recordings += 1;
}

interface Where {
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

function item(
  resourceType: string,
  arn: string,
  id: string,
  name: string,
  { accountId, region, at }: Where,
): RecordedItem {
  return {
    version: '1.3',
    accountId,
    awsRegion: region,
    resourceType,
    arn,
    resourceId: id,
    resourceName: name,
    configurationItemCaptureTime: new Date(at).toISOString(),
    configurationItemStatus: 'OK',
    configurationStateId: at,
    recordingFrequency: 'CONTINUOUS',
  };
}

/** What AWS Config's schema of the type names; what is not set is not there. */
function itemOfTrail(trail: Trail, where: Where): RecordedItem {
  return {
    ...item('AWS::CloudTrail::Trail', trail.arn, trail.name, trail.name, where),
    configuration: {
      name: trail.name,
      trailARN: trail.arn,
      homeRegion: trail.homeRegion,
      s3BucketName: trail.bucket,
      s3KeyPrefix: trail.prefix,
      kmsKeyId: trail.kmsKeyId,
      isMultiRegionTrail: trail.multiRegion,
      isOrganizationTrail: trail.organization,
      includeGlobalServiceEvents: trail.globalServiceEvents,
      logFileValidationEnabled: trail.logFileValidation,
      hasCustomEventSelectors: false,
      hasInsightSelectors: false,
      cloudWatchLogsLogGroupArn: trail.logGroupArn,
      cloudWatchLogsRoleArn: trail.logRoleArn,
      snsTopicARN: trail.topicArn,
    },
  };
}

function itemOfKey(key: Key, where: Where): RecordedItem {
  return {
    ...item('AWS::KMS::Key', key.arn, key.keyId, key.keyId, where),
    configuration: {
      keyId: key.keyId,
      arn: key.arn,
      awsaccountId: key.accountId,
      creationDate: key.createdAt,
      enabled: key.state === 'Enabled',
      description: key.description,
      keyUsage: key.usage,
      keyState: key.state,
      keySpec: key.spec,
      keyManager: key.manager,
      origin: key.origin,
      multiRegion: key.multiRegion !== undefined,
      deletionDate: key.deletionDate,
      validTo: key.validTo,
    },
    supplementaryConfiguration: { KeyRotationStatus: key.rotationDays !== undefined },
  };
}

function itemOfBucket(bucket: Bucket, where: Where): RecordedItem {
  return {
    ...item(
      'AWS::S3::Bucket',
      `arn:${bucket.partition}:s3:::${bucket.name}`,
      bucket.name,
      bucket.name,
      where,
    ),
    configuration: { name: bucket.name, region: bucket.region },
    supplementaryConfiguration: {
      ServerSideEncryptionConfiguration: {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' },
            bucketKeyEnabled: bucket.bucketKey,
          },
        ],
      },
    },
  };
}
