import type { Problem } from '../account/problem.ts';
import type { SeenTrail } from '../account/seenTrails.ts';
import { seenTrails } from '../account/seenTrails.ts';
import type { AccountState, InventoryTrail } from '../account/state.ts';
import { type UncheckedPart, uncheckedPartOf } from '../trail/unchecked.ts';
import { needsAttention, type TrailState } from '../trail/verdict.ts';
import { inEnglish } from '../wording/message.ts';
import { problemInBrief } from '../wording/problems.ts';
import { reasonInBrief } from '../wording/reasons.ts';
import { uncheckedInBrief } from '../wording/trails.ts';

/** What a report says of a trail, under the same two names in every format. */
export interface Standing {
  /** Whether it has a KMS key. */
  readonly state: TrailState;
  /** Whether a person has to act; undefined where nobody can tell, because its key could not be looked at. */
  readonly needsAttention: boolean | undefined;
  /** What could not be looked at. */
  readonly unchecked: UncheckedPart | undefined;
}

export function standingOf({ verdict, facts }: Pick<InventoryTrail, 'verdict' | 'facts'>): Standing {
  const unchecked = uncheckedPartOf(facts);
  const pressing = needsAttention(verdict);
  return { state: verdict.state, needsAttention: pressing || !unchecked ? pressing : undefined, unchecked };
}

/** The trails of a report: each once, whatever number of profiles sees it. */
export function reportedTrails(accounts: readonly AccountState[]): readonly SeenTrail[] {
  return seenTrails(accounts, () => true);
}

/** Why a trail stands as it does, in a few words each: its reasons, and what could not be read about it. */
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
  readonly account: AccountState;
  /** None: the account itself. */
  readonly regions: readonly string[];
  readonly why: string;
}

/** What could not be read is told: it is not "none". */
export function unreadParts(accounts: readonly AccountState[]): readonly UnreadPart[] {
  return accounts.flatMap(account => {
    const regions = new Map<string, string[]>();
    for (const { name, phase, problem } of account.regions) {
      if (phase !== 'read') {
        const why = inWords(problem);
        regions.set(why, [...(regions.get(why) ?? []), name]);
      }
    }
    return [
      ...(account.problem ? [{ account, regions: [], why: inWords(account.problem) }] : []),
      ...[...regions].map(([why, names]) => ({ account, regions: names, why })),
    ];
  });
}

function inWords(problem: Problem | undefined): string {
  return problem ? inEnglish(problemInBrief(problem)) : 'not read';
}
