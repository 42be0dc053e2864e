import { problemOf } from '../../account/problem.ts';
import { type Plan, planUndo, type Step, trailsIn, type UndoRequest } from '../../remediation/index.ts';
import { regionOfArn } from '../../trail/arn.ts';
import { message } from '../../wording/message.ts';
import { type OpenAccounts, type WizardContext, withAccounts } from '../context.ts';
import { tellProblem } from '../tell.ts';

/**
 * The plans that take runs back. Where a key or its policy is taken away, the account's Regions are asked of AWS: a trail
 * in any of them may deliver under the key. Undefined where they could not be read, which is told.
 */
export function plansToUndo(
  requests: readonly Omit<UndoRequest, 'regions'>[],
  context: WizardContext,
): Promise<readonly Plan[] | undefined> {
  return withAccounts(context, async accounts => {
    const plans: Plan[] = [];
    for (const request of requests) {
      const plan = planUndo({ ...request, regions: [] });
      const needed = plan && regionsNeededBy(plan);
      if (!plan || !needed) {
        plans.push(...(plan ? [plan] : []));
        continue;
      }
      const names = await regionsOf(request.profile, accounts, context);
      if (!names) {
        return undefined;
      }
      const regions = [...new Set([...needed, ...names])].sort();
      plans.push(planUndo({ ...request, regions }) ?? plan);
    }
    return plans;
  });
}

/** Regions that the plan itself names, where it rests on all; undefined where it rests on none. */
function regionsNeededBy(plan: Plan): readonly string[] | undefined {
  const resting = plan.steps.filter(
    step => step.kind === 'restore-policy' || step.kind === 'schedule-deletion',
  );
  return resting.length === 0
    ? undefined
    : [...trailsIn(plan).flatMap(regionsOfArn), ...plan.steps.flatMap(regionsOfKeyIn)];
}

function regionsOfKeyIn(step: Step): readonly string[] {
  switch (step.kind) {
    case 'restore-policy':
      return regionsOfArn(step.keyArn);
    case 'schedule-deletion':
      return step.key.kind === 'key' ? regionsOfArn(step.key.arn) : [];
    case 'find-key':
      return [step.region];
    default:
      return [];
  }
}

function regionsOfArn(arn: string): readonly string[] {
  const region = regionOfArn(arn);
  return region === undefined ? [] : [region];
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
