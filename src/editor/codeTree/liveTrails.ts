import type { Inventory } from '../../core/account/inventory.ts';
import { trailsOf } from '../../core/account/state.ts';
import type { Assessment } from '../../core/iac/finding.ts';
import { readArn } from '../../core/trail/arn.ts';
import { knownValue } from '../../core/trail/fact.ts';
import { profileLabel } from '../tree/profileNode.ts';

/** Where a declared trail lives. */
export interface LiveTrail {
  readonly profile: string;
  readonly account: string;
  readonly arn: string;
}

/** Finds the trails in AWS that a declaration stands for, among the accounts that were read. */
export interface LiveTrails {
  of(assessment: Assessment): readonly LiveTrail[];
}

export function liveTrails(inventory: Inventory): LiveTrails {
  return {
    of: ({ declaration }) => {
      const name = knownValue(declaration.name);
      const account = knownValue(declaration.facts.account);
      if (name === undefined) {
        return [];
      }
      return inventory.states().flatMap(state =>
        trailsOf(state)
          .filter(({ trail }) => trail.name === name)
          .map(({ trail: { arn } }) => ({
            profile: profileLabel(state.profile.name),
            account: readArn(arn)?.account ?? '',
            arn,
          }))
          .filter(trail => account === undefined || account === trail.account),
      );
    },
  };
}
