import { problemOf } from '../../account/problem.ts';
import { regionOfArn } from '../../trail/arn.ts';
import { showAsRead } from '../change/subjects.ts';
import type { OpenAccounts, TrailReference, WizardContext } from '../context.ts';

/** Has the view show trails as they are now, not as somebody meant them to be. What cannot be read is logged. */
export async function readTrailsAgain(
  trails: readonly TrailReference[],
  accounts: OpenAccounts,
  context: WizardContext,
): Promise<void> {
  const { signal } = new AbortController();
  for (const { profile, arn } of trails) {
    try {
      const trail = await (await accounts.of(profile)).trails.get(arn, signal);
      if (trail) {
        await showAsRead(trail, context);
      } else {
        await context.inventory.refresh(profile, regionOfArn(arn));
      }
    } catch (error) {
      // What was changed is reported elsewhere; the view keeps what it showed.
      context.log(`${arn} could not be read again: ${problemOf(error).kind}`);
    }
  }
}
