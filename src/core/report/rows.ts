import type { AccountState, InventoryTrail } from '../account/state.ts';
import { inEnglish } from '../wording/message.ts';
import { problemInBrief } from '../wording/problems.ts';
import { reasonInBrief } from '../wording/reasons.ts';
import { appearanceInWords, appearanceOfTrail, keyName } from '../wording/trails.ts';

/** One line of a report: a trail, or a Region or account that could not be read. */
export interface Row {
  readonly profile: string;
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly encryption: string;
  readonly key: string;
  readonly state: string;
  readonly reasons: string;
  readonly trailArn: string;
}

export const columns: readonly { readonly title: string; readonly of: keyof Row }[] = [
  { title: 'Profile', of: 'profile' },
  { title: 'Account', of: 'account' },
  { title: 'Home Region', of: 'region' },
  { title: 'Trail', of: 'trail' },
  { title: 'Encryption', of: 'encryption' },
  { title: 'KMS key', of: 'key' },
  { title: 'State', of: 'state' },
  { title: 'Reasons', of: 'reasons' },
  { title: 'Trail ARN', of: 'trailArn' },
];

/** A trail that several profiles see stands once for each of them. What could not be read is a row too: it is not "none". */
export function rowsOf(accounts: readonly AccountState[]): readonly Row[] {
  return accounts.flatMap(account => {
    const common = { profile: account.profile.name, account: account.identity?.account ?? '' };
    const unread = account.problem && [unreadRow(common, '', inEnglish(problemInBrief(account.problem)))];
    const regions = account.regions.flatMap(region => [
      ...region.trails.map(shown => rowOf(common, shown)),
      ...(region.phase === 'read'
        ? []
        : [
            unreadRow(
              common,
              region.name,
              region.problem ? inEnglish(problemInBrief(region.problem)) : 'not read',
            ),
          ]),
    ]);
    return [...(unread ?? []), ...regions];
  });
}

type Common = Pick<Row, 'profile' | 'account'>;

function rowOf(common: Common, shown: InventoryTrail): Row {
  const { trail, key, verdict } = shown;
  return {
    ...common,
    region: trail.homeRegion,
    trail: trail.name,
    encryption: key ? 'SSE-KMS' : 'SSE-S3',
    key: key ? keyName(key) : '',
    state: inEnglish(appearanceInWords(appearanceOfTrail(shown))),
    reasons: verdict.reasons.map(reason => inEnglish(reasonInBrief(reason))).join('; '),
    trailArn: trail.arn,
  };
}

function unreadRow(common: Common, region: string, reasons: string): Row {
  return {
    ...common,
    region,
    trail: '',
    encryption: '',
    key: '',
    state: 'could not be read',
    reasons,
    trailArn: '',
  };
}
