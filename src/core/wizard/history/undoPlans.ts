import { problemOf } from '../../account/problem.ts';
import { type Plan, planUndo, restsOnRegions, type UndoRequest } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import { type OpenAccounts, type WizardContext, withAccounts } from '../context.ts';
import { tellProblem } from '../tell.ts';

/**
 * The plans that undo runs. If a key or its policy is taken away, the account's Regions are read from AWS: a trail in any
 * of them may use the key. Undefined if they could not be read, which is reported.
 */
export function plansToUndo(
  requests: readonly Omit<UndoRequest, 'regions'>[],
  context: WizardContext,
): Promise<readonly Plan[] | undefined> {
  return withAccounts(context, async accounts => {
    const plans: Plan[] = [];
    for (const request of requests) {
      const plan = planUndo({ ...request, regions: [] });
      if (!plan || !restsOnRegions(plan)) {
        plans.push(...(plan ? [plan] : []));
        continue;
      }
      const regions = await regionsOf(request.profile, accounts, context);
      if (!regions) {
        return undefined;
      }
      plans.push(planUndo({ ...request, regions }) ?? plan);
    }
    return plans;
  });
}

async function regionsOf(
  profile: string,
  accounts: OpenAccounts,
  context: WizardContext,
): Promise<readonly string[] | undefined> {
  try {
    const { names } = await context.show.reading(
      message('Reading the Regions of the account'),
      async signal => (await accounts.of(profile)).regions(signal),
    );
    return names;
  } catch (error) {
    tellProblem(problemOf(error), profile, context);
    return undefined;
  }
}
