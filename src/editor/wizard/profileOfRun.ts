import type { RecordedRun } from '../../core/remediation/index.ts';
import type { WizardContext } from './context.ts';

/** The profile of then, unless it is gone or leads elsewhere by now and another is known to lead to that account. */
export function profileFor(
  { plan }: Pick<RecordedRun, 'plan'>,
  { inventory }: Pick<WizardContext, 'inventory'>,
): string {
  const own = inventory.state(plan.profile);
  if (own && (own.identity?.account ?? plan.account) === plan.account) {
    return plan.profile;
  }
  const other = inventory.states().find(({ identity }) => identity?.account === plan.account);
  return other?.profile.name ?? plan.profile;
}
