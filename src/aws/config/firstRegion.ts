import { ProblemError } from '../../core/account/problem.ts';
import { type ConfigLine, environmentProfile } from '../../core/account/profile.ts';
import { redact } from '../../core/base/redact.ts';
import { readArn } from '../../core/trail/arn.ts';
import { homeRegionOf, isRegionName, partitionOf } from '../../core/trail/region.ts';
import { endpointsOf } from './endpoints.ts';
import type { Variables } from './environment.ts';
import { isHostLabel } from './hostLabel.ts';
import { chainOf, type SharedConfig } from './sharedConfig.ts';

/** Like `firstRegionOf`; throws `ProblemError` if it is not a Region, before a request goes to an address built from it. */
export function checkedRegionOf(profile: string, config: SharedConfig, variables: Variables): string {
  const region = firstRegionOf(profile, config, variables);
  if (isUsable(region, profile, config, variables)) {
    return region;
  }
  const where = regionFaultOf(profile, config, variables) ? `The region of profile ${profile}` : 'AWS_REGION';
  const shown = redact(region).slice(0, 100);
  throw new ProblemError({
    kind: 'profile-incomplete',
    detail: /^["']/.test(region)
      ? `${where} is ${shown}. Remove the quotation marks: they count as part of the value.`
      : `${where} is ${shown}, which is not the name of a Region.`,
  });
}

/** The line of a profile's `region`, where that is not a Region. */
export function regionFaultOf(
  profile: string,
  config: SharedConfig,
  variables: Variables,
): ConfigLine | undefined {
  const section = config.profiles.get(profile);
  const region = section?.settings.get('region');
  return region && !isUsable(region, profile, config, variables) ? section?.regionAt : undefined;
}

/** A stand-in for AWS at its own endpoint may name its Regions freely, as long as they fit into a host name. */
function isUsable(region: string, profile: string, config: SharedConfig, variables: Variables): boolean {
  return isHostLabel(region) && (isRegionName(region) || hasOwnAddress(profile, config, variables));
}

function hasOwnAddress(profile: string, config: SharedConfig, variables: Variables): boolean {
  try {
    return endpointsOf(profile, config, variables)('CloudTrail') !== undefined;
  } catch {
    return false;
  }
}

/**
 * The Region of a profile's first calls: its own, else that of the environment, else one of the partition of its role
 * or its sign-in. Keys of one partition are not valid in another.
 */
export function firstRegionOf(profile: string, config: SharedConfig, variables: Variables): string {
  const ambient = variables['AWS_REGION'] || variables['AWS_DEFAULT_REGION'];
  if (profile === environmentProfile) {
    return ambient || homeRegionOf('aws');
  }
  const own = config.profiles.get(profile)?.settings.get('region');
  if (own) {
    return own;
  }
  const partition = likelyPartition(profile, config);
  if (ambient && (partition === undefined || partitionOf(ambient) === partition)) {
    return ambient;
  }
  return homeRegionOf(partition ?? 'aws');
}

function likelyPartition(profile: string, config: SharedConfig): string | undefined {
  for (const { settings } of chainOf(profile, config)) {
    const arn = settings.get('role_arn') ?? settings.get('login_session');
    const session = config.ssoSessions.get(settings.get('sso_session') ?? '');
    const region = settings.get('region') ?? settings.get('sso_region') ?? session?.get('sso_region');
    const partition = readArn(arn ?? '')?.partition ?? (region && partitionOf(region));
    if (partition) {
      return partition;
    }
  }
  return undefined;
}
