import type { SeenTrail } from '../account/seenTrails.ts';
import type { AccountState } from '../account/state.ts';
import { visible } from '../base/show.ts';
import type { Weight } from '../trail/reason.ts';
import { inEnglish } from '../wording/message.ts';
import { reasonInBrief, reasonInFull } from '../wording/reasons.ts';
import { reasonsInBrief, reportedTrails, standingOf, type UnreadPart, unreadParts } from './facts.ts';
import { sarifLog } from './sarifLog.ts';

/**
 * A live trail has no file: its ARN is the logical location. What could not be read is an error of the run, a trail of which
 * nobody can tell how it stands a warning.
 */
export function sarifReport(accounts: readonly AccountState[]): string {
  const trails = reportedTrails(accounts);
  const told = trails.flatMap(seen =>
    seen.acting.verdict.reasons
      .filter(reason => reason.weight !== 'info')
      .map(reason => ({ ...seen, standing: standingOf(seen.acting), reason })),
  );
  const rules = new Map(told.map(({ reason }) => [reason.code, reason]));
  return sarifLog({
    rules: [...rules.values()].map(reason => ({
      id: reason.code,
      shortDescription: { text: inEnglish(reasonInBrief(reason)) },
      fullDescription: { text: inEnglish(reasonInFull(reason)) },
    })),
    notifications: [
      ...unreadParts(accounts).map(part => ({ level: 'error' as const, text: unreadInFull(part) })),
      ...trails.flatMap(untold),
    ],
    results: told.map(({ trail, acting, others, standing, reason }) => ({
      ruleId: reason.code,
      level: levels[reason.weight],
      message: { text: visible(`${trail.name}: ${inEnglish(reasonInFull(reason))}`) },
      locations: [
        {
          logicalLocations: [{ name: trail.name, fullyQualifiedName: trail.arn, kind: 'resource' }],
        },
      ],
      partialFingerprints: { 'trailAndReason/v1': `${trail.arn} ${reason.code}` },
      properties: {
        state: standing.state,
        needsAttention: standing.needsAttention,
        profile: acting.profile.name,
        alsoThrough: others.map(({ profile }) => profile.name),
      },
    })),
  });
}

function unreadInFull({ account, regions, why }: UnreadPart): string {
  return `${[account.profile.name, ...regions].join(', ')} could not be read: ${why}`;
}

/** A notification for a trail whose key could not be looked at. */
function untold({ trail, acting }: SeenTrail): readonly { level: 'warning'; text: string }[] {
  return standingOf(acting).needsAttention === undefined
    ? [
        {
          level: 'warning',
          text: `${trail.name}: its key could not be checked: ${reasonsInBrief(acting).join('; ')}`,
        },
      ]
    : [];
}

const levels: Readonly<Record<Weight, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  info: 'note',
};
