import { problemOf } from '../../account/problem.ts';
import { type Plan, planEnableKey } from '../../remediation/index.ts';
import { message } from '../../wording/message.ts';
import { type WizardContext, withAccounts } from '../context.ts';
import { keyNames } from '../keys/keyNames.ts';
import { trailsSeenUnder } from '../keys/trailsSeenUnder.ts';
import { reviewPlans } from '../review/reviewPlans.ts';
import { goOn, runAndTell } from '../run/tellResults.ts';
import { tellProblem } from '../tell.ts';

/**
 * Enables the key on which the run of a plan failed, after a review of its own, and continues the plan. A key that is not
 * disabled is left alone: AWS refuses keys for other reasons, too.
 */
export async function enableKeyAndGoOn(failed: Plan, keyArn: string, context: WizardContext): Promise<void> {
  const nameKey = keyNames(context.inventory);
  const state = await stateOf(failed.profile, keyArn, context);
  if (!state) {
    return;
  }
  if (state !== 'Disabled') {
    const text = message('{0} is not disabled: its state is {1}.', nameKey(keyArn), state);
    await context.show.notice({ severity: 'info', text });
    return;
  }
  const title = message('Enable KMS Key');
  const plan = planEnableKey(context.newId(), failed, keyArn, trailsSeenUnder(context.inventory)(keyArn));
  const reply = await reviewPlans(
    { title: message('Review: {0}', title), yes: title, plans: [plan], nameKey },
    context,
  );
  if (reply.kind !== 'answer' || reply.value === 'copy') {
    return;
  }
  const [result] = await runAndTell([{ plan }], title, nameKey, context);
  if (result?.ended === 'done') {
    await goOn(failed, message('Continuing the Change'), nameKey, context);
  }
}

/** Undefined if it could not be read, which is reported. */
async function stateOf(profile: string, keyArn: string, context: WizardContext): Promise<string | undefined> {
  try {
    return await withAccounts(context, accounts =>
      context.show.reading(
        message('Reading the KMS key'),
        async signal =>
          (await (await accounts.of(profile)).keys.describe(keyArn, signal))?.state ?? 'not found',
      ),
    );
  } catch (error) {
    tellProblem(problemOf(error), profile, context);
    return undefined;
  }
}
