import type { SeenTrail } from '../account/seenTrails.ts';
import { keyName } from '../wording/trails.ts';
import { reasonsInBrief, standingOf, type UnreadPart } from './facts.ts';

/** One line of a table: a trail, or what could not be read. */
export interface Row {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly state: string;
  readonly needsAttention: string;
  readonly reasons: string;
  readonly key: string;
  readonly profile: string;
  readonly alsoThrough: string;
  readonly trailArn: string;
}

export interface Column {
  readonly title: string;
  readonly of: keyof Row;
}

export const columns: readonly Column[] = [
  { title: 'Account', of: 'account' },
  { title: 'Home Region', of: 'region' },
  { title: 'Trail', of: 'trail' },
  { title: 'State', of: 'state' },
  { title: 'Needs attention', of: 'needsAttention' },
  { title: 'Reasons', of: 'reasons' },
  { title: 'KMS key', of: 'key' },
  { title: 'Profile', of: 'profile' },
  { title: 'Also through', of: 'alsoThrough' },
  { title: 'Trail ARN', of: 'trailArn' },
];

/** Those that say something of what could not be read. */
export const unreadColumns: readonly Column[] = [
  { title: 'Account', of: 'account' },
  { title: 'Regions', of: 'region' },
  { title: 'Reasons', of: 'reasons' },
  { title: 'Profile', of: 'profile' },
];

export function rowOf({ trail, acting, others }: SeenTrail): Row {
  const { state, needsAttention } = standingOf(acting);
  return {
    account: acting.identity.account,
    region: trail.homeRegion,
    trail: trail.name,
    state,
    needsAttention: needsAttention === undefined ? 'unknown' : needsAttention ? 'yes' : 'no',
    reasons: reasonsInBrief(acting).join('; '),
    key: acting.key ? keyName(acting.key) : '',
    profile: acting.profile.name,
    alsoThrough: others.map(({ profile }) => profile.name).join('; '),
    trailArn: trail.arn,
  };
}

export function unreadRow({ account, regions, why }: UnreadPart): Row {
  return {
    account: account.identity?.account ?? '',
    region: regions.join('; '),
    trail: '',
    state: 'could not be read',
    needsAttention: '',
    reasons: why,
    key: '',
    profile: account.profile.name,
    alsoThrough: '',
    trailArn: '',
  };
}
