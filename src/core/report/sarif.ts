import type { AccountState, InventoryTrail } from '../account/state.ts';
import { visible } from '../base/show.ts';
import type { Weight } from '../trail/reason.ts';
import { inEnglish } from '../wording/message.ts';
import { problemInBrief } from '../wording/problems.ts';
import { reasonInBrief, reasonInFull } from '../wording/reasons.ts';
import { sarifLog } from './sarifLog.ts';

/** A live trail has no file: its ARN is the logical location. What could not be read is a notification. */
export function sarifReport(accounts: readonly AccountState[]): string {
  const trails = new Map(
    accounts.flatMap(account => account.regions.flatMap(region => region.trails)).map(byArn),
  );
  const told = [...trails.values()].flatMap(shown =>
    shown.verdict.reasons.filter(reason => reason.weight !== 'info').map(reason => ({ shown, reason })),
  );
  const unread = accounts.flatMap(unreadParts);
  const rules = new Map(told.map(({ reason }) => [reason.code, reason]));
  return sarifLog({
    rules: [...rules.values()].map(reason => ({
      id: reason.code,
      shortDescription: { text: inEnglish(reasonInBrief(reason)) },
      fullDescription: { text: inEnglish(reasonInFull(reason)) },
    })),
    notifications: unread.map(text => ({ level: 'error', text })),
    results: told.map(({ shown, reason }) => ({
      ruleId: reason.code,
      level: levels[reason.weight],
      message: { text: visible(`${shown.trail.name}: ${inEnglish(reasonInFull(reason))}`) },
      locations: [
        {
          logicalLocations: [
            { name: shown.trail.name, fullyQualifiedName: shown.trail.arn, kind: 'resource' },
          ],
        },
      ],
      partialFingerprints: { 'trailAndReason/v1': `${shown.trail.arn} ${reason.code}` },
    })),
  });
}

/** A sentence for an account, and for each of its Regions, that could not be read. */
function unreadParts({ profile, problem, regions }: AccountState): readonly string[] {
  return [
    ...(problem ? [`${profile.name} could not be read: ${inEnglish(problemInBrief(problem))}`] : []),
    ...regions.flatMap(region =>
      region.problem
        ? [`${profile.name}, ${region.name} could not be read: ${inEnglish(problemInBrief(region.problem))}`]
        : [],
    ),
  ];
}

const levels: Readonly<Record<Weight, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  info: 'note',
};

function byArn(shown: InventoryTrail): [string, InventoryTrail] {
  return [shown.trail.arn, shown];
}
