import type { Identity } from '../account/ports.ts';
import { type Repair, repairsOf } from '../account/repairs.ts';
import type { InventoryTrail } from '../account/state.ts';
import { belongsToControlTower, isForeignOrganizationTrail } from '../account/trail.ts';
import type { ReasonCode } from '../trail/reason.ts';
import { isPressing } from '../trail/verdict.ts';
import type { Plan } from './plan.ts';
import type { Step } from './step.ts';
import type { PlanWarning } from './warning.ts';

export interface RepairRequest {
  /** Unique, created by the caller. */
  readonly id: string;
  readonly repair: Repair;
  readonly profile: string;
  readonly caller: Identity;
  /** Those to repair, as they were read. */
  readonly trails: readonly InventoryTrail[];
  /** Every trail that is known under a key, by the key's ARN: more than the chosen ones may rest on it. */
  readonly trailsUnder: (keyArn: string) => readonly string[];
}

/**
 * The plan that puts trails back to work: their keys switched on or saved from deletion, or logging started. A key whose
 * deletion is cancelled is disabled (KMS API Reference, CancelKeyDeletion), so it is enabled, too. Undefined where nothing
 * is to be repaired.
 */
export function planRepair({
  id,
  repair,
  profile,
  caller,
  trails,
  trailsUnder,
}: RepairRequest): Plan | undefined {
  const broken = trails.filter(shown => repairsOf(shown).includes(repair));
  const steps =
    repair === 'start-logging'
      ? broken.map((shown): Step => startOf(shown, caller))
      : [...new Set(broken.flatMap(({ key }) => key?.arn ?? []))].flatMap(keyArn =>
          keySteps(keyArn, repair, trailsUnder(keyArn)),
        );
  return steps.length === 0
    ? undefined
    : {
        id,
        purpose: 'repair',
        profile,
        account: caller.account,
        partition: caller.partition,
        steps,
        warnings: [
          ...broken.flatMap(shown => pressingWarnings(shown, repair)),
          ...broken.map(({ trail }) => ({ kind: 'gap-stays', trailArn: trail.arn }) as const),
        ],
      };
}

/** The plan that enables the key on which another plan failed. `trailArns` as of the step: none that is yet to get the key. */
export function planEnableKey(
  id: string,
  { profile, account, partition }: Plan,
  keyArn: string,
  trailArns: readonly string[],
): Plan {
  const step: Step = { kind: 'enable-key', keyArn, trailArns };
  return { id, purpose: 'repair', profile, account, partition, steps: [step], warnings: [] };
}

function startOf({ trail }: InventoryTrail, caller: Identity): Step {
  const foreign = isForeignOrganizationTrail(trail, caller.account);
  return {
    kind: 'start-logging',
    trailArn: trail.arn,
    ...(foreign && { foreignOrganizationTrail: true as const }),
  };
}

function keySteps(keyArn: string, repair: Repair, trailArns: readonly string[]): Step[] {
  const enable = { kind: 'enable-key', keyArn, trailArns } as const;
  return repair === 'cancel-deletion'
    ? [
        { kind: 'cancel-deletion', keyArn, trailArns },
        { ...enable, saved: true },
      ]
    : [enable];
}

/** Who else decides about the trail, and what still keeps it from delivering. */
function pressingWarnings({ trail, verdict }: InventoryTrail, repair: Repair): PlanWarning[] {
  const trailArn = trail.arn;
  const left = verdict.reasons.filter(isPressing).filter(({ code }) => !mended[repair].includes(code));
  return [
    ...(repair === 'start-logging' && belongsToControlTower(trail)
      ? [{ kind: 'control-tower', trailArn } as const]
      : []),
    ...left.map(({ code }) => ({ kind: 'still-kept-out', trailArn, reason: code }) as const),
  ];
}

/** The reasons that a repair removes. What could not be delivered because of them shows with the next delivery. */
const mended: Readonly<Record<Repair, readonly ReasonCode[]>> = {
  'enable-key': ['kms-key-disabled', 'delivery-failing'],
  'cancel-deletion': ['kms-key-pending-deletion', 'delivery-failing'],
  'start-logging': ['not-logging'],
};
