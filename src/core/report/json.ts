import { type InventoryTrail, readAtOf } from '../account/state.ts';
import { ownerOf } from '../account/trail.ts';
import { printJson } from '../base/show.ts';
import type { Pair } from '../drift/index.ts';
import { type Fact, knownValue } from '../trail/fact.ts';
import {
  type DeclaredPlace,
  isoTime,
  type Reported,
  reportedAccount,
  reportedTrails,
  standingOf,
} from './facts.ts';

/**
 * Everything known about a trail, in AWS's own words. What is not known is left out; what is absent is null. `pairs` are its
 * declarations in the workspace.
 */
export function trailAsJson(shown: InventoryTrail, pairs: readonly Pair<DeclaredPlace>[]): object {
  const { profile, trail, key, bucket, status, verdict, problems, recorded } = shown;
  const { state, needsAttention, unchecked } = standingOf(shown, pairs);
  const metadata = key && knownValue(key.metadata);
  const delivery = knownValue(status);
  return {
    profile: profile.name,
    account: reportedAccount(shown),
    owner: ownerOf(trail.arn),
    name: trail.name,
    trailArn: trail.arn,
    homeRegion: trail.homeRegion,
    isMultiRegionTrail: trail.multiRegion,
    isOrganizationTrail: trail.organization,
    state,
    needsAttention,
    notChecked: unchecked,
    reasons: verdict.reasons,
    kmsKeyId: trail.kmsKeyId ?? null,
    ...(key && {
      key: {
        arn: key.arn,
        exists: key.metadata.kind !== 'absent',
        aliases: plain(key.aliases),
        keyState: metadata?.state,
        keySpec: metadata?.spec,
        keyUsage: metadata?.usage,
        keyManager: metadata?.manager,
        origin: metadata?.origin,
        multiRegion: metadata?.multiRegion,
        deletionDate: isoTime(metadata?.deletionDate),
        validTo: isoTime(metadata?.validTo),
        rotationEnabled: plain(key.rotation),
        policy: policyAsJson(knownValue(key.policy)),
      },
    }),
    s3BucketName: trail.bucket,
    s3KeyPrefix: trail.prefix,
    bucketRegion: plain(bucket.region),
    bucketKeyEnabled: plain(bucket.bucketKey),
    logFileValidationEnabled: trail.logFileValidation,
    snsTopicArn: trail.topicArn,
    cloudWatchLogsLogGroupArn: trail.logGroupArn,
    ...(delivery && {
      status: {
        isLogging: delivery.logging,
        latestDeliveryTime: isoTime(delivery.latestDelivery),
        latestDeliveryError: delivery.latestDeliveryError,
        latestDigestDeliveryTime: isoTime(delivery.latestDigestDelivery),
        latestDigestDeliveryError: delivery.latestDigestDeliveryError,
      },
    }),
    ...(pairs.length > 0 && { declarations: pairs.map(declarationAsJson) }),
    ...(problems.length > 0 && { problems }),
    ...(recorded && {
      recordedByAwsConfig: {
        at: isoTime(recorded.at),
        account: recorded.account,
        region: recorded.region,
      },
    }),
  };
}

/** `difference` is null if the code agrees; what is matched by name only may be another trail's. */
function declarationAsJson({ declared, drift, isDoubtful }: Pair<DeclaredPlace>): object {
  return { ...declared, difference: drift ?? null, matchedByNameAlone: isDoubtful };
}

/** Every trail once, and every profile that was read, with what could not be read beside it. */
export function jsonReport(reported: Reported, at: Date): string {
  const report = {
    generated: at.toISOString(),
    trails: reportedTrails(reported).map(({ acting, others, readAt, pairs }) => ({
      ...trailAsJson(acting, pairs),
      readAt: isoTime(readAt),
      alsoThrough: others.map(({ profile }) => profile.name),
    })),
    accounts: reported.accounts.map(account => ({
      profile: account.profile.name,
      account: account.identity?.account,
      caller: account.identity?.arn,
      problem: account.problem,
      readAt: isoTime(readAtOf(account)),
      regionsRead: account.regions.filter(region => region.phase === 'read').map(region => region.name),
      regionsNotRead: account.regions
        .filter(region => region.phase !== 'read')
        .map(region => ({ region: region.name, problem: region.problem })),
    })),
    organizations: reported.organizations.map(one => ({
      id: one.id,
      aggregatorArn: one.aggregator.arn,
      profile: one.profile.name,
      readAt: isoTime(one.readAt),
      problem: one.problem,
      accounts: one.accounts.length,
      uncollected: one.uncollected,
      trailsNotRead: one.unread,
    })),
  };
  return printJson(report);
}

function plain<T>(fact: Fact<T>): T | null | undefined {
  return fact.kind === 'absent' ? null : knownValue(fact);
}

/** As an object where it is JSON, so that it can be read; else as the text it is. */
function policyAsJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
