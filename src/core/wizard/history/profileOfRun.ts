import { actsUnasked, namedIn, profilesOfAccount } from '../../account/seenTrails.ts';
import type { RecordedRun } from '../../remediation/index.ts';
import type { WizardContext } from '../context.ts';

/**
 * The profile of then, unless it is gone or leads elsewhere by now and another is known to lead to that account. One that
 * nobody named or that asks for an MFA code does not step in by itself: the run says what is wrong with that of then.
 */
export function profileFor(
  { plan }: Pick<RecordedRun, 'plan'>,
  { inventory, settings }: Pick<WizardContext, 'inventory' | 'settings'>,
): string {
  const own = inventory.state(plan.profile);
  if (own && (own.identity?.account ?? plan.account) === plan.account) {
    return plan.profile;
  }
  const isNamed = namedIn(settings());
  const [best] = profilesOfAccount(inventory.states(), plan.account, isNamed);
  return best && actsUnasked(best.profile, isNamed) ? best.profile.name : plan.profile;
}
