import type { OrganizationState } from '../account/organization/state.ts';
import type { Problem } from '../account/problem.ts';
import { type SeenTrail, seenTrails } from '../account/seenTrails.ts';
import { type AccountState, type InventoryTrail, type RegionState, readAtOfTrail } from '../account/state.ts';
import { ownerOf } from '../account/trail.ts';
import { groupedBy } from '../base/groupedBy.ts';
import { needsAction, type Pair } from '../drift/index.ts';
import { accountOfArn, regionOfArn, trailNameIn } from '../trail/arn.ts';
import { type UncheckedPart, uncheckedPartOf } from '../trail/unchecked.ts';
import type { TrailState } from '../trail/verdict.ts';
import { inEnglish } from '../wording/message.ts';
import { uncollectedInBrief } from '../wording/organization.ts';
import { problemInBrief } from '../wording/problems.ts';
import { reasonInBrief } from '../wording/reasons.ts';
import { uncheckedInBrief } from '../wording/trails.ts';

/** What a report is about: what was read of accounts, and beside it the declarations of their trails in the workspace. */
export interface Reported {
  readonly accounts: readonly AccountState[];
  /** What AWS Config recorded of other accounts. */
  readonly organizations: readonly OrganizationState[];
  readonly pairs: readonly Pair<DeclaredPlace>[];
}

/** Where a trail is declared. */
export interface DeclaredPlace {
  /** From the workspace folder, with slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface ReportedTrail extends SeenTrail {
  /** When its home Region answered, in milliseconds since 1970. */
  readonly readAt: number | undefined;
  readonly pairs: readonly Pair<DeclaredPlace>[];
}

/** What a report says of a trail, under the same two names in every format. */
export interface Standing {
  /** Whether it has a KMS key. */
  readonly state: TrailState;
  /** Whether a person has to act; undefined if not known, because the key was not read. */
  readonly needsAttention: boolean | undefined;
  /** What was not looked at. */
  readonly unchecked: UncheckedPart | undefined;
}

export function standingOf(shown: InventoryTrail, pairs: readonly Pair<unknown>[]): Standing {
  const unchecked = uncheckedPartOf(shown.facts);
  const pressing = needsAction(shown, pairs);
  return {
    state: shown.verdict.state,
    needsAttention: pressing || !unchecked ? pressing : undefined,
    unchecked,
  };
}

/**
 * The trails of a report: each once, however many profiles see it. What AWS Config recorded counts only if no account that
 * sees the trail was read.
 */
export function reportedTrails(reported: Reported): readonly ReportedTrail[] {
  const read = readTrails(reported);
  const seen = new Set(read.map(({ trail }) => trail.arn));
  const recorded = new Map(
    reported.organizations
      .flatMap(({ trails }) => trails)
      .filter(({ trail }) => !seen.has(trail.arn))
      .map(acting => [
        acting.trail.arn,
        { trail: acting.trail, acting, others: [], readAt: undefined, pairs: [] },
      ]),
  );
  return [...read, ...recorded.values()];
}

/** The account that a report names: the owner if its account was not read, else the account that was read. */
export function reportedAccount({ trail, identity, recorded }: InventoryTrail): string {
  return recorded ? ownerOf(trail.arn) : identity.account;
}

function readTrails({ accounts, pairs }: Reported): readonly ReportedTrail[] {
  const byArn = groupedBy(pairs, ({ live }) => live.trail.arn);
  const byProfile = new Map(accounts.map(account => [account.profile.name, account]));
  return seenTrails(accounts, () => true).map(seen => {
    const account = byProfile.get(seen.acting.profile.name);
    return {
      ...seen,
      readAt: account && readAtOfTrail(seen.trail, account),
      pairs: byArn.get(seen.trail.arn) ?? [],
    };
  });
}

export function isoTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}

/** Why a trail has its state, in a few words each: its reasons, and what could not be read about it. */
export function reasonsInBrief(shown: InventoryTrail): readonly string[] {
  const unchecked = uncheckedPartOf(shown.facts);
  const told = [
    ...shown.verdict.reasons.map(reasonInBrief),
    ...(unchecked ? [uncheckedInBrief(unchecked)] : []),
    ...shown.problems.map(problemInBrief),
  ];
  return [...new Set(told.map(inEnglish))];
}

/** An account that could not be read, or Regions of one that share their reason. */
export interface UnreadPart {
  readonly profile: string;
  /** Absent where it is not known which account it is. */
  readonly account: string | undefined;
  /** None: the account itself, or the organization. */
  readonly regions: readonly string[];
  readonly why: string;
}

/** What could not be read is reported: it is not "none". */
export function unreadParts({ accounts, organizations }: Reported): readonly UnreadPart[] {
  return [...accounts.flatMap(unreadOfAccount), ...organizations.flatMap(unreadOfOrganization)];
}

function unreadOfAccount(state: AccountState): readonly UnreadPart[] {
  const whose = { profile: state.profile.name, account: state.identity?.account };
  const unread = state.regions.filter(({ phase }) => phase !== 'read');
  // An account of which nothing is known yet would look like one without trails.
  const isUnread = state.problem !== undefined || (state.phase === 'loading' && !state.identity);
  return [
    ...(isUnread ? [{ ...whose, regions: [], why: whyUnread(state) }] : []),
    ...[...groupedBy(unread, whyUnread)].map(([why, regions]) => ({
      ...whose,
      regions: regions.map(({ name }) => name),
      why,
    })),
  ];
}

function unreadOfOrganization(state: OrganizationState): readonly UnreadPart[] {
  const profile = state.profile.name;
  const uncollected = groupedBy(state.uncollected ?? [], ({ account, status }) => `${account} ${status}`);
  return [
    ...(state.problem ? [{ profile, account: undefined, regions: [], why: inWords(state.problem) }] : []),
    ...[...uncollected.values()].map(sources => ({
      profile,
      account: sources[0]?.account,
      regions: sources.map(({ region }) => region),
      why: inEnglish(uncollectedInBrief(sources[0]?.status ?? 'FAILED')),
    })),
    ...state.unread.map(arn => ({
      profile,
      account: accountOfArn(arn),
      regions: [regionOfArn(arn) ?? ''],
      why: `trail ${trailNameIn(arn)} is recorded, and was not read`,
    })),
  ];
}

function whyUnread({ phase, problem }: Pick<AccountState | RegionState, 'phase' | 'problem'>): string {
  return problem ? inWords(problem) : phase === 'loading' ? 'still being read' : 'not read';
}

function inWords(problem: Problem): string {
  return inEnglish(problemInBrief(problem));
}
