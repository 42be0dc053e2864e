import { namedIn, profileUnasked } from '../../account/seenTrails.ts';
import type { RecordedRun } from '../../remediation/index.ts';
import type { WizardContext } from '../context.ts';

/**
 * The profile of the run, unless it no longer exists or signs in to another account, and another profile is known for
 * that account. A profile that was not chosen or that requires an MFA code is not used by itself: the run then reports
 * what is wrong with its own.
 */
export function profileFor(
  { plan }: Pick<RecordedRun, 'plan'>,
  { inventory, settings }: Pick<WizardContext, 'inventory' | 'settings'>,
): string {
  const own = inventory.state(plan.profile);
  if (own && (own.identity?.account ?? plan.account) === plan.account) {
    return plan.profile;
  }
  return profileUnasked(inventory.states(), plan.account, namedIn(settings())) ?? plan.profile;
}
