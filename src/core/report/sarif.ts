import type { AccountState, InventoryTrail } from '../account/state.ts';
import type { Weight } from '../trail/reason.ts';
import { inEnglish } from '../wording/message.ts';
import { reasonInBrief, reasonInFull } from '../wording/reasons.ts';

/** SARIF 2.1.0. A live trail has no file: its ARN is the logical location. */
export function sarifReport(accounts: readonly AccountState[]): string {
  const trails = new Map(
    accounts.flatMap(account => account.regions.flatMap(region => region.trails)).map(byArn),
  );
  const told = [...trails.values()].flatMap(shown =>
    shown.verdict.reasons.filter(reason => reason.weight !== 'info').map(reason => ({ shown, reason })),
  );
  const rules = new Map(told.map(({ reason }) => [reason.code, reason]));
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'CloudTrail Encryption',
              rules: [...rules.values()].map(reason => ({
                id: reason.code,
                shortDescription: { text: inEnglish(reasonInBrief(reason)) },
                fullDescription: { text: inEnglish(reasonInFull(reason)) },
              })),
            },
          },
          results: told.map(({ shown, reason }) => ({
            ruleId: reason.code,
            level: levels[reason.weight],
            message: { text: `${shown.trail.name}: ${inEnglish(reasonInFull(reason))}` },
            locations: [
              {
                logicalLocations: [
                  { name: shown.trail.name, fullyQualifiedName: shown.trail.arn, kind: 'resource' },
                ],
              },
            ],
            partialFingerprints: { trailAndReason: `${shown.trail.arn} ${reason.code}` },
          })),
        },
      ],
    },
    undefined,
    2,
  )}\n`;
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
