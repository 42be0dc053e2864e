import { differenceBesideLive } from '../wording/drift.ts';
import { inEnglish } from '../wording/message.ts';
import { keyName } from '../wording/trails.ts';
import {
  isoTime,
  type ReportedTrail,
  reasonsInBrief,
  reportedAccount,
  standingOf,
  type UnreadPart,
} from './facts.ts';

/** One line of a table: a trail, or what could not be read. */
export interface Row {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly state: string;
  readonly needsAttention: string;
  readonly reasons: string;
  readonly key: string;
  readonly declaredIn: string;
  readonly difference: string;
  readonly profile: string;
  readonly alsoThrough: string;
  readonly readAt: string;
  /** Of a trail that no profile has read. */
  readonly recordedAt: string;
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
  { title: 'Declared in', of: 'declaredIn' },
  { title: 'Difference', of: 'difference' },
  { title: 'Profile', of: 'profile' },
  { title: 'Also through', of: 'alsoThrough' },
  { title: 'Read at', of: 'readAt' },
  { title: 'Recorded by AWS Config', of: 'recordedAt' },
  { title: 'Trail ARN', of: 'trailArn' },
];

/** Those that say something of what could not be read. */
export const unreadColumns: readonly Column[] = [
  { title: 'Account', of: 'account' },
  { title: 'Regions', of: 'region' },
  { title: 'Reasons', of: 'reasons' },
  { title: 'Profile', of: 'profile' },
];

export function rowOf({ trail, acting, others, readAt, pairs }: ReportedTrail): Row {
  const { state, needsAttention } = standingOf(acting, pairs);
  const differences = new Set(pairs.flatMap(differenceBesideLive).map(inEnglish));
  return {
    account: reportedAccount(acting),
    region: trail.homeRegion,
    trail: trail.name,
    state,
    needsAttention: needsAttention === undefined ? 'unknown' : needsAttention ? 'yes' : 'no',
    reasons: reasonsInBrief(acting).join('; '),
    key: acting.key ? keyName(acting.key) : '',
    declaredIn: pairs.map(({ declared: { path, line } }) => `${path}:${line}`).join('; '),
    difference: [...differences].join('; '),
    profile: acting.profile.name,
    alsoThrough: others.map(({ profile }) => profile.name).join('; '),
    readAt: isoTime(readAt) ?? '',
    recordedAt: acting.recorded ? (isoTime(acting.recorded.at) ?? 'at an unknown time') : '',
    trailArn: trail.arn,
  };
}

export function unreadRow({ profile, account, regions, why }: UnreadPart): Row {
  return {
    account: account ?? '',
    region: regions.join('; '),
    trail: '',
    state: 'could not be read',
    needsAttention: '',
    reasons: why,
    key: '',
    declaredIn: '',
    difference: '',
    profile,
    alsoThrough: '',
    readAt: '',
    recordedAt: '',
    trailArn: '',
  };
}
