import type { OpenAccount } from '../../../../src/aws/index.ts';
import { Inventory } from '../../../../src/core/account/inventory.ts';
import type { Repair } from '../../../../src/core/account/repairs.ts';
import { trailsOf } from '../../../../src/core/account/state.ts';
import { type Plan, planRepair } from '../../../../src/core/remediation/index.ts';

export interface LiveRepair {
  readonly id: string;
  readonly profile: string;
  readonly repair: Repair;
  /** Names of the trails. */
  readonly trails: readonly string[];
}

/** The plan of a repair in an account, read as the view reads it; undefined where nothing is to be repaired. */
export async function planLiveRepair(
  account: OpenAccount,
  { id, profile, repair, trails: names }: LiveRepair,
): Promise<Plan | undefined> {
  const inventory = new Inventory({
    accounts: { open: async () => account },
    settings: () => ({ concurrency: 20, regions: ['eu-west-1', 'us-east-1'] }),
    now: Date.now,
  });
  inventory.setProfiles([{ name: profile, kind: 'static' }]);
  await inventory.load(profile);
  const [state] = inventory.states();
  const trails = state ? trailsOf(state) : [];
  return (
    state?.identity &&
    planRepair({
      id,
      repair,
      profile,
      caller: state.identity,
      trails: trails.filter(({ trail }) => names.includes(trail.name)),
      trailsUnder: arn => trails.filter(({ key }) => key?.arn === arn).map(({ trail }) => trail.arn),
    })
  );
}
