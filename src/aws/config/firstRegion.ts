import { partitionOf } from '../../core/account/partition.ts';
import { environmentProfile } from '../../core/account/profile.ts';
import { readArn } from '../../core/trail/arn.ts';
import { homeRegionOf } from '../regions.ts';
import type { Variables } from './environment.ts';
import { chainOf, type SharedConfig } from './sharedConfig.ts';

/**
 * The Region that a profile's first calls go to: its own, else that of the environment, else one of the partition
 * that its role or its sign-in tells. Keys of one partition are worth nothing in another.
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
